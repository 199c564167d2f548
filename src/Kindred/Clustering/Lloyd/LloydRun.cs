using System.Numerics.Tensors;
using Kindred.Numerics.Kernels;

namespace Kindred.Clustering.Lloyd;

/// <summary>One restart: its centres, the cluster of every row, and the step that moves each to follow the other.</summary>
internal abstract unsafe class LloydRun : IDisposable
{
    private readonly LloydRows _rows;
    private readonly NativeBuffer<float> _centres;
    private readonly long[] _sums;
    private readonly int[] _counts;

    protected LloydRun(LloydRows rows, int clusterCount)
    {
        (_rows, ClusterCount) = (rows, clusterCount);
        _centres = new NativeBuffer<float>((long)clusterCount * rows.Columns);
        _sums = new long[checked(clusterCount * rows.Columns)];
        _counts = new int[clusterCount];
        Labels = new int[rows.Count];
        Moves = new double[clusterCount];
    }

    public int ClusterCount { get; }

    /// <summary>The cluster of every row.</summary>
    public int[] Labels { get; }

    /// <summary>How far every centre went in the last step.</summary>
    public double[] Moves { get; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>No further step is needed.</summary>
    public bool Finished { get; private set; }

    /// <summary>The labels belong to the centres before the last step.</summary>
    public bool LabelsLag { get; private set; }

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

    /// <summary>Every row of a block to its nearest centre, the first of equals; <paramref name="run"/> is this restart's place in <paramref name="sums"/>.</summary>
    public abstract void Assign(int start, int end, PassSums sums, int run);

    /// <summary>Gets ready for a pass after the centres moved by <see cref="Moves"/>.</summary>
    public abstract void CentresMoved();

    /// <summary>The part of <see cref="CentresMoved"/> that concerns one centre alone; may run beside other centres' parts.</summary>
    public abstract void CentreMoved(int cluster);

    public virtual void Dispose() => _centres.Dispose();

    /// <summary>One step, after a pass: every centre to the mean of its rows. Converged once Σ ‖centre move‖² is at most <paramref name="smallMove"/>.</summary>
    public void Step(PassSumsPool pool, int run, double smallMove, int lastStep)
    {
        var changed = Fold(pool, run);
        Iterations++;
        if (changed == 0 && !Fresh)
        {
            (Converged, Finished, LabelsLag) = (true, true, false);
            return;
        }

        Fresh = false;
        Converged = MoveCentres() <= smallMove;
        LabelsLag = true;
        Finished = Converged || Iterations == lastStep;
    }

    /// <summary>After the pass that followed the last step.</summary>
    public void CatchUp(PassSumsPool pool, int run)
    {
        Fold(pool, run);
        LabelsLag = false;
    }

    /// <summary>Σᵢ ‖xᵢ − centre of xᵢ‖² = Σ ‖xᵢ‖² + Σ_c (count_c ‖centre_c‖² − 2 centre_c · sum_c)</summary>
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

    /// <summary>Notes the cluster found for a row, and what that changes in the sums.</summary>
    protected void Record(int row, int label, PassSums sums, int run)
    {
        var former = Labels[row];
        if (former == label && !Fresh)
            return;
        Labels[row] = label;
        sums.Changed(run)++;
        sums.Counts(run)[label]++;
        if (Fresh)
        {
            _rows.Add(sums.Sums(run, label), row);
            return;
        }

        sums.Counts(run)[former]--;
        _rows.Move(sums.Sums(run, former), sums.Sums(run, label), row);
    }

    /// <summary>Adds what the workers changed to the sums; returns how many rows changed their cluster.</summary>
    private int Fold(PassSumsPool pool, int run)
    {
        var changed = 0;
        foreach (var part in pool.All)
        {
            if (part.Changed(run) == 0)
                continue;
            changed += part.Changed(run);
            part.Changed(run) = 0;
            var sums = new Span<long>(part.Sums(run, 0), _sums.Length);
            var counts = part.Counts(run);
            TensorPrimitives.Add(_sums, sums, _sums);
            TensorPrimitives.Add(_counts, counts, _counts);
            sums.Clear();
            counts.Clear();
        }

        return changed;
    }

    /// <summary>Σ_c ‖centre_c − its former place‖²</summary>
    private double MoveCentres()
    {
        var relocated = EmptyClusters.Relocate(_rows, this, _sums, _counts);
        var (total, gain) = (0.0, 0.0);
        for (var c = 0; c < ClusterCount; c++)
        {
            var (move, squaredNorm) = MoveCentre(c);
            Moves[c] = Math.Sqrt(move);
            total += move;
            gain += _counts[c] * squaredNorm;
        }

        relocated?.Undo(_rows, _sums, _counts);
        if (relocated is null)
            Objective = Math.Max(0, _rows.SumOfSquares - gain);
        return total;
    }

    /// <summary>A centre without rows stays; otherwise (‖move‖², ‖mean‖²).</summary>
    private (double Move, double SquaredNorm) MoveCentre(int c)
    {
        if (_counts[c] == 0)
            return (0, 0);
        var (move, squaredNorm) = (0.0, 0.0);
        var centre = Centre(c);
        for (var j = 0; j < _rows.Columns; j++)
        {
            var mean = _sums[(c * _rows.Columns) + j] / _rows.Units[j] / _counts[c];
            var difference = (float)mean - (double)centre[j];
            move += difference * difference;
            squaredNorm += mean * mean;
            centre[j] = (float)mean;
        }

        return (move, squaredNorm);
    }
}
