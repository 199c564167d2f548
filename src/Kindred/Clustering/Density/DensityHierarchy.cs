using Kindred.Networks.Storage;
using Kindred.Storage;

namespace Kindred.Clustering.Density;

/// <summary>What a fit leaves of a condensed tree: enough to say which cluster a row is in that falls out of a place in the tree at a distance.</summary>
internal sealed class DensityHierarchy
{
    private readonly int[] _parents;       // of every cluster of the tree; −1 for the root, which is first
    private readonly double[] _births;     // below which distance it is a cluster of its own
    private readonly int[] _labels;        // the chosen cluster it is or lies in, or NoCluster
    private readonly double[] _ends;       // of every chosen cluster: rows that leave from here down belong to it wholly
    private readonly int[] _rowClusters;   // where in the tree every fitted row falls out
    private readonly double[] _rowDistances;

    private DensityHierarchy(int[] parents, double[] births, int[] labels, double[] ends, int[] rowClusters, double[] rowDistances) =>
        (_parents, _births, _labels, _ends, _rowClusters, _rowDistances) = (parents, births, labels, ends, rowClusters, rowDistances);

    /// <summary>Chosen clusters.</summary>
    public int Count => _ends.Length;

    public int Rows => _rowClusters.Length;

    /// <summary>Numbers the chosen clusters in the order of their first rows.</summary>
    /// <param name="tree">The whole tree.</param>
    /// <param name="owners">For every cluster the chosen one that it is or lies in, or −1.</param>
    public static DensityHierarchy Of(CondensedTree tree, int[] owners)
    {
        var numbers = new int[owners.Length];
        Array.Fill(numbers, Membership.NoCluster);
        var ends = new List<double>();
        foreach (var cluster in tree.RowClusters)
        {
            if (owners[cluster] is var owner and >= 0 && numbers[owner] < 0)
            {
                numbers[owner] = ends.Count;
                ends.Add(tree.Clusters[owner].End);
            }
        }

        return new DensityHierarchy(
            [.. tree.Clusters.Select(cluster => cluster.Parent)],
            [.. tree.Clusters.Select(cluster => cluster.Birth)],
            Array.ConvertAll(owners, owner => owner < 0 ? Membership.NoCluster : numbers[owner]),
            [.. ends],
            tree.RowClusters,
            tree.RowDistances);
    }

    /// <summary>The cluster of a row that joins a fitted row at a distance, how surely it belongs there, and the distance at which both fall out.</summary>
    public (int Cluster, double Probability, double Distance) Joining(int row, double distance)
    {
        distance = Math.Max(distance, _rowDistances[row]);
        var place = _rowClusters[row];
        while (place > 0 && _births[place] <= distance)
            place = _parents[place];
        var label = _labels[place];
        if (label == Membership.NoCluster)
            return (label, 0, distance);
        return (label, distance <= _ends[label] ? 1 : _ends[label] / distance, distance);
    }

    /// <summary>The arrays by which it is stored; the root's parent and birth go without saying.</summary>
    public StoredDoubles[] Store() =>
    [
        Stored("parents", _parents[1..]),
        StoredNumbers.Doubles("births", _births[1..]),
        Stored("labels", _labels),
        StoredNumbers.Doubles("ends", _ends),
        Stored("row_clusters", _rowClusters),
        StoredNumbers.Doubles("row_distances", _rowDistances),
    ];

    /// <exception cref="InvalidDataException">The arrays are not those of a hierarchy of so many rows.</exception>
    public static DensityHierarchy Read(SafeTensors file, int rows)
    {
        var labels = file.Finite("labels").Length;
        var births = file.Finite("births");
        var ends = file.Finite("ends");
        var distances = file.Finite("row_distances");
        if (births.Length != labels - 1 || distances.Length != rows)
            throw new InvalidDataException("The tree of densities must have a label for every cluster, a birth for all but the first, and a distance for every row.");
        return new DensityHierarchy(
            [-1, .. Whole(file, "parents", births.Length, (place, parent) => parent >= 0 && parent <= place)],
            [double.PositiveInfinity, .. births],
            Whole(file, "labels", labels, Within(Membership.NoCluster, ends.Length)),
            ends.ToArray(),
            Whole(file, "row_clusters", rows, Within(0, labels)),
            distances.ToArray());
    }

    private static StoredDoubles Stored(string name, int[] values) => StoredNumbers.Doubles(name, Array.ConvertAll(values, value => (double)value));

    private static Func<int, int, bool> Within(int start, int end) => (_, value) => value >= start && value < end;

    private static int[] Whole(SafeTensors file, string name, int count, Func<int, int, bool> isRight)
    {
        var values = file.Finite(name);
        if (values.Length != count)
            throw new InvalidDataException($"The array {name} must hold {count} numbers, but holds {values.Length}.");
        var whole = new int[count];
        for (var i = 0; i < count; i++)
        {
            whole[i] = (int)values[i];
            if (whole[i] != values[i] || !isRight(i, whole[i]))
                throw new InvalidDataException($"The array {name} must hold places in the tree, but holds {values[i]}.");
        }

        return whole;
    }
}
