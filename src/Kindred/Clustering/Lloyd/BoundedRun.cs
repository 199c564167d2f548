using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels;

namespace Kindred.Clustering.Lloyd;

/// <summary>A restart on long rows: the triangle inequality tells most rows' nearest centre without measuring.</summary>
/// <remarks>
/// Every row keeps an upper bound on the distance to its centre and, for every group of centres, a lower bound on the distance to the
/// group's other members. Only distances that the bounds leave open are measured, always by the same kernel and compared as
/// measured, and the bounds err to the safe side by more than rounding can: labels are those of the plain loop over all centres.
/// Bounds are stored with the sum of all moves so far added in, so that rows which are not looked at need no upkeep.
/// </remarks>
internal sealed unsafe class BoundedRun<T> : LloydRun
    where T : unmanaged
{
    private const int Lanes = CentreGroups.Lanes;

    private readonly WideRows<T> _rows;
    private readonly int _groupCount;
    private readonly float _slack;
    private readonly NativeBuffer<float> _lower, _upper;                // rows x groups; rows
    private readonly NativeBuffer<float> _groupMoves, _centreMoves;     // summed over all steps; groups, centres
    private readonly NativeBuffer<float> _halfToGroup, _halfToNearest;  // centres x groups; centres
    private CentreGroups? _groups;

    public BoundedRun(WideRows<T> rows, int clusterCount)
        : base(rows, clusterCount)
    {
        (_rows, _groupCount) = (rows, CentreGroups.CountFor(clusterCount));
        _slack = 4 * ((rows.Columns / 32f) + 10) / (1 << 24);           // four times the error of a measured distance
        (_lower, _upper) = (new NativeBuffer<float>((long)rows.Count * _groupCount), new NativeBuffer<float>(rows.Count));
        (_groupMoves, _centreMoves) = (new NativeBuffer<float>(_groupCount), new NativeBuffer<float>(clusterCount));
        (_halfToGroup, _halfToNearest) = (new NativeBuffer<float>((long)clusterCount * _groupCount), new NativeBuffer<float>(clusterCount));
    }

    private CentreGroups Groups => _groups!;

    public override void Seed(int start, int end, int cluster, float* squares)
    {
        if (ClusterCount > Lanes)
            return;  // groups are not known yet: the first pass measures all
        for (var i = start; i < end; i++)
            LowerBounds(i)[cluster] = MathF.Sqrt(squares[i]) * (1 - _slack);
    }

    public override void Start(float* closest)
    {
        _groups = CentreGroups.Make(Centres, ClusterCount);
        for (var i = 0; i < _rows.Count; i++)
        {
            _upper.Pointer[i] = closest == null ? float.PositiveInfinity : MathF.Sqrt(closest[i]) * (1 + _slack);
            if (ClusterCount <= Lanes)
                LowerBounds(i)[Labels[i]] = float.PositiveInfinity;  // the group has no other members
        }
    }

    public override void CentresMoved()
    {
        var grow = 1 + (2 * _slack);
        for (var c = 0; c < ClusterCount; c++)
            _centreMoves.Pointer[c] += (float)Moves[c] * grow;
        for (var g = 0; g < _groupCount; g++)
            _groupMoves.Pointer[g] += (float)Groups.Members[g].Select(c => Moves[c]).DefaultIfEmpty(0).Max() * grow;
    }

    /// <summary>halfToGroup[c, g] = ½ min ‖centre_c − centre_d‖ over the other members d of g</summary>
    public override void CentreMoved(int cluster)
    {
        var half = _halfToGroup.Pointer + ((long)cluster * _groupCount);
        new Span<float>(half, _groupCount).Fill(float.PositiveInfinity);
        for (var d = 0; d < ClusterCount; d++)
        {
            if (d == cluster)
                continue;
            var distance = MathF.Sqrt(Distances.SquaredEuclidean(Centre(cluster), Centre(d), _rows.Columns));
            half[Groups.Of[d]] = Math.Min(half[Groups.Of[d]], distance * (0.5f * (1 - _slack)));
        }

        _halfToNearest.Pointer[cluster] = float.PositiveInfinity;
        for (var g = 0; g < _groupCount; g++)
            _halfToNearest.Pointer[cluster] = Math.Min(_halfToNearest.Pointer[cluster], half[g]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Assign(int start, int end, PassSums sums, int run)
    {
        for (var i = start; i < end; i++)
        {
            var label = Labels[i];
            var reach = _upper.Pointer[i] + _centreMoves.Pointer[label];
            if (!(reach < _halfToNearest.Pointer[label]))
            {
                for (var block = 0; block < _groupCount; block += Lanes)
                {
                    if (Open(i, label, block, reach, reach) == 0)
                        continue;
                    label = Search(i, label, block);
                    break;
                }
            }

            Record(i, label, sums, run);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var buffer in (ReadOnlySpan<NativeBuffer<float>>)[_lower, _upper, _groupMoves, _centreMoves, _halfToGroup, _halfToNearest])
            buffer.Dispose();
    }

    private float* LowerBounds(int row) => _lower.Pointer + ((long)row * _groupCount);

    /// <summary>Which of sixteen groups may hold a centre at most <paramref name="best"/> away, given that the row is within
    /// <paramref name="reach"/> of centre <paramref name="label"/>: one bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Open(int row, int label, int block, float reach, float best)
    {
        var lower = Vector512.Load(LowerBounds(row) + block) - Vector512.Load(_groupMoves.Pointer + block);
        var half = Vector512.Load(_halfToGroup.Pointer + ((long)label * _groupCount) + block);
        var open = Vector512.LessThanOrEqual(lower, Vector512.Create(best)) & Vector512.LessThanOrEqual(half, Vector512.Create(reach));
        return (uint)open.ExtractMostSignificantBits();
    }

    /// <summary>The nearest centre of a row, looking from the first block of groups that the bounds leave open.</summary>
    private int Search(int row, int label, int firstBlock)
    {
        var nearest = (Index: label, Square: Distances.SquaredEuclidean(_rows.Row(row), Centre(label), _rows.Columns));
        var reach = MathF.Sqrt(nearest.Square) * (1 + _slack);
        for (var block = firstBlock; block < _groupCount; block += Lanes)
        {
            var best = MathF.Sqrt(nearest.Square) * (1 + _slack);
            for (var open = Open(row, label, block, reach, best); open != 0; open &= open - 1)
            {
                var group = block + BitOperations.TrailingZeroCount(open);
                best = MathF.Sqrt(nearest.Square) * (1 + _slack);
                if (LowerBounds(row)[group] - _groupMoves.Pointer[group] <= best)
                    nearest = SearchGroup(row, group, nearest);
            }
        }

        var (distance, moves) = (MathF.Sqrt(nearest.Square), _centreMoves.Pointer[nearest.Index]);
        _upper.Pointer[row] = distance - moves + (_slack * (distance + moves));
        return nearest.Index;
    }

    /// <summary>The nearer of <paramref name="nearest"/> and the group's members; the group's bound becomes the least distance of the others.</summary>
    private (int Index, float Square) SearchGroup(int row, int group, (int Index, float Square) nearest)
    {
        var (first, second) = ((Index: -1, Square: float.PositiveInfinity), float.PositiveInfinity);
        foreach (var c in Groups.Members[group])
        {
            if (c == nearest.Index)
                continue;
            var square = Distances.SquaredEuclidean(_rows.Row(row), Centre(c), _rows.Columns);
            if (square < first.Square)
                (first, second) = ((c, square), first.Square);
            else
                second = Math.Min(second, square);
        }

        var closer = first.Square < nearest.Square || (first.Square == nearest.Square && first.Index < nearest.Index);
        LowerBounds(row)[group] = Bound(closer ? second : first.Square, group);
        if (!closer)
            return nearest;
        var former = Groups.Of[nearest.Index];  // the centre left behind counts in its group's bound again
        LowerBounds(row)[former] = Math.Min(LowerBounds(row)[former], Bound(nearest.Square, former));
        return first;
    }

    private float Bound(float square, int group) => (MathF.Sqrt(square) + _groupMoves.Pointer[group]) * (1 - _slack);
}
