using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Graphs;
using Kindred.Manifold;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>Places of all rows on a map of two coordinates, and the tree of their clusters and the parts of these: both from one graph of neighbours, that of the clustering where it has one.</summary>
/// <remarks>UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426). Rows that are not in the graph, such as those of a test part, are set down among their nearest rows of it.</remarks>
public sealed record RowMap
{
    /// <summary>Fewer rows have no shape to unfold: their first two components are their map.</summary>
    public const int LeastRows = 20;

    private const int Nearest = 5;

    /// <summary>Training rows in the graph where the clustering has none of its own, or one of very many rows: all, or so many drawn by chance.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 20_000;

    /// <summary>Neighbours of each in such a graph.</summary>
    public int Neighbours { get; init => field = Guard.Positive(value); } = 15;

    public ulong Seed { get; init; }

    /// <summary>A graph of more rows is not laid out whole: its map would take longer than its clusters.</summary>
    internal int MostWholeRows { get; init; } = NeighbourSearch.MostExactRows;

    /// <param name="details">What is told already.</param>
    /// <param name="codes">What rows are near each other in.</param>
    /// <param name="clusters">Where they went.</param>
    /// <param name="model">What clustered them.</param>
    /// <param name="progress">Hears of the layout.</param>
    /// <param name="cancellation">Stops it.</param>
    internal (RunDetails Details, ClusterTree? Tree) Add(
        RunDetails details, Parts<Matrix> codes, Parts<ClusteredRows> clusters, IClusterModel model, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var train = codes.Train!;
        if (train.Rows < LeastRows)
            return (details, null);
        var isWhole = model.Graph?.Rows == train.Rows && train.Rows <= MostWholeRows;
        var drawn = Drawn(train.Rows, isWhole ? train.Rows : MaxRows);
        var rows = drawn.Length == train.Rows ? train : train.Take(drawn);
        var graph = isWhole ? model.Graph! : NeighbourGraph.FuzzyUnion(
            NeighbourSearch.Of(rows, Math.Min(Neighbours, rows.Rows - 1), seed: Seed, progress: progress, cancellation: cancellation));
        var nearest = codes.Select(part => part == train && drawn.Length == train.Rows ? null : Query(rows, part, progress, cancellation));
        var places = train.Columns <= 2 ? null : new Umap { Seed = Seed }.Embed(graph, progress, cancellation);
        var (tree, leaves) = ClusterParts.Of(graph, rows, Array.ConvertAll(drawn, row => clusters.Train!.Clusters[row]), model.ClusterCount, Seed, cancellation);
        return (
            details with
            {
                Map = places is null ? new Parts<Matrix>(null, null, null) : Of(codes, nearest, (part, near) => near is null ? places : Among(places, near, part.Rows)),
                MappedRows = places is null ? null : drawn.Length,
                Leaves = tree is null ? new Parts<int[]>(null, null, null)
                    : Of(clusters, nearest, (part, near) => near is null ? leaves : ClusterParts.Nearest(tree, leaves, near, part.Clusters)),
            },
            tree);
    }

    private int[] Drawn(int count, int most)
    {
        if (count <= most)
            return [.. Enumerable.Range(0, count)];
        var drawn = new Rng(Seed).Permutation(count).AsSpan(0, most).ToArray();
        Array.Sort(drawn);
        return drawn;
    }

    private static NeighbourTable Query(Matrix kept, Matrix part, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new NearestNeighbours { Count = Math.Min(Nearest, kept.Rows) }.Query(kept, part, progress, cancellation);

    private static Parts<TResult> Of<T, TResult>(Parts<T> parts, Parts<NeighbourTable> nearest, Func<T, NeighbourTable?, TResult> map)
        where T : class
        where TResult : class => new(
            parts.Train is null ? null : map(parts.Train, nearest.Train),
            parts.Validation is null ? null : map(parts.Validation, nearest.Validation),
            parts.Test is null ? null : map(parts.Test, nearest.Test));

    // each row at the mean of its nearest, by the weights of UMAP's graph; a row of the graph is its own nearest and so stays where it is
    private static Matrix Among(Matrix places, NeighbourTable nearest, int rows)
    {
        var (placed, weights) = (new Matrix(rows, places.Columns), new double[nearest.Count]);
        for (var i = 0; i < rows; i++)
        {
            var row = placed.MutableRow(i);
            if (nearest.Distances(i)[0] == 0)
            {
                places.Row(nearest.Indices(i)[0]).CopyTo(row);
                continue;
            }

            FuzzyWeights.View(nearest.Distances(i), mean: 0, weights);
            for (var c = 0; c < row.Length; c++)
            {
                var sum = 0.0;
                for (var k = 0; k < weights.Length; k++)
                    sum += weights[k] * places.Row(nearest.Indices(i)[k])[c];
                row[c] = (float)(sum / weights.Sum());
            }
        }

        return placed;
    }
}
