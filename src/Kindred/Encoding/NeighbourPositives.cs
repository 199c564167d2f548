using Kindred.Encoding.Views;
using Kindred.Neighbours;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>Which pictures count as views of one thing: those whose features are nearest. The second view of a picture is then often one of a neighbour, so that codes tell less of single pictures and more of
/// kinds; the features stand beside the code.</summary>
/// <remarks>Dwibedi, Aytar, Tompson, Sermanet and Zisserman 2021, arXiv:2104.14548 (NNCLR), section 3.2, but with neighbours by features that are not learned, found once before the training, in the place of neighbours by codes.</remarks>
public sealed record NeighbourPositives
{
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
        return new FittedPositives(this, directions, NeighbourSearch.Of(rows, Math.Min(Count, rows.Rows - 1), Metric.Euclidean, seed, progress, cancellation));
    }
}

/// <summary>Features of rows, and which rows are near by these.</summary>
internal sealed record FittedPositives(NeighbourPositives Settings, Directions Features, NeighbourTable Neighbours)
{
    [ThreadStatic]
    private static float[]? _partner;  // so that a step of a training allocates nothing

    /// <summary>Views in pairs: the first of a row, the second of the row or of one of its neighbours, as <paramref name="seed"/>, row and visit decide.</summary>
    public RowVersion Pairs(ImageViews views, Samples x, ulong seed) => (values, row, visit, version, result) =>
    {
        var partner = version == 0 ? row : PartnerOf(row, visit, seed);
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

    private int PartnerOf(int row, int visit, ulong seed)
    {
        var state = seed ^ (((ulong)(uint)row << 32) | (uint)visit);
        var isOwn = (Rng.NextBits(ref state) >> 11) * (1.0 / (1UL << 53)) < Settings.OwnShare;
        return isOwn ? row : Neighbours.Indices(row)[(int)(Rng.NextBits(ref state) % (ulong)Neighbours.Count)];
    }
}
