using System.Diagnostics;
using Kindred.Encoding.Views;
using Kindred.Neighbours;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>Which pictures count as views of one thing: those whose features are nearest. The second view of a picture is then often one of a neighbour, so that codes tell less of single pictures and more of
/// kinds; the features stand beside the code. Of rows that memory does not hold the features of all are kept where these fit, else those of some, among which any row's neighbours are then looked for.</summary>
/// <remarks>Dwibedi, Aytar, Tompson, Sermanet and Zisserman 2021, arXiv:2104.14548 (NNCLR), section 3.2, but with neighbours by features that are not learned, found once before the training, in the place of neighbours by codes.</remarks>
public sealed record NeighbourPositives
{
    private const int MostCompared = 4096;  // with every row that is seen: less work than the network's
    private const int BytesANeighbour = 64; // while they are looked for
    private const int ReadBytes = 8 << 20;

    /// <summary>What is near is told by: histograms of gradients, for instance. Its rows are counted from their mean and brought to length 1.</summary>
    public required ITransformer Features { get; init; }

    /// <summary>How many of the nearest; all others where there are fewer.</summary>
    public int Count { get; init => field = Guard.Positive(value); } = 10;

    /// <summary>The share of second views that are of the picture itself.</summary>
    public double OwnShare { get; init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0 to 1."); } = 0.25;

    /// <summary>Features of the rows, and the neighbours by these.</summary>
    internal FittedPositives Fit(ITransform features, Matrix rows, ulong seed, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var directions = Directions.From(features, rows);
        directions.Apply(rows);
        return new FittedPositives(this, directions, new NearInTable(NeighbourSearch.Of(rows, Math.Min(Count, rows.Rows - 1), Metric.Euclidean, seed, progress, cancellation)));
    }

    /// <summary>The same of rows that are read where they lie: of all of them where half of <paramref name="memory"/> has room for their features, else of as many as it has room for, evenly spaced and no more than
    /// can be compared with every row that is seen.</summary>
    internal FittedPositives Fit(IRowSource x, long memory, ulong seed, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var some = Evenly(x, Math.Min(x.Rows, Math.Max(2, x.RowsIn(ReadBytes))));
        var features = Features is IStreamedTransformer { NeedsSample: null } streamed ? streamed.Fit(x, new StreamSettings { Communicator = SingleProcess.Instance, Memory = memory }, progress, cancellation) : Features.Fit(x.Take(some), progress, cancellation);
        var room = memory / 2 / ((sizeof(float) * (long)features.OutputColumns) + (BytesANeighbour * Count));
        if (room >= x.Rows)
            return Fit(features, Transformed(x, features, cancellation), seed, progress, cancellation);
        var kept = Evenly(x, (int)Math.Clamp(room, Math.Min(x.Rows, Count + 1), MostCompared));
        var rows = new TransformedRows(x, features).Take(kept);
        var directions = Directions.From(features, rows);
        directions.Apply(rows);
        return new FittedPositives(this, directions, new NearAmongSome(kept, rows, directions, Math.Min(Count, kept.Length - 1)));
    }

    private static Matrix Transformed(IRowSource x, ITransform features, CancellationToken cancellation)
    {
        var (rows, all, atOnce) = (new TransformedRows(x, features), new Matrix(x.Rows, features.OutputColumns), x.RowsIn(ReadBytes));
        for (var start = 0; start < x.Rows; start += atOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(atOnce, x.Rows - start);
            rows.Read(start, all.MutableValues.Slice(start * all.Columns, count * all.Columns));
        }

        return all;
    }

    private static int[] Evenly(IRowSource x, int count) => [.. Enumerable.Range(0, count).Select(i => (int)((long)i * x.Rows / count))];

    /// <summary>What features of <paramref name="rows"/> rows and their neighbours take, told from a sample: features as the rows, a search as <see cref="NeighbourSearch.Growth"/> says.</summary>
    internal TimeSpan TimeFor(Matrix sample, int rows, CancellationToken cancellation)
    {
        var (features, search) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var turn = 0; turn < 2; turn++)  // machine code is made in the first
        {
            var begun = Stopwatch.GetTimestamp();
            var model = Features.Fit(sample, progress: null, cancellation);
            var made = model.Transform(sample);
            features = Stopwatch.GetElapsedTime(begun);
            begun = Stopwatch.GetTimestamp();
            Fit(model, made, seed: 0, progress: null, cancellation);
            search = Stopwatch.GetElapsedTime(begun);
        }

        return (features * ((double)rows / sample.Rows)) + (search * NeighbourSearch.Growth(sample.Rows, rows));
    }
}

/// <summary>Features of rows, and which rows are near by these.</summary>
internal sealed record FittedPositives(NeighbourPositives Settings, Directions Features, INearRows Near)
{
    [ThreadStatic]
    private static float[]? _partner;  // so that a step of a training allocates nothing

    /// <summary>Views in pairs: the first of a row, the second of the row or of one of its neighbours, as <paramref name="seed"/>, row and visit decide.</summary>
    public RowVersion Pairs(ImageViews views, Samples x, ulong seed) => (values, row, visit, version, result) =>
    {
        var partner = version == 0 ? row : PartnerOf(row, values, visit, seed);
        if (partner == row)
        {
            views.Make(values, row, visit, version, result);
            return;
        }

        if (_partner is null || _partner.Length < x.Columns)
            _partner = new float[x.Columns];
        var other = _partner.AsSpan(0, x.Columns);
        x.CopyRow(partner, other);
        views.Make(other, row, visit, version, result);
    };

    private int PartnerOf(int row, ReadOnlySpan<float> values, int visit, ulong seed)
    {
        var state = seed ^ (((ulong)(uint)row << 32) | (uint)visit);
        var isOwn = (Rng.NextBits(ref state) >> 11) * (1.0 / (1UL << 53)) < Settings.OwnShare;
        return isOwn ? row : Near.Of(row, values, (int)(Rng.NextBits(ref state) % (ulong)Near.Count));
    }
}
