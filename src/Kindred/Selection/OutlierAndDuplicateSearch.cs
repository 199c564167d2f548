using System.Globalization;
using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>Looks for outliers and near-duplicates in a run, over all parts of its data.</summary>
public sealed record OutlierAndDuplicateSearch
{
    private const int LeastOutliers = 10;
    private const int BlockPairs = 512, LeastBlockPairs = 16, BlockValues = 1 << 21;  // that a thread scales at once

    /// <summary>The share of rows that is listed as outliers; of few rows ten of them are, but no more than a tenth.</summary>
    public double OutlierShare { get; init => field = Guard.Positive(value); } = 0.01;

    public int MaxOutliers { get; init => field = Guard.Positive(value); } = 100;

    /// <summary>Rows whose values differ by no more than this are near-duplicates: the root of the mean square, as a share of the range of
    /// all pixels or, in a table, of its column. 0.02 is five of 255 grey levels.</summary>
    public double DuplicateDifference { get; init => field = Guard.NotNegative(value); } = 0.02;

    /// <summary>Pairs listed at most.</summary>
    public int MaxDuplicates { get; init => field = Guard.Positive(value); } = 1000;

    /// <summary>Nearest rows in code space that are compared with each row value by value.</summary>
    public int Candidates { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>Rows among which near-duplicates are looked for: the first so many.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 100_000;

    /// <summary>The same run with what stands out in it.</summary>
    /// <exception cref="ArgumentException">The run is not of these data.</exception>
    public Run Add(Run run, Dataset data, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        var places = Places(run.Clusters);
        var outliers = Outliers(run.Clusters, places);
        progress?.Report(new FitProgress("near-duplicates", 0, 1, double.NaN));
        cancellation.ThrowIfCancellationRequested();
        var pairs = NearDuplicates(run, data, places, cancellation);
        progress?.Report(new FitProgress("near-duplicates", 1, 1, double.NaN));
        var summary = new FindingsSummary(outliers.Length, OutlierRule(outliers.Length, data.Shape.IsTable), pairs.Length, DuplicateRule(places.Length, data.Shape.IsTable));
        return run with { Findings = new Findings(outliers, pairs), Record = run.Record with { Findings = summary } };
    }

    private string OutlierRule(int count, bool isTable)
    {
        var what = isTable ? "rows" : "images";
        return string.Create(CultureInfo.InvariantCulture,
            $"Listed are the {count} {what} that lie farthest from their cluster, in the method’s own measure: {OutlierShare:0.##%} of all, or of few a tenth but at most {LeastOutliers}; never more than {MaxOutliers}.");
    }

    private string DuplicateRule(int rows, bool isTable) => string.Create(CultureInfo.InvariantCulture,
        $"Among the {Candidates} nearest {(isTable ? "rows" : "images")} in code space{(rows > MaxRows ? $" of the first {MaxRows} rows" : string.Empty)}, those whose values differ by at most {DuplicateDifference:0.##%} of {(isTable ? "their column’s range" : "the range of all pixels")} (root mean square).");

    private RowPlace[] Outliers(Parts<ClusteredRows> clusters, RowPlace[] places)
    {
        var distances = clusters.Present().SelectMany(part => part.Part.Distances).ToArray();
        var wanted = Math.Max(Math.Ceiling(places.Length * OutlierShare), Math.Min(LeastOutliers, places.Length / 10));
        var order = Enumerable.Range(0, places.Length).OrderByDescending(row => distances[row]).ThenBy(row => row);
        return [.. order.Take((int)Math.Min(wanted, MaxOutliers)).Select(row => places[row])];
    }

    private RowPair[] NearDuplicates(Run run, Dataset data, RowPlace[] places, CancellationToken cancellation)
    {
        var count = Math.Min(places.Length, MaxRows);
        if (count < 2)
            return [];
        var codes = Join(run.Details.Codes, count);
        var candidates = Math.Min(Candidates, count - 1);
        var nearest = new NearestNeighbours { Count = candidates }.Of(codes, progress: null, cancellation).ToIndices();
        var scaler = data.Shape.IsTable ? (ITransformer)new MinMaxScaler() : new RangeScaler();
        var scaling = data.Train.PassTo(x => scaler.Fit(x), x => scaler.Fit(x));
        var pairs = new HashSet<(int First, int Second)>();
        for (var i = 0; i < nearest.Length; i++)
            pairs.Add((Math.Min(i / candidates, nearest[i]), Math.Max(i / candidates, nearest[i])));
        var blocks = pairs.Order().Chunk(Math.Clamp(BlockValues / data.Shape.Size, LeastBlockPairs, BlockPairs)).ToArray();
        var near = new List<((int First, int Second) Pair, double Difference)>[blocks.Length];
        WorkerPool.Run(blocks.Length, (block, _) => near[block] = Near(blocks[block], data, scaling, cancellation));
        return [.. near.SelectMany(some => some)
            .OrderBy(pair => pair.Difference).ThenBy(pair => pair.Pair)
            .Take(MaxDuplicates)
            .Select(pair => new RowPair(places[pair.Pair.First], places[pair.Pair.Second], (float)pair.Difference))];
    }

    /// <summary>Of some pairs those that are near-duplicates. Only their rows are scaled: all at once would be four times the bytes of pictures.</summary>
    private List<((int First, int Second) Pair, double Difference)> Near((int First, int Second)[] pairs, Dataset data, ITransform scaling, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int[] compared = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Order()];
        var rows = Scaled(data, scaling, compared);
        ReadOnlySpan<float> Row(int row) => rows.Row(Array.BinarySearch(compared, row));
        return [.. pairs.Select(pair => (Pair: pair, Difference: Difference(Row(pair.First), Row(pair.Second)))).Where(pair => pair.Difference <= DuplicateDifference)];
    }

    /// <summary>Some rows, ascending, of all parts one after the other.</summary>
    private static Matrix Scaled(Dataset data, ITransform scaling, int[] rows)
    {
        var scaled = new Matrix(rows.Length, scaling.OutputColumns);
        var (start, done) = (0, 0);
        foreach (var (_, part) in data.Parts.Present())
        {
            int[] here = [.. rows.Skip(done).TakeWhile(row => row < start + part.Count).Select(row => row - start)];
            if (here.Length > 0)
                part.Take(here).PassTo(scaling.Transform, scaling.Transform).Values.CopyTo(scaled.MutableValues[(done * scaled.Columns)..]);
            (start, done) = (start + part.Count, done + here.Length);
        }

        return scaled;
    }

    private static RowPlace[] Places(Parts<ClusteredRows> clusters) =>
        [.. clusters.Present().SelectMany(part => Enumerable.Range(0, part.Part.Clusters.Length).Select(place => new RowPlace(part.Name, place)))];

    /// <summary>All parts, one after the other, up to <paramref name="count"/> rows.</summary>
    private static Matrix Join(Parts<Matrix> parts, int count)
    {
        var present = parts.Present().Select(part => part.Part).ToArray();
        if (present.Length == 1 && present[0].Rows == count)
            return present[0];
        var joined = new Matrix(count, present[0].Columns);
        var row = 0;
        foreach (var part in present)
        {
            for (var i = 0; i < part.Rows && row < count; i++)
                part.Row(i).CopyTo(joined.MutableRow(row++));
        }

        return joined;
    }

    // √(Σ (xⱼ − yⱼ)² / columns)
    private static double Difference(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return Math.Sqrt(sum / x.Length);
    }
}
