using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Two clusters that become one.</summary>
/// <param name="First">A row, below the number of rows, or rows + i for what the i-th merge made.</param>
/// <param name="Second">The other; the larger number.</param>
/// <param name="Height">How far apart they are.</param>
/// <param name="Rows">Rows of both.</param>
public readonly record struct DendrogramMerge(int First, int Second, double Height, int Rows);

/// <summary>How rows come together one merge at a time, the lowest first.</summary>
public sealed class Dendrogram
{
    private Dendrogram(int rows, DendrogramMerge[] merges) => (Rows, Merges) = (rows, ValueList.Create<DendrogramMerge>(merges));

    public int Rows { get; }

    /// <summary>rows − 1 merges by ascending height.</summary>
    public ValueList<DendrogramMerge> Merges { get; }

    /// <summary>Orders merges by height and numbers what they make.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="joined">Merges in any order, each named by a row of either cluster; of equal heights the earlier comes first.</param>
    internal static Dendrogram Of(int rows, IEnumerable<(int First, int Second, double Height)> joined)
    {
        var (sets, nodes, sizes) = (new DisjointSets(rows), new int[rows], new int[rows]);
        for (var row = 0; row < rows; row++)
            (nodes[row], sizes[row]) = (row, 1);
        var merges = new List<DendrogramMerge>(rows);
        foreach (var (first, second, height) in joined.OrderBy(merge => merge.Height))
        {
            var (a, b) = (sets.Find(first), sets.Find(second));
            sets.Join(a, b);
            merges.Add(new DendrogramMerge(Math.Min(nodes[a], nodes[b]), Math.Max(nodes[a], nodes[b]), height, sizes[a] + sizes[b]));
            var joint = sets.Find(a);
            (nodes[joint], sizes[joint]) = (rows + merges.Count - 1, merges[^1].Rows);
        }

        return new Dendrogram(rows, [.. merges]);
    }

    /// <summary>The cluster of every row when <paramref name="count"/> are left, numbered in the order of their first rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not from 1 to the number of rows.</exception>
    public int[] Cut(int count)
    {
        if (count < 1 || count > Rows)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A dendrogram of {Rows} rows can be cut into 1 to {Rows} clusters, not {count}.");
        var made = Rows - count;
        var tops = new int[Rows + made];  // of every node what it ends in
        for (var node = tops.Length - 1; node >= 0; node--)
        {
            tops[node] = tops[node] == 0 ? node : tops[node];
            if (node >= Rows)
                tops[Merges[node - Rows].First] = tops[Merges[node - Rows].Second] = tops[node];
        }

        var (numbers, clusters) = (new Dictionary<int, int>(), new int[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            if (!numbers.TryGetValue(tops[row], out clusters[row]))
                numbers[tops[row]] = clusters[row] = numbers.Count;
        }

        return clusters;
    }
}
