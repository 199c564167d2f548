using Kindred.Numerics.Distribution;

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
    public static EmptyClusters? Relocate(LloydRows rows, LloydRun run, long[] sums, long[] counts)
    {
        var empty = Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0).ToArray();
        if (empty.Length == 0)
            return null;
        var relocated = new EmptyClusters();
        foreach (var (far, cluster) in Farthest(rows, run, empty.Length).Zip(empty))
        {
            relocated._lent.Add((far.Row, far.Cluster, cluster));
            Lend(rows, sums, counts, far.Row, far.Cluster, cluster);
        }

        return relocated;
    }

    /// <summary>Gives the rows back.</summary>
    public void Undo(LloydRows rows, long[] sums, long[] counts)
    {
        foreach (var (row, from, to) in _lent)
            Lend(rows, sums, counts, row, to, from);
    }

    private static void Lend(LloydRows rows, long[] sums, long[] counts, int row, int from, int to)
    {
        fixed (long* first = sums)
            rows.Lend(first + ((long)from * rows.Columns), first + ((long)to * rows.Columns), row);
        counts[from]--;
        counts[to]++;
    }

    private static IEnumerable<FarRow> Farthest(LloydRows rows, LloydRun run, int count)
    {
        var squares = new float[rows.Count];
        rows.ForEachBlock(block =>
        {
            var (start, end) = rows.Block(block);
            for (var i = start; i < end; i++)
                squares[i] = rows.SquaredDistance(i, run.Centre(run.Clusters[i]));
        });
        FarRow[] own = [.. Enumerable.Range(0, squares.Length).OrderByDescending(i => squares[i]).Take(count)
            .Select(i => new FarRow(rows.Shard.First + i, run.Clusters[i], squares[i]))];
        return rows.Shard.Communicator.GatherToAll<FarRow>(own).OrderByDescending(far => far.Square).Take(count);
    }

    /// <summary>A row of all, its cluster, and ‖row − centre of the cluster‖².</summary>
    private readonly record struct FarRow(int Row, int Cluster, float Square);
}
