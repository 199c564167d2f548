using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>IDX files that belong together: the labels beside their images, a training and a test part in one folder.</summary>
internal static class IdxFolder
{
    private static readonly string[] TestPrefixes = ["t10k", "test"];

    /// <summary>The training and, if there is one, the test images in a folder; null where there are no training images.</summary>
    public static (string Train, string? Test)? Find(string folder)
    {
        var images = Directory.EnumerateFiles(folder)
            .Where(path => Path.GetFileName(path).Contains("images", StringComparison.Ordinal) && OrdinaryFile.KindOf(path) == PathKind.File && IdxFile.BeginsLike(path))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var train = Array.Find(images, path => Path.GetFileName(path).StartsWith("train", StringComparison.Ordinal));
        var test = Array.Find(images, path => TestPrefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)));
        return train is null ? null : (train, test);
    }

    /// <summary>Reads both parts with the labels beside them, if any.</summary>
    public static Dataset Read(string name, string trainPath, string? testPath)
    {
        var train = ReadPart(trainPath);
        var test = testPath is null ? null : ReadPart(testPath);
        if (test is not null && test.Shape != train.Shape)
            throw new DataFileException(testPath!, $"its images are {test.Shape}, those of {trainPath} are {train.Shape}; one shape is needed.");
        return new Dataset(name, Checksum.Of(train, test), train, test, []);
    }

    /// <summary>train-images-idx3-ubyte.gz → train-labels-idx1-ubyte.gz, or the same without .gz; null where there is no such file.</summary>
    public static string? FindLabels(string imagesPath)
    {
        var name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal))
            return null;
        var labels = name.Replace("images", "labels", StringComparison.Ordinal);
        for (var dimensions = 2; dimensions <= IdxFile.MostDimensions; dimensions++)
            labels = labels.Replace($"idx{dimensions}", "idx1", StringComparison.Ordinal);
        var plain = labels.EndsWith(".gz", StringComparison.Ordinal) ? labels[..^3] : labels;
        var folder = Path.GetDirectoryName(imagesPath) ?? "";
        return new[] { labels, plain, plain + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static ImageSet ReadPart(string imagesPath)
    {
        var images = IdxFile.Read(imagesPath);
        var labelsPath = FindLabels(imagesPath);
        if (labelsPath is null)
            return images.ToImageSet();
        var labels = IdxFile.Read(labelsPath).ToClasses();
        if (labels.Length != images.Shape[0])
            throw new DataFileException(labelsPath, $"there {(labels.Length == 1 ? "is" : "are")} {Amount.Of(labels.Length, "label")}, but {Amount.Of(images.Shape[0], "image")} in {imagesPath}; one label an image is needed.");
        return images.ToImageSet(labels);
    }
}
