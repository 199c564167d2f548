using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Clustering.Lloyd;

/// <summary>One restart: its centres, the cluster of every row, and the step that moves each to follow the other.</summary>
internal abstract unsafe class LloydRun : IDisposable
{
    private readonly LloydRows _rows;
    private readonly NativeBuffer<float> _centres;
    private readonly long[] _ownSums, _sums;     // of this process's rows, of all; the same array where one process has all
    private readonly long[] _ownCounts, _counts;

    protected LloydRun(LloydRows rows, int clusterCount, int place)
    {
        (_rows, ClusterCount, Place) = (rows, clusterCount, place);
        _centres = new NativeBuffer<float>((long)clusterCount * rows.Columns);
        (_ownSums, _ownCounts) = (new long[checked(clusterCount * rows.Columns)], new long[clusterCount]);
        (_sums, _counts) = rows.Shard.IsWhole ? (_ownSums, _ownCounts) : (new long[_ownSums.Length], new long[clusterCount]);
        Clusters = new int[rows.Count];
        Moves = new double[clusterCount];
    }

    public int ClusterCount { get; }

    /// <summary>Which of the restarts in <see cref="PassSums"/> this one is.</summary>
    public int Place { get; }

    /// <summary>The cluster of every row.</summary>
    public int[] Clusters { get; }

