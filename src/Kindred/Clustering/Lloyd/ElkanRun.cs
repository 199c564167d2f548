using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Clustering.Lloyd;

/// <summary>A restart on long rows: the triangle inequality tells most rows' nearest centre without measuring.</summary>
/// <remarks>
/// Every row keeps an upper bound on the distance to its centre and, for every group of centres, a lower bound on the distance to the
/// group's other members. Only distances that the bounds leave open are measured, and the bounds err to the safe side by more than
/// rounding can: labels are those of the plain loop over all centres, all distances measured by <see cref="RowDistances"/>.
/// Bounds are stored with the sum of all moves so far added in, so that rows which are not looked at need no upkeep.
/// </remarks>
internal sealed unsafe class ElkanRun<T> : LloydRun
    where T : unmanaged
{
    private const int Lanes = CentreGroups.Lanes;

    private readonly WideRows<T> _rows;
    private readonly int _groupCount;
    private readonly float _slack;
    private readonly NativeBuffer<float> _lower, _upper;                // rows x groups; rows
    private readonly NativeBuffer<float> _groupMoves, _centreMoves;     // summed over all steps; groups, centres
    private readonly NativeBuffer<float> _halfToGroup, _halfToNearest;  // centres x groups; centres
    private readonly CentreDistances<T> _distances;
    private CentreGroups? _groups;

    public ElkanRun(WideRows<T> rows, int clusterCount, int place)
        : base(rows, clusterCount, place)
    {
        (_rows, _groupCount) = (rows, CentreGroups.CountFor(clusterCount));
        _slack = SlackOf(rows.Columns);
        _distances = new CentreDistances<T>(rows, this, _slack);
        (_lower, _upper) = (new NativeBuffer<float>((long)rows.Count * _groupCount), new NativeBuffer<float>(rows.Count));
        (_groupMoves, _centreMoves) = (new NativeBuffer<float>(_groupCount), new NativeBuffer<float>(clusterCount));
        (_halfToGroup, _halfToNearest) = (new NativeBuffer<float>((long)clusterCount * _groupCount), new NativeBuffer<float>(clusterCount));
    }

    private CentreGroups Groups => _groups!;

    /// <summary>Four times the relative error of a measured distance.</summary>
    public static float SlackOf(int columns) => 4 * ((columns / 32f) + 10) / (1 << 24);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Seed(int start, int end, int cluster, float* squares)
    {
        if (ClusterCount > Lanes)
            return;  // groups are not known yet: the first pass measures all
        for (var i = start; i < end; i++)
            LowerBounds(i)[cluster] = MathF.Sqrt(squares[i]) * (1 - _slack);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Start(float* closest)
    {
        _groups = CentreGroups.Make(Centres, ClusterCount);
        for (var i = 0; i < _rows.Count; i++)
        {
            _upper.Pointer[i] = closest == null ? float.PositiveInfinity : MathF.Sqrt(closest[i]) * (1 + _slack);
            if (ClusterCount <= Lanes)
                LowerBounds(i)[Clusters[i]] = float.PositiveInfinity;  // the group has no other members
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CentreMoved(int cluster)
    {
        _distances.CentreMoved(cluster);
        var half = _halfToGroup.Pointer + ((long)cluster * _groupCount);
        new Span<float>(half, _groupCount).Fill(float.PositiveInfinity);
        for (var d = 0; d < ClusterCount; d++)
        {
            if (d == cluster)
                continue;
            var distance = MathF.Sqrt(RowDistances.SquaredEuclidean(Centre(cluster), Centre(d), _rows.Columns));
            half[Groups.Of[d]] = Math.Min(half[Groups.Of[d]], distance * (0.5f * (1 - _slack)));
        }

        _halfToNearest.Pointer[cluster] = float.PositiveInfinity;
        for (var g = 0; g < _groupCount; g++)
            _halfToNearest.Pointer[cluster] = Math.Min(_halfToNearest.Pointer[cluster], half[g]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Assign(int start, int end, PassSums sums)
    {
        float* upper = _upper.Pointer, moves = _centreMoves.Pointer, half = _halfToNearest.Pointer;
        var search = sums.Search;
        for (var i = start; i < end; i++)
        {
            var label = Clusters[i];
            var reach = upper[i] + moves[label];
            if (!(reach < half[label]) && AnyOpen(i, label, reach))
                label = Search(i, label, reach, search);
            if (label != Clusters[i] || Fresh)
                Record(i, label, sums);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _distances.Dispose();
        foreach (var buffer in (ReadOnlySpan<NativeBuffer<float>>)[_lower, _upper, _groupMoves, _centreMoves, _halfToGroup, _halfToNearest])
            buffer.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* LowerBounds(int row) => _lower.Pointer + ((long)row * _groupCount);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AnyOpen(int row, int label, float reach)
    {
        for (var block = 0; block < _groupCount; block += Lanes)
        {
            if (Open(row, label, block, reach, reach) != 0)
                return true;
        }

        return false;
    }

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

    /// <summary>The nearest centre of a row: its present one or a member of the groups that the bounds leave open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Search(int row, int label, float reach, NearestSearch search)
    {
        search.Begin(label);
        for (var block = 0; block < _groupCount; block += Lanes)
        {
            for (var open = Open(row, label, block, reach, Math.Min(reach, search.Best)); open != 0; open &= open - 1)
            {
                var group = block + BitOperations.TrailingZeroCount(open);
                if (LowerBounds(row)[group] - _groupMoves.Pointer[group] > search.Best)
                    continue;
                search.Add(group, Groups.Members[group]);
                _distances.Measure(row, search, all: false);
            }
        }

        _distances.Measure(row, search, all: true);
        var nearest = search.Decided() ? search.Nearest : _distances.Nearest(row, search);
        Tighten(row, label, nearest, search);
        return search.Centres[nearest];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tighten(int row, int label, int nearest, NearestSearch search)
    {
        var centre = search.Centres[nearest];
        var (distance, moves) = (search.Upper(nearest), _centreMoves.Pointer[centre]);
        _upper.Pointer[row] = distance - moves + (_slack * (distance + moves));
        var lower = LowerBounds(row);
        for (var visit = 0; visit < search.GroupCount; visit++)
        {
            var group = search.Groups[visit];
            lower[group] = Bound(search.LeastOfOthers(visit, nearest), group);
        }

        if (centre == label)
            return;
        var former = Groups.Of[label];  // the centre left behind counts in its group's bound again
        lower[former] = Math.Min(lower[former], Bound(search.Lower(0), former));
    }

    private float Bound(float distance, int group) => (distance + _groupMoves.Pointer[group]) * (1 - _slack);
}
