using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Images;

/// <summary>One reading of a folder: all files on all threads, what cannot be read noted by file.</summary>
internal sealed class ImageFolderDecoding(string folder, string[] paths, ImageFolderOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Bytes of files that are kept between the look at their headers and their decoding: those of many small pictures.</summary>
    private static readonly long MostKept = Math.Min(64 << 20, MemoryLimit.Bytes / 16);

    private const long MuchDecoded = 64 << 20;

    private readonly Exception?[] _problems = new Exception?[paths.Length];
    private readonly byte[]?[] _files = new byte[paths.Length][];
    private long _kept;
    private bool _isDeep;

    /// <summary>Whether any picture has sixteen bits a sample, so that all are floats; known once the shape is chosen.</summary>
    public bool IsDeep => _isDeep;

    /// <summary>Why the fallback size was taken, as a sentence; null where it was not.</summary>
    public string? SizeNote { get; private set; }

    /// <summary>The files that became rows.</summary>
    public int[] Kept => [.. Enumerable.Range(0, paths.Length).Where(i => _problems[i] is null)];

    /// <summary>What the options leave open is taken from the headers of all images.</summary>
    public ImageShape ChooseShape()
    {
        if (options is { Size: { } given, Channels: { } givenChannels })
        {
            ForEachFile("look at images", i =>
            {
                if (ImageFile.IsDeep(PathOf(i)))
                    _isDeep = true;  // set and never unset: what another thread saw meanwhile stays
            });
            return new ImageShape(given.Height, given.Width, givenChannels);
        }

        var headers = new ImageHeader?[paths.Length];
        ForEachFile("look at images", i => headers[i] = ImageFile.ReadHeader(Look(i), PathOf(i)));
        RequireAny();
        ImageHeader[] known = [.. headers.Where(header => header is not null).Select(header => header!.Value)];
        _isDeep = known.Any(header => header.IsDeep);
        var channels = options.Channels ?? (known.All(header => header.IsGrey) ? 1 : 3);
        var size = options.Size ?? OneSize([.. headers.Select(header => header?.Size)], channels);
        return new ImageShape(size.Height, size.Width, channels);
    }

    /// <summary>A row for each of <see cref="Kept"/>.</summary>
    public SampleRows Decode(ImageShape shape)
    {
        if ((long)paths.Length * shape.Height * shape.Width * shape.Channels > Array.MaxLength)
            throw new DataFileException(folder, $"{paths.Length} images of {shape} are more than {Array.MaxLength} values; fewer or smaller images are needed.");
        if (MemoryLimit.Problem($"{paths.Length} images of {shape} take", (double)paths.Length * shape.Size * (_isDeep ? sizeof(float) : sizeof(byte))) is { } problem)
            throw new DataFileException(folder, problem);
        var rows = new SampleRows(paths.Length, shape.Size, _isDeep);
        ForEachFile("decode images", i => Decode(i, shape, rows, i));
        RequireAny();
        rows.Keep(Kept);
        if ((long)paths.Length * shape.Size > MuchDecoded)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);  // what decoders left lying would count beside all that follows
        return rows;
    }

    /// <summary>Damaged files, with the reason.</summary>
    public ValueList<SkippedFile> Skipped() => Named(problem => !IsWhole(problem));

    /// <summary>Pictures that are left out though nothing says that they are damaged: of kinds that are not read, under names of those that are, or too large.</summary>
    public ValueList<SkippedFile> LeftOut() => Named(IsWhole);

    /// <summary>Nothing says that the file is damaged: it is of a kind that is not read, or too large.</summary>
    private static bool IsWhole(Exception problem) => problem is OtherImageException or OutOfMemoryException or DataFileException { IsTooLarge: true };

    private ValueList<SkippedFile> Named(Func<Exception, bool> which) => ValueList.Create<SkippedFile>(
        [.. paths.Zip(_problems).Where(pair => pair.Second is not null && which(pair.Second)).Select(pair => new SkippedFile(pair.First, PictureSample.Reason(pair.Second!)))]);

    /// <summary>Decodes every picture once and keeps none, so that <see cref="Kept"/> leaves out what is damaged.</summary>
    public void Check(ImageShape shape)
    {
        ForEachFile("decode images", i => DecodeOne(i, shape, new SampleRows(1, shape.Size, _isDeep)));
        RequireAny();
    }

    /// <summary>The one row ← a picture.</summary>
    public void DecodeOne(int i, ImageShape shape, SampleRows rows) => Decode(i, shape, rows, row: 0);

    private string PathOf(int i) => Path.Combine(folder, paths[i]);

    private void Decode(int i, ImageShape shape, SampleRows rows, int row)
    {
        var path = PathOf(i);
        var file = Interlocked.Exchange(ref _files[i], null) ?? ImageFile.ReadBytes(path);
        if (options.Cache is { } cache && !_isDeep)
        {
            rows.Set(row, cache.Of(file, $"sample-{shape.Height}x{shape.Width}x{shape.Channels}-{options.Fit}", () => Sample(file, path, shape))!.Samples);
            return;
        }

        var (values, white) = PictureSample.Decode(file, path, shape, options.Fit);
        rows.Set(row, values, white);
    }

    /// <summary>A row of bytes as a grey picture: the channels one below the other.</summary>
    private Picture Sample(byte[] file, string path, ImageShape shape)
    {
        var (values, _) = PictureSample.Decode(file, path, shape, options.Fit);
        return new Picture(shape.Height * shape.Channels, shape.Width, 1, Array.ConvertAll(values, ImageResampling.Rounded));
    }

    private byte[] Look(int i)
    {
        var file = ImageFile.ReadBytes(PathOf(i));
        if (Interlocked.Add(ref _kept, file.Length) <= MostKept)
            _files[i] = file;
        return file;
    }

    private void ForEachFile(string stage, Action<int> work)
    {
        var done = 0;
        WorkerPool.Run(paths.Length, (i, worker) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (_problems[i] is null)
                Work(i, work);
            var count = Interlocked.Increment(ref done);
            if (worker == 0)
                progress?.Report(new FitProgress(stage, count, paths.Length, double.NaN));
        });
        if (options.Strict && Array.FindIndex(_problems, problem => problem is not null) is var first and >= 0)
            throw Named(first);
    }

    /// <summary>Whatever goes wrong with a file is that file's alone.</summary>
    private void Work(int i, Action<int> work)
    {
        try
        {
            work(i);
        }
#pragma warning disable CA1031 // files are anybody's: the rest of the folder must not depend on what one of them does to a decoder
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _problems[i] = problem;
        }
    }

    private void RequireAny()
    {
        if (Array.TrueForAll(_problems, problem => problem is not null))
            throw new DataFileException(folder, $"none of the {paths.Length} images can be read; the first is {Named(0).Message}");
    }

    private DataFileException Named(int i) => _problems[i] as DataFileException ?? new DataFileException(PathOf(i), PictureSample.Reason(_problems[i]!), _problems[i]);

    private ImageSize OneSize(ImageSize?[] sizes, int channels)
    {
        var first = Array.FindIndex(sizes, size => size is not null);
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
