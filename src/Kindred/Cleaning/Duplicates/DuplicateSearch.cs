using System.Collections.Concurrent;
using Kindred.Datasets.Images;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Cleaning.Duplicates;

/// <summary>Two files of one picture.</summary>
/// <param name="First">Place of the one that more is seen in.</param>
/// <param name="Second">Place of the other.</param>
/// <param name="Kind">What was done to it, in words: exact, near, cropped, mirrored, or the last two.</param>
/// <param name="Likeness">Correlation of what changes from pixel to pixel, where they show the same, in [0, 1]; 1 for equal files.</param>
public sealed record DuplicatePair(int First, int Second, string Kind, double Likeness);

/// <summary>Finds files of one picture: equal ones by checksum, others in three looks, each at fewer pairs and more pixels.</summary>
/// <remarks>A hundred values of every window of every picture against those of every whole picture; windows moved until they fit best; then the pixels of both files again, in their details.
/// docs/decisions/0033 has what was measured.</remarks>
public sealed record DuplicateSearch
{
    private const int RoughSide = 10, MiddleSide = 32, FineSide = 128;
    private const double FirstStep = 0.04, MiddleStep = 0.01, FineStep = 0.008, FinestStep = 0.001;

    /// <summary>Whole pictures that a window is looked up among.</summary>
    public int Candidates { get; init => field = Guard.Positive(value); } = 4;

    /// <summary>The least correlation of a hundred values.</summary>
    public double RoughLikeness { get; init; } = 0.9;

    /// <summary>The least correlation of thumbnails, once they are aligned.</summary>
    public double MiddleLikeness { get; init; } = 0.93;

    /// <summary>The least correlation of pixels.</summary>
    public double FineLikeness { get; init; } = 0.95;

    /// <summary>The least correlation of what changes from pixel to pixel.</summary>
    public double DetailLikeness { get; init; } = 0.75;

    /// <summary>Pixels of two files that neither may have lost in black or white, as a share: of fewer nothing is claimed.</summary>
    public double LeastShare { get; init; } = 0.05;

    /// <summary>All pairs that were confirmed, by place.</summary>
    internal IReadOnlyList<DuplicatePair> Find(string folder, IReadOnlyList<PictureFacts> facts, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var pairs = Equal(facts);
        var equal = pairs.Select(pair => pair.Second).ToHashSet();
        int[] places = [.. Enumerable.Range(0, facts.Count).Where(i => facts[i].Thumbnail is not null && !equal.Contains(i))];  // one of several equal files stands for all
        if (places.Length < 2)
            return pairs;
        Thumbnail[] thumbnails = [.. places.Select(i => facts[i].Thumbnail!)];
        string[] paths = [.. places.Select(i => Path.Combine(folder, facts[i].Path))];
        var rough = Rough(thumbnails, progress, cancellation);
        var found = new ConcurrentBag<DuplicatePair>();
        var done = 0;
        WorkerPool.Run(rough.Length, (i, worker) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var ((first, second), window) = rough[i];
            if (Confirm(thumbnails, paths, first, second, window) is { } pair)
                found.Add(pair with { First = places[first], Second = places[second] });
            var count = Interlocked.Increment(ref done);
            if (worker == 0)
                progress?.Report(new FitProgress("compare pictures", count, rough.Length, double.NaN));
        });
        return [.. pairs, .. found.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    private static List<DuplicatePair> Equal(IReadOnlyList<PictureFacts> facts) =>
        [.. Enumerable.Range(0, facts.Count).Where(i => facts[i].Sha256.Length > 0).GroupBy(i => facts[i].Sha256, StringComparer.Ordinal)
            .SelectMany(group => group.Skip(1).Select(second => new DuplicatePair(group.First(), second, "exact", 1)))];

    /// <summary>For each pair that may be one, the window of the first that is most like the whole second.</summary>
    private ((int First, int Second) Pair, Window Window)[] Rough(Thumbnail[] thumbnails, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var whole = Signatures(thumbnails, Window.Whole);
        var best = new Dictionary<(int First, int Second), (float Distance, Window Window)>();
        var reach = (float)Math.Sqrt(2 * (1 - RoughLikeness));
        var search = new NearestNeighbours { Count = Math.Min(Candidates + 1, thumbnails.Length) };
        foreach (var (number, window) in Windows.All.Index())
        {
            progress?.Report(new FitProgress("look for duplicates", number, Windows.All.Length, double.NaN));
            var nearest = search.Query(whole, Signatures(thumbnails, window), progress: null, cancellation);
            for (var i = 0; i < thumbnails.Length; i++)
            {
                for (var j = 0; j < nearest.Count && nearest.Distances(i)[j] <= reach; j++)
                {
                    var pair = (i, nearest.Indices(i)[j]);
                    if (pair.Item2 != i && (!best.TryGetValue(pair, out var known) || nearest.Distances(i)[j] < known.Distance))
                        best[pair] = (nearest.Distances(i)[j], window);
                }
            }
        }

        // of a pair in both directions the one that fits better
        return [.. best.Where(entry => !best.TryGetValue((entry.Key.Second, entry.Key.First), out var back)
                || entry.Value.Distance < back.Distance || (entry.Value.Distance == back.Distance && entry.Key.First < entry.Key.Second))
            .OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value.Window))];
    }

    private DuplicatePair? Confirm(Thumbnail[] thumbnails, string[] paths, int first, int second, Window start)
    {
        var (window, correlation) = Alignment.Refine(thumbnails[first], thumbnails[second], start, FirstStep, MiddleStep, MiddleSide);
        if (correlation < MiddleLikeness)
            return null;
        var (one, other) = (Fine(paths[first]), Fine(paths[second]));
        (window, correlation) = Alignment.Refine(one, other, window, FineStep, FinestStep, FineSide / 2);
        if (correlation < FineLikeness)
            return null;
        var (x, y) = (new float[FineSide * FineSide], new float[FineSide * FineSide]);
        one.Read(window, FineSide, x);
        other.Read(Window.Whole, FineSide, y);
        var (detail, share) = Correlation.OfDetail(x, y, FineSide);
        if (share < LeastShare || detail < DetailLikeness)
            return null;
        var kind = (window.IsWhole, window.IsMirrored) switch { (true, false) => "near", (true, true) => "mirrored", (false, false) => "cropped", _ => "cropped and mirrored" };
        return new DuplicatePair(first, second, kind, detail);
    }

    private static Thumbnail Fine(string path) => Thumbnail.Of(ImageFile.Read(path, new ImageSize(2 * FineSide, 2 * FineSide)).ToGrey(), 2 * FineSide);

    /// <summary>A hundred means of a window, less their mean, at length 1: distances tell correlations.</summary>
    private static Matrix Signatures(Thumbnail[] thumbnails, Window window)
    {
        var signatures = new Matrix(thumbnails.Length, RoughSide * RoughSide);
        WorkerPool.ForEachChunk(thumbnails.Length, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = signatures.MutableRow(i);
                thumbnails[i].ReadMeans(window, RoughSide, row);
                ToUnit(row);
            }
        });
        return signatures;
    }

    private static void ToUnit(Span<float> row)
    {
        var (mean, square) = (0.0, 0.0);
        foreach (var value in row)
            mean += value / row.Length;
        foreach (var value in row)
            square += (value - mean) * (value - mean);
        var length = square > 1e-6 ? Math.Sqrt(square) : double.PositiveInfinity;  // of one colour: like nothing
        foreach (ref var value in row)
            value = (float)((value - mean) / length);
    }
}
