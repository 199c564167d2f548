using Kindred.Datasets;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Recipes;

namespace Kindred.Selection;

/// <summary>Whether bell shapes or the graph of neighbours serve a table, told by what the table's own neighbours say of both, never by classes.</summary>
/// <remarks>
/// Clusters of a table may be ellipsoids, which a mixture knows, or of any shape, which only neighbours tell. Both are fitted to a sample, and the modularity
/// (Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113) of both is measured on the graph of the scaled rows. A mixture that found the clusters has nearly that of the graph's
/// own communities; where it falls short by more than a twentieth, it cut through what belongs together. docs/decisions/0014 has what was measured.
/// </remarks>
public sealed record TableRecipe
{
    private const string BellShapes = "pca90-gmm";
    private const string Neighbours = "knn-leiden";
    private const double LeastShare = 0.95; // of the communities' modularity that a mixture must have
    private const int LeastRows = 50;       // fewer have no graph to speak of

    /// <summary>Rows looked at, drawn at random.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 5000;

    public ulong Seed { get; init; }

    /// <summary>The recipe for so many clusters, and why, as a sentence.</summary>
    public (string Name, string Reason) For(Dataset data, int clusterCount, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var sample = Sample(data);
        if (sample.Train.Count < Math.Max(LeastRows, 2 * clusterCount) || clusterCount < 2)
            return (BellShapes, "Where rows or clusters are few, the rows of a table are clustered on their principal components, as bell shapes.");
        var shares = Modularities(sample, clusterCount, progress, cancellation);
        if (shares is not var (bells, communities))
            return (BellShapes, "Rows of this table are too few or too alike for a graph of neighbours: they are clustered as bell shapes.");
        return bells >= LeastShare * communities
            ? (BellShapes, "The neighbours of this table's rows bear out clusters that are bell shapes, so it is clustered by a mixture of them.")
            : (Neighbours, "Bell shapes would cut through neighbours in this table, so rows that are neighbours of each other form the clusters.");
    }

    /// <summary>Modularity of the mixture's clusters and of the graph's, on the graph; null where one of them cannot be fitted.</summary>
    private (double Bells, double Communities)? Modularities(Dataset sample, int clusterCount, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            var encoders = new EncoderCache();
            var graphed = RecipeCatalog.Create(Neighbours, Seed, sample, clusterCount);
            var rows = graphed.RowsToCluster(sample, encoders, progress, cancellation);
            var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = NearestNeighbours.CountFor(rows.Rows) }.Of(rows, progress, cancellation));
            return (Modularity(BellShapes), Modularity(Neighbours));

            double Modularity(string name) => graph.Modularity(
                RecipeCatalog.Create(name, Seed, sample, clusterCount).Run(sample, encoders, trust: null, map: null, progress, cancellation).Clusters.Train!.Clusters);
        }
        catch (FitException)
        {
            return null;
        }
    }

    private Dataset Sample(Dataset data)
    {
        var train = data.Train;
        if (train.Count > MaxRows)
        {
            var chosen = new Rng(Seed).Permutation(train.Count)[..MaxRows];
            Array.Sort(chosen);
            train = train.Take(chosen);
        }

        return data with { Train = train, Validation = null, Test = null, Split = null };
    }
}
