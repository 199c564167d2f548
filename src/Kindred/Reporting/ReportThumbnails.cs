using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Reporting;

/// <summary>Small pictures in their true shape, made from the files of images.</summary>
internal sealed class ReportThumbnails
{
    private const int Tried = 64;
    private static readonly int[] Qualities = [75, 60, 45, 30];

    private readonly byte[][] _files;
    private readonly int _side;

    private ReportThumbnails(int[] kept, byte[][] files, int side, int longest) => (Kept, _files, _side, LongestSide) = (kept, files, side, longest);

    /// <summary>Places of the rows that have one, among those asked for, in their order.</summary>
    public int[] Kept { get; }

    /// <summary>Pixels on the longest side of any.</summary>
    public int LongestSide { get; }

    /// <summary>As many as fit, in the best quality in which all would; where not even the poorest does, the extreme ones at the end, and of the others the first.</summary>
    /// <param name="paths">The file of every row.</param>
    /// <param name="rows">Those that should have one.</param>
    /// <param name="cache">Where pictures are looked for and kept; null for nowhere.</param>
    /// <param name="known">What is known of a row whose file cannot be read any more.</param>
    /// <param name="settings">How large, and how many bytes.</param>
    public static ReportThumbnails Of(IReadOnlyList<string> paths, int[] rows, PictureCache? cache, Func<int, Picture> known, ReportSettings settings)
    {
        var side = settings.ThumbnailSide;
        var pictures = new Picture?[rows.Length];
        Picture At(int place) => pictures[place] ??= Shrunk(paths[rows[place]], side, cache) ?? known(rows[place]);
        var quality = Qualities.FirstOrDefault(tried => MeanBytes(At, rows.Length, tried) * rows.Length <= settings.MaxThumbnailBytes, Qualities[^1]);
        var (files, sides) = (new byte[rows.Length][], new int[rows.Length]);
        WorkerPool.Run(rows.Length, (place, _) =>
        {
            files[place] = WebPFile.Encode(At(place), quality);
            sides[place] = Math.Max(At(place).Height, At(place).Width);
            pictures[place] = null;
        });
        var kept = Fitting(files, settings);
        return new ReportThumbnails(kept, Array.ConvertAll(kept, place => files[place]), side, sides.DefaultIfEmpty(side).Max());
    }

    /// <summary>A WebP file for each of them.</summary>
    public IReadOnlyList<byte[]> Files => _files;

    public ThumbnailsJson ToJson(ReportBlocks blocks, string? address)
    {
        var (ends, end) = (new uint[_files.Length], 0u);
        for (var i = 0; i < ends.Length; i++)
            ends[i] = end += (uint)_files[i].Length;
        return new ThumbnailsJson(_side, address, blocks.Add(ends.AsSpan()), blocks.Add([.. _files.SelectMany(file => file)]));
    }

    /// <summary>A picture whose longer side has at most so many pixels; null where the file is gone or damaged.</summary>
    public static Picture? Shrunk(string path, int side, PictureCache? cache)
    {
        try
        {
            var file = ImageFile.ReadBytes(path);
            return cache is null ? Shrink(file, path, side) : cache.Of(file, $"thumbnail-{side}", () => Shrink(file, path, side));
        }
        catch (Exception gone) when (gone is DataFileException or OtherImageException)
        {
            return null;
        }
    }

    private static Picture Shrink(byte[] file, string path, int side)
    {
        var whole = ImageFile.Decode(file, path, new ImageSize(side, side));
        var longest = Math.Max(whole.Height, whole.Width);
        int Scaled(int length) => Math.Max(1, (int)Math.Round((double)length * side / longest));
        return longest <= side ? whole : whole.Resize(Scaled(whole.Height), Scaled(whole.Width));
    }

    private static double MeanBytes(Func<int, Picture> at, int count, int quality)
    {
        var tried = Math.Min(Tried, count);
        var bytes = new long[tried];
        WorkerPool.Run(tried, (i, _) => bytes[i] = WebPFile.Encode(at((int)((long)i * count / tried)), quality).Length);
        return (double)bytes.Sum() / Math.Max(1, tried);
    }

    // from the end, where the extreme ones are, as many as fill the room; in their order
    private static int[] Fitting(byte[][] files, ReportSettings settings)
    {
        var (kept, room) = (new List<int>(), (long)settings.MaxThumbnailBytes);
        for (var turn = 0; turn < files.Length; turn++)
        {
            var place = turn % 2 == 0 ? files.Length - 1 - (turn / 2) : turn / 2;
            if ((room -= files[place].Length) < 0)
                break;
            kept.Add(place);
        }

        kept.Sort();
        return [.. kept];
    }
}
