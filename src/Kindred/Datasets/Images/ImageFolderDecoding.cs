using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Images;

/// <summary>One reading of a folder: all files on all threads, what is damaged noted by file.</summary>
internal sealed class ImageFolderDecoding(string folder, string[] paths, ImageFolderOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Why the file is no image; null while none is known.</summary>
    public DataFileException?[] Damages { get; } = new DataFileException?[paths.Length];

    /// <summary>Why the fallback size was taken, as a sentence; null where it was not.</summary>
    public string? SizeNote { get; private set; }

    /// <summary>What the options leave open is taken from the headers of all images.</summary>
    public ImageShape ChooseShape()
    {
        if (options is { Size: { } given, Channels: { } givenChannels })
            return new ImageShape(given.Height, given.Width, givenChannels);
        var sizes = new ImageSize?[paths.Length];
        var grey = new bool[paths.Length];
        ForEachFile("look at images", (i, path, file) => (sizes[i], grey[i]) = ImageFile.ReadHeader(file, path));
        var channels = options.Channels ?? (Enumerable.Range(0, paths.Length).All(i => grey[i] || sizes[i] is null) ? 1 : 3);
        var size = options.Size ?? OneSize(sizes, channels);
        return new ImageShape(size.Height, size.Width, channels);
    }

    /// <summary>A row a file; rows of damaged files hold nothing of use.</summary>
    public byte[] Decode(ImageShape shape)
    {
        var bytes = (long)paths.Length * shape.Height * shape.Width * shape.Channels;
        if (bytes > Array.MaxLength)
            throw new DataFileException(folder, $"{paths.Length} images of {shape} are more than {Array.MaxLength} bytes; fewer or smaller images are needed.");
        var pixels = new byte[bytes];
        ForEachFile("decode images", (i, path, file) =>
        {
            var picture = ImageFile.Decode(file, path, new ImageSize(shape.Height, shape.Width));
            picture = shape.Channels == 1 ? picture.ToGrey() : picture.ToRgb();
            picture.Resize(shape.Height, shape.Width).Samples.CopyTo(pixels.AsSpan(i * shape.Size));
        });
        if (Array.TrueForAll(Damages, damage => damage is not null))
            throw new DataFileException(folder, $"none of the {paths.Length} images can be read; the first is {Damages[0]!.Message}");
        return pixels;
    }

    public ValueList<SkippedFile> Skipped()
    {
        var skipped = paths.Zip(Damages).Where(pair => pair.Second is not null)
            .Select(pair => new SkippedFile(pair.First, pair.Second!.Message[(pair.Second.File.Length + 2)..]));
        return ValueList.Create<SkippedFile>([.. skipped]);
    }

    private void ForEachFile(string stage, Action<int, string, byte[]> work)
    {
        var done = 0;
        WorkerPool.Run(paths.Length, (i, worker) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (Damages[i] is null)
                Work(i, work);
            var count = Interlocked.Increment(ref done);
            if (worker == 0)
                progress?.Report(new FitProgress(stage, count, paths.Length, double.NaN));
        });
        if (options.Strict && Array.Find(Damages, damage => damage is not null) is { } first)
            throw first;
    }

    private void Work(int i, Action<int, string, byte[]> work)
    {
        var path = Path.Combine(folder, paths[i]);
        byte[]? file = null;
        try
        {
            file = DataFile.ReadAll(path);
            work(i, path, file);
        }
        catch (DataFileException damage) when (file is null || !ImageFile.LacksLibrary(file))
        {
            Damages[i] = damage;
        }
    }

    private ImageSize OneSize(ImageSize?[] sizes, int channels)
    {
        var first = Array.FindIndex(sizes, size => size is not null);
        if (first < 0)
            throw new DataFileException(folder, $"none of the {paths.Length} images can be read; the first is {Damages[0]!.Message}");
        var other = Array.FindIndex(sizes, size => size is not null && size != sizes[first]);
        if (options.FallbackSize is { } fallback && FallbackReason(sizes, first, other, channels) is { } reason)
        {
            SizeNote = $"{reason}, so all are brought to {fallback}.";
            return fallback;
        }

        return other < 0 ? sizes[first]!.Value : throw new DataFileException(folder,
            $"the images have several sizes ({paths[first]} is {sizes[first]}, {paths[other]} is {sizes[other]}); a size to bring them to is needed, such as 64x64.");
    }

    private string? FallbackReason(ImageSize?[] sizes, int first, int other, int channels)
    {
        if (other >= 0)
            return $"The images have several sizes ({paths[first]} is {sizes[first]}, {paths[other]} is {sizes[other]})";
        var one = sizes[first]!.Value;
        return (long)one.Height * one.Width * channels > ImageFolderOptions.MostValues ? $"The images are {one}" : null;
    }
}
