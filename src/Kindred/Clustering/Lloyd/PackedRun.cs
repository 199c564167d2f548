using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Distances;

namespace Kindred.Clustering.Lloyd;

/// <summary>A restart on short rows: every pass measures every distance.</summary>
internal sealed unsafe class PackedRun(PackedRows rows, int clusterCount, int place) : LloydRun(rows, clusterCount, place)
{
    internal const int Lanes = PackedDistances.Lanes;

    public override void Seed(int start, int end, int cluster, float* squares)
    {
    }

    public override void Start(float* closest)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Assign(int start, int end, PassSums sums)
    {
        var labels = stackalloc int[Lanes];
        var squares = stackalloc float[Lanes];
        for (var i = start; i < end; i += Lanes)
        {
            PackedDistances.Nearest(rows.Packed(i), Centre(0), ClusterCount, rows.Columns, labels, squares);
            for (var p = 0; p < Math.Min(Lanes, end - i); p++)
            {
                if (Fresh || labels[p] != Clusters[i + p])
                    Record(i + p, labels[p], sums);
            }
        }
    }

    public override void CentresMoved()
    {
    }

    public override void CentreMoved(int cluster)
    {
    }
}
