using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Lloyd;

/// <summary>The fitted rows of this process in the form the kernels read, and what k-means needs to know of all.</summary>
/// <remarks>Where a row is one of this process it goes by its place among these; where it is one of all, that is said.</remarks>
internal abstract unsafe class LloydRows(RowShard shard, int columns, int blockRows) : IDisposable
{
    /// <summary>Which of all rows these are.</summary>
    public RowShard Shard { get; } = shard;

    /// <summary>Rows of this process.</summary>
    public int Count { get; } = shard.Count;

    public int Columns { get; } = columns;

    /// <summary>Rows are worked on in blocks of this many; a function of the shape alone, so that no result depends on threads.</summary>
    public int BlockRows { get; } = blockRows;

    public int Blocks { get; } = (shard.Count + blockRows - 1) / blockRows;

    /// <summary>Whether rows come from a source, or lie with several processes: restarts then take their steps one after the other.</summary>
    public virtual bool AreStreamed => false;

    /// <summary>Whether all rows of this process stay in memory from pass to pass.</summary>
    public virtual bool Stay => true;

    /// <summary>Sums of a column are kept in integers of 1 / units[j]; one per column.</summary>
    public abstract ReadOnlySpan<double> Units { get; }

    /// <summary>Σᵢ ‖xᵢ‖²</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>(1 / columns) Σⱼ var(column j)</summary>
    public double MeanColumnVariance { get; private set; }

    /// <summary>What a restart keeps of the rows, in bytes; the same at every process.</summary>
    public virtual long BytesARun(int clusterCount) => 4L * Shard.Total * (CentreGroups.CountFor(clusterCount) + KMeansPlusPlus.Trials(clusterCount) + 4);

    /// <summary>One restart on these rows, before it has centres; <paramref name="place"/> is its number among those that run beside it.</summary>
    public abstract LloydRun NewRun(int clusterCount, int place);

    /// <summary>Does <paramref name="body"/> for every block, in parallel, with its rows at hand.</summary>
    public virtual void ForEachBlock(Action<int> body) => WorkerPool.Run(Blocks, (block, _) => body(block));

    /// <summary>values ← a row of all; every process asks for the same one.</summary>
    public abstract void CopyTo(int row, Span<float> values);

    /// <summary>‖x_row − centre‖²</summary>
    public abstract float SquaredDistance(int row, float* centre);

    /// <summary>Makes the given rows of all the points that <see cref="DistancesToCandidates"/> measures to.</summary>
    public abstract void SetCandidates(ReadOnlySpan<int> rows);

    /// <summary>squares[c · stride + i] = ‖xᵢ − candidate_c‖² for the rows i of a block.</summary>
    public abstract void DistancesToCandidates(int start, int end, float* squares, long stride);

    /// <summary>sums += x_row</summary>
    public abstract void Add(long* sums, int row);

    /// <summary>from −= x_row, to += x_row</summary>
    public abstract void Move(long* from, long* to, int row);

    /// <summary>from −= x_row, to += x_row for a row of all; every process asks for the same one.</summary>
    public abstract void Lend(long* from, long* to, int row);

    public abstract void Dispose();

    /// <summary>Σ ‖xᵢ‖² of the rows of a block.</summary>
    protected abstract double BlockSumOfSquares(int start, int end);

    public (int Start, int End) Block(int block) => (block * BlockRows, Math.Min(Count, (block + 1) * BlockRows));

    /// <summary>Computes <see cref="SumOfSquares"/> and <see cref="MeanColumnVariance"/>.</summary>
    /// <exception cref="FitException">Squared distances could overflow.</exception>
    public void Measure(CancellationToken cancellation)
    {
        var squares = new double[Blocks];
        var sums = new long[Columns];
        using var pool = new PassSumsPool(runs: 1, clusterCount: 1, Columns);
        ForEachBlock(block =>
        {
            cancellation.ThrowIfCancellationRequested();
            var (start, end) = Block(block);
            squares[block] = BlockSumOfSquares(start, end);
            var partial = pool.Rent();
            var total = partial.Sums(0, 0);
            for (var i = start; i < end; i++)
                Add(total, i);
            pool.Return(partial);
        });
        foreach (var partial in pool.All)
        {
            for (var j = 0; j < Columns; j++)
                sums[j] += partial.Sums(0, 0)[j];
        }

        Shard.Communicator.Sum(sums);
        var total = new double[1];
        Shard.Communicator.InTurn<double>(total, sofar =>
        {
            foreach (var square in squares)
                sofar[0] += square;
        });
        SumOfSquares = total[0];
        if (SumOfSquares > float.MaxValue / 4)
            throw new FitException("The values are so large that their squares leave the range of numbers; scale the columns first.");
        var squaredMeans = 0.0;
        for (var j = 0; j < Columns; j++)
            squaredMeans += sums[j] / Units[j] / Shard.Total * (sums[j] / Units[j] / Shard.Total);
        MeanColumnVariance = Math.Max(0, (SumOfSquares / Shard.Total) - squaredMeans) / Columns;
    }
}
