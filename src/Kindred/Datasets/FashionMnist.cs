using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>70,000 grey 28 x 28 pictures of clothes in ten classes: 60,000 to learn from, 10,000 to test on.</summary>
/// <remarks>Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747; MIT licence, Zalando SE.</remarks>
public static class FashionMnist
{
    public const string Name = "fashion-mnist";

    /// <summary><see cref="Dataset.Sha256"/> of the real thing: other sets come under the same file names, shapes and counts.</summary>
    internal const string Sha256 = "837c2033fe0d5ddaa1c2e45d992af10932407d8c1c83baef8e7394efd8553b3d";

    internal static readonly Uri Address = new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    internal static readonly PublishedFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    ];

    private const int TrainCount = 60_000, TestCount = 10_000, ClassCount = 10;

    /// <summary>In label order.</summary>
    public static ValueList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The first folder that holds all four files, packed or not; null if none does.</summary>
    public static string? Find(DataFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return folders.Candidates(Name).FirstOrDefault(folder => Array.TrueForAll(Files, file => PathOf(folder, file) is not null));
    }

    /// <summary>Reads the set from the first folder that holds it, or downloads it to the cache first.</summary>
    /// <param name="folders">Null for this user's.</param>
    /// <param name="progress">Bytes while downloading.</param>
    /// <param name="cancellation">Leaves no half file behind.</param>
    /// <exception cref="DataFileException">The files are damaged or are another set, or the download failed.</exception>
    public static Dataset Load(DataFolders? folders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        folders ??= DataFolders.ForUser();
        return Read(Find(folders) ?? Fetch(folders, progress, cancellation));
    }

    /// <summary>Downloads what is missing in the cache and says in which folder it is.</summary>
    /// <exception cref="DataFileException">The download failed.</exception>
    public static string Fetch(DataFolders? folders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        folders ??= DataFolders.ForUser();
        var folder = folders.InCache(Name);
        try
        {
            new Download { Address = Address }.Fetch(Files, folder, progress, cancellation);
        }
        catch (DataFileException failed)
        {
            throw new DataFileException(failed.File, $"{failed.Message[(failed.File.Length + 2)..]} " +
                $"{Name} can also be put in place by hand: its four .gz files in a folder given with --data or named by {DataFolders.Variable}.", failed);
        }

        return folder;
    }

    private static Dataset Read(string folder)
    {
        var dataset = IdxFolder.Read(Name, PathOf(folder, Files[0])!, PathOf(folder, Files[2])!) with { ClassNames = ClassNames };
        Check(folder, "training", dataset.Train, TrainCount);
        Check(folder, "test", dataset.Test!, TestCount);
        return dataset.Sha256 == Sha256 ? dataset : throw new DataFileException(folder,
            $"these are not the published images and labels of {Name} (SHA-256 of the content {dataset.Sha256}); open the folder by its path to use them under its own name.");
    }

    private static void Check(string folder, string part, ImageSet images, int count)
    {
        if (images.Count != count || images.Shape != new ImageShape(28, 28, 1) || images.Bytes is null)
            throw new DataFileException(folder, $"the {part} part of {Name} has {count} images of 28x28 bytes, this one has {images.Count} of {images.Shape}.");
        if (images.Classes!.Max() >= ClassCount)
            throw new DataFileException(folder, $"the labels of {Name} go from 0 to {ClassCount - 1}, those of this {part} part to {images.Classes!.Max()}.");
    }

    private static string? PathOf(string folder, PublishedFile file) =>
        new[] { Path.Combine(folder, file.Name), Path.Combine(folder, file.Name[..^".gz".Length]) }.FirstOrDefault(File.Exists);
}
