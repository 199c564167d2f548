using System.Runtime.CompilerServices;

namespace Kindred.Clustering.Lloyd;

/// <summary>A restart on long rows that do not stay in memory: every pass measures every distance, and no row has bounds.</summary>
/// <remarks>Of rows of bytes the fast distances leave few comparisons open, as in <see cref="ElkanRun{T}"/>; labels are those of the plain loop.</remarks>
internal sealed unsafe class ScanRun<T> : LloydRun
    where T : unmanaged
{
    private readonly CentreDistances<T> _distances;
    private readonly int[] _centres;

    public ScanRun(WideRows<T> rows, int clusterCount, int place)
        : base(rows, clusterCount, place)
    {
        _distances = new CentreDistances<T>(rows, this, ElkanRun<T>.SlackOf(rows.Columns));
        _centres = [.. Enumerable.Range(0, clusterCount)];
    }

    public override void Seed(int start, int end, int cluster, float* squares)
    {
    }

    public override void Start(float* closest)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Assign(int start, int end, PassSums sums)
    {
        var search = sums.Search;
        for (var i = start; i < end; i++)
        {
            search.Begin(Clusters[i]);
            search.Add(group: 0, _centres);
            _distances.Measure(i, search, all: true);
            var label = search.Centres[search.Decided() ? search.Nearest : _distances.Nearest(i, search)];
            if (label != Clusters[i] || Fresh)
                Record(i, label, sums);
        }
    }

    public override void CentresMoved()
    {
    }

    public override void CentreMoved(int cluster) => _distances.CentreMoved(cluster);

    public override void Dispose()
    {
        base.Dispose();
        _distances.Dispose();
    }
}
