namespace Kindred.Clustering.Density;

/// <summary>A cluster of the condensed tree: rows that stay together from one distance down to another.</summary>
/// <param name="Parent">The cluster it split off from; −1 for the root.</param>
/// <param name="Birth">The distance below which it is a cluster of its own; infinite for the root.</param>
/// <param name="End">The distance at which its last rows left or it split.</param>
internal readonly record struct CondensedCluster(int Parent, double Birth, double End);

/// <summary>Single linkage without the splits that leave fewer rows than a cluster must have: those rows only fall out of their cluster.</summary>
/// <remarks>Campello, Moulavi, Zimek and Sander 2015, doi:10.1145/2733381. Where several edges have one length they are cut at once, as
/// in the paper, so the tree does not depend on the order of rows. Clusters come after their parents; the first is the root, all rows.</remarks>
internal sealed class CondensedTree
{
    private readonly SingleLinkage _linkage;
    private readonly int _minSize;
    private readonly List<CondensedCluster> _clusters = [new(-1, double.PositiveInfinity, double.PositiveInfinity)];
    private readonly List<double> _stabilities = [0];

    public CondensedTree(SingleLinkage linkage, int minSize)
    {
        (_linkage, _minSize) = (linkage, minSize);
        (RowClusters, RowDistances) = (new int[linkage.Rows], new double[linkage.Rows]);
        var waiting = new Stack<(int Node, int Cluster)>([(linkage.Root, 0)]);
        while (waiting.TryPop(out var next))
            Split(next.Node, next.Cluster, waiting);
    }

    public IReadOnlyList<CondensedCluster> Clusters => _clusters;

    /// <summary>Σ over rows of 1 / distance at which they leave − 1 / distance of birth, of every cluster: the excess of mass.</summary>
    public IReadOnlyList<double> Stabilities => _stabilities;

    /// <summary>The smallest cluster that every row was in.</summary>
    public int[] RowClusters { get; }

    /// <summary>The distance at which every row fell out of it.</summary>
    public double[] RowDistances { get; }

    private void Split(int node, int cluster, Stack<(int Node, int Cluster)> waiting)
    {
        var distance = _linkage.Distance(node);
        _clusters[cluster] = _clusters[cluster] with { End = distance };
        var parts = _linkage.Parts(node);
        var areClusters = parts.Count(IsLarge) > 1;
        foreach (var part in parts)
        {
            if (IsLarge(part) && areClusters)
            {
                Leave(cluster, distance, _linkage.Size(part));
                _clusters.Add(new CondensedCluster(cluster, distance, distance));
                _stabilities.Add(0);
                waiting.Push((part, _clusters.Count - 1));
            }
            else if (IsLarge(part))
            {
                waiting.Push((part, cluster));
            }
            else
            {
                Leave(cluster, distance, _linkage.Size(part));
                foreach (var row in _linkage.RowsOf(part))
                    (RowClusters[row], RowDistances[row]) = (cluster, distance);
            }
        }
    }

    private bool IsLarge(int node) => _linkage.Size(node) >= _minSize;

    private void Leave(int cluster, double distance, int rows) => _stabilities[cluster] += rows * ((1 / distance) - (1 / _clusters[cluster].Birth));
}