    /// <summary>How far every centre went in the last step.</summary>
    public double[] Moves { get; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>No further step is needed.</summary>
    public bool Finished { get; private set; }

    /// <summary>The labels belong to the centres before the last step.</summary>
    public bool ClustersLag { get; private set; }

    /// <summary>Σ ‖row − mean of its cluster‖² for the present labels; never rises from step to step.</summary>
    public double Objective { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether no pass has yet counted the rows into the sums.</summary>
    protected bool Fresh { get; private set; } = true;

    /// <summary>ClusterCount x columns, in the units of the rows.</summary>
    public Span<float> Centres => _centres.Span;

    public float* Centre(int cluster) => _centres.Pointer + ((long)cluster * _rows.Columns);

    /// <summary>Tells a freshly chosen centre's distances to the rows of a block, which may save work in the first pass.</summary>
    public abstract void Seed(int start, int end, int cluster, float* squares);

    /// <summary>Gets ready for the first pass, all centres being in place.</summary>
    /// <param name="closest">‖row − centre of its label‖² of every row; null when the labels mean nothing yet.</param>
    public abstract void Start(float* closest);

    /// <summary>Every row of a block to its nearest centre, the first of equals; the changes go into <paramref name="sums"/>.</summary>
    public abstract void Assign(int start, int end, PassSums sums);

    /// <summary>Gets ready for a pass after the centres moved by <see cref="Moves"/>.</summary>
    public abstract void CentresMoved();

    /// <summary>The part of <see cref="CentresMoved"/> that concerns one centre alone; may run beside other centres' parts.</summary>
    public abstract void CentreMoved(int cluster);

    public virtual void Dispose() => _centres.Dispose();

    /// <summary>One step, after a pass: every centre to the mean of its rows. Converged once Σ ‖centre move‖² is at most <paramref name="smallMove"/>.</summary>
    public void Step(PassSumsPool pool, double smallMove, int lastStep)
    {
        var changed = Fold(pool);
        Iterations++;
        if (changed == 0 && !Fresh)
        {
            (Converged, Finished, ClustersLag) = (true, true, false);
            return;
        }

        Fresh = false;
        Converged = MoveCentres() <= smallMove;
        ClustersLag = true;
        Finished = Converged || Iterations == lastStep;
    }

    /// <summary>After the pass that followed the last step.</summary>
    public void CatchUp(PassSumsPool pool)
    {
        Fold(pool);
        ClustersLag = false;
    }

    /// <summary>Σᵢ ‖xᵢ − centre of xᵢ‖² = Σ ‖xᵢ‖² + Σ_c (count_c ‖centre_c‖² − 2 centre_c · sum_c)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Inertia()
    {
        var inertia = _rows.SumOfSquares;
        for (var c = 0; c < ClusterCount; c++)
        {
            var centre = Centre(c);
            for (var j = 0; j < _rows.Columns; j++)
                inertia += centre[j] * ((_counts[c] * (double)centre[j]) - (2 * _sums[(c * _rows.Columns) + j] / _rows.Units[j]));
        }

        return Math.Max(0, inertia);
    }

    /// <summary>Notes a row's new cluster, or in the first pass its cluster, and what that changes in the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void Record(int row, int label, PassSums sums)
    {
        var former = Clusters[row];
        Clusters[row] = label;
        sums.Changed(Place)++;
        sums.Counts(Place)[label]++;
        if (Fresh)
        {
            _rows.Add(sums.Sums(Place, label), row);
            return;
        }

        sums.Counts(Place)[former]--;
        _rows.Move(sums.Sums(Place, former), sums.Sums(Place, label), row);
    }

    /// <summary>Adds what the workers changed to the sums; returns how many rows changed their cluster.</summary>
    private long Fold(PassSumsPool pool)
    {
        var changed = 0L;
        foreach (var part in pool.All)
        {
            if (part.Changed(Place) == 0)
                continue;
            changed += part.Changed(Place);
            part.Changed(Place) = 0;
            var sums = new Span<long>(part.Sums(Place, 0), _ownSums.Length);
            var counts = part.Counts(Place);
            TensorPrimitives.Add(_ownSums, sums, _ownSums);
            for (var c = 0; c < counts.Length; c++)
                _ownCounts[c] += counts[c];
            sums.Clear();
            counts.Clear();
        }

        return _rows.Shard.IsWhole ? changed : SumOverProcesses(changed);
    }

    private long SumOverProcesses(long changed)
    {
        var (communicator, numbers) = (_rows.Shard.Communicator, new long[ClusterCount + 1]);
        _ownSums.CopyTo(_sums, 0);
        communicator.Sum(_sums);
        _ownCounts.CopyTo(numbers, 0);
        numbers[^1] = changed;
        communicator.Sum(numbers);
        numbers.AsSpan(0, ClusterCount).CopyTo(_counts);
        return numbers[^1];
    }

    /// <summary>Σ_c ‖centre_c − its former place‖²</summary>
    private double MoveCentres()
    {
        Objective = SpreadAroundMeans();
        var relocated = EmptyClusters.Relocate(_rows, this, _sums, _counts);
        var total = 0.0;
        for (var c = 0; c < ClusterCount; c++)
        {
            var move = MoveCentre(c);
            Moves[c] = Math.Sqrt(move);
            total += move;
        }

        relocated?.Undo(_rows, _sums, _counts);
        return total;
    }

    /// <summary>Σᵢ ‖xᵢ − mean of its cluster‖² = Σ ‖xᵢ‖² − Σ_c ‖sum_c‖² / count_c</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SpreadAroundMeans()
    {
        var units = _rows.Units;
        var spread = _rows.SumOfSquares;
        for (var c = 0; c < ClusterCount; c++)
        {
            var norm = 0.0;
            for (var j = 0; j < units.Length; j++)
                norm += _sums[(c * units.Length) + j] / units[j] * (_sums[(c * units.Length) + j] / units[j]);
            spread -= norm / Math.Max(1, _counts[c]);
        }

        return Math.Max(0, spread);
    }

    /// <summary>A centre to the mean of its rows: ‖move‖². One without rows stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double MoveCentre(int c)
    {
        if (_counts[c] == 0)
            return 0;
        var move = 0.0;
        var units = _rows.Units;
        var centre = Centre(c);
        for (var j = 0; j < units.Length; j++)
        {
            var mean = (float)(_sums[(c * units.Length) + j] / units[j] / _counts[c]);
            move += ((double)mean - centre[j]) * ((double)mean - centre[j]);
            centre[j] = mean;
        }

        return move;
    }
}
