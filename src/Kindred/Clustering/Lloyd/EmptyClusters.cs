namespace Kindred.Clustering.Lloyd;

/// <summary>Rows lent to clusters that lost all of theirs, while the means are taken: the labels stay as they are until the next pass.</summary>
/// <remarks>As scikit-learn does: the farthest row from its centre goes to the first empty cluster, the next to the second, and so on.</remarks>
internal sealed unsafe class EmptyClusters
{
    private readonly List<(int Row, int From, int To)> _lent = [];

    private EmptyClusters()
    {
    }

    /// <summary>Null when no cluster is empty.</summary>
    public static EmptyClusters? Relocate(LloydRows rows, LloydRun run, long[] sums, int[] counts)
    {
        var empty = Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0).ToArray();
        if (empty.Length == 0)
            return null;
        var relocated = new EmptyClusters();
        foreach (var (row, cluster) in Farthest(rows, run, empty.Length).Zip(empty))
        {
            relocated._lent.Add((row, run.Clusters[row], cluster));
            Lend(rows, sums, counts, row, run.Clusters[row], cluster);
        }

        return relocated;
    }

    /// <summary>Gives the rows back.</summary>
    public void Undo(LloydRows rows, long[] sums, int[] counts)
    {
        foreach (var (row, from, to) in _lent)
            Lend(rows, sums, counts, row, to, from);
    }

    private static void Lend(LloydRows rows, long[] sums, int[] counts, int row, int from, int to)
    {
        fixed (long* first = sums)
            rows.Move(first + ((long)from * rows.Columns), first + ((long)to * rows.Columns), row);
        counts[from]--;
        counts[to]++;
    }

    private static IEnumerable<int> Farthest(LloydRows rows, LloydRun run, int count)
    {
        var squares = new float[rows.Count];
        for (var i = 0; i < squares.Length; i++)
            squares[i] = rows.SquaredDistance(i, run.Centre(run.Clusters[i]));
        return Enumerable.Range(0, squares.Length).OrderByDescending(i => squares[i]).Take(count);
    }
}
