using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Neighbours;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Neighbours;

/// <summary>Every row against every row: tiles of products find candidates, differences decide among them.</summary>
/// <remarks>
/// Of ‖x‖² − 2 x·y + ‖y‖² each row keeps a few more than are wanted. Those are measured again by differences, and where rounding could have
/// kept a nearer row out of them, the row is compared with all: the result is that of the plain loop, on any number of threads and any vector unit.
/// </remarks>
internal static unsafe class ExactSearch
{
    private const int Spare = 8;

    /// <summary>The other rows nearest to each.</summary>
    public static NeighbourTable Run(Matrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        fixed (float* values = x.Values)
        {
            using var blocks = new FloatBlocks(values, x.Rows, x.Columns, Statistics.ColumnMeans(x), GemmKernels.Float);
            return Within(blocks, new FloatMeasure(x, x), count, progress, cancellation);
        }
    }

    /// <summary>The same for bytes, whose distances are exact.</summary>
    public static NeighbourTable Run(ByteMatrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (!ByteBlocks.Suit(x.Columns))
            return RunAsFloats(x, count, progress, cancellation);
        fixed (byte* values = x.Values)
        {
            using var blocks = new ByteBlocks(values, x.Rows, x.Columns);
            return Within(blocks, new ByteMeasure(x), count, progress, cancellation);
        }
    }

    /// <summary>The rows of <paramref name="kept"/> nearest to each of <paramref name="x"/>.</summary>
    public static NeighbourTable Run(Matrix kept, Matrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var origin = Statistics.ColumnMeans(kept);
        fixed (float* keptValues = kept.Values)
        {
            using var others = new FloatBlocks(keptValues, kept.Rows, kept.Columns, origin, GemmKernels.Float);
            return Run(kept, others, origin, x, count, progress, cancellation);
        }
    }

    /// <summary>The same where <paramref name="kept"/>, less <paramref name="origin"/>, is laid out already.</summary>
    public static NeighbourTable Run(Matrix kept, FloatBlocks others, double[] origin, Matrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        fixed (float* values = x.Values)
        {
            using var blocks = new FloatBlocks(values, x.Rows, x.Columns, origin, GemmKernels.Float);
            using var lists = new CandidateLists(blocks.Rows, blocks.Padded, Math.Min(kept.Rows, Kept(count)));
            for (var other = 0; other < others.Blocks; other++)
            {
                Report(progress, other, others.Blocks, cancellation);
                WorkerPool.Run(blocks.Blocks, (block, _) => blocks.Meet(block, lists, others, other, otherLists: null));
            }

            GC.KeepAlive(others);  // of which pointers alone are used
            return Decide(blocks, lists, new FloatMeasure(x, kept), kept.Rows, count, areSame: false, cancellation);
        }
    }

    /// <summary>Bytes where the processor multiplies none, or rows are too long: products of floats, distances as exact as they can be.</summary>
    internal static NeighbourTable RunAsFloats(ByteMatrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (x.Columns > ByteProducts.MaxColumns)
            return Run(x.ToMatrix(), count, progress, cancellation);
        var unscaled = new ByteMatrix(x.Rows, x.Columns, x.Values.ToArray(), scale: 1).ToMatrix();
        fixed (float* values = unscaled.Values)
        {
            using var blocks = new FloatBlocks(values, x.Rows, x.Columns, Statistics.ColumnMeans(unscaled), GemmKernels.Float);
            return Within(blocks, new ByteMeasure(x), count, progress, cancellation);
        }
    }

    private static NeighbourTable Within(IRowBlocks blocks, IRowMeasure measure, int count, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var lists = new CandidateLists(blocks.Rows, blocks.Padded, Math.Min(blocks.Rows - 1, Kept(count)));
        cancellation.ThrowIfCancellationRequested();
        WorkerPool.Run(blocks.Blocks, (block, _) => blocks.Meet(block, lists, blocks, block, otherLists: null));
        var rounds = BlockRounds.Count(blocks.Blocks);
        for (var round = 0; round < rounds; round++)
        {
            Report(progress, round, rounds, cancellation);
            var pairs = BlockRounds.Pairs(blocks.Blocks, round);
            WorkerPool.Run(pairs.Length, (pair, _) => blocks.Meet(pairs[pair].First, lists, blocks, pairs[pair].Second, lists));
        }

        return Decide(blocks, lists, measure, blocks.Rows, count, areSame: true, cancellation);
    }

    private static NeighbourTable Decide(IRowBlocks blocks, CandidateLists lists, IRowMeasure measure, int kept, int count, bool areSame, CancellationToken cancellation)
    {
        var (indices, distances) = (new int[checked(blocks.Rows * count)], new float[checked(blocks.Rows * count)]);
        WorkerPool.ForEachChunk(blocks.Rows, (_, start, end) =>
        {
            var nearest = new NearestList(count);
            for (var row = start; row < end && !cancellation.IsCancellationRequested; row++)
            {
                nearest.Clear();
                foreach (var candidate in lists.Indices(row))
                {
                    if (candidate >= 0)
                        nearest.Offer(measure.Square(row, candidate), candidate);
                }

                if (!IsCertain(blocks, lists.Keys(row)[^1], row, nearest.Farthest * (1 + (2 * measure.RelativeError))))
                    SearchAll(measure, row, kept, areSame, nearest);
                for (var k = 0; k < count; k++)
                    (indices[(row * count) + k], distances[(row * count) + k]) = (nearest.Indices[k], measure.Distance(nearest.Squares[k]));
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return new NeighbourTable(count, indices, distances);
    }

    /// <summary>Whether no row outside the list, all of which have computed keys of at least <paramref name="key"/>, can be within the square <paramref name="farthest"/>.</summary>
    private static bool IsCertain(IRowBlocks blocks, float key, int row, double farthest)
    {
        var norm = (double)blocks.Norms[row];
        var reach = (2 * Math.Sqrt(norm)) + Math.Sqrt(farthest);        // ‖x‖ + ‖y‖ of such a row
        return key + norm - (blocks.RelativeError * reach * reach) > farthest;
    }

    private static void SearchAll(IRowMeasure measure, int row, int kept, bool areSame, NearestList nearest)
    {
        nearest.Clear();
        for (var other = 0; other < kept && nearest.Farthest > 0; other++)  // of identical rows the first are the nearest there can be
        {
            if (!areSame || other != row)
                nearest.Offer(measure.Square(row, other), other);
        }
    }

    private static int Kept(int count) => count + Spare + (count / 4);

    private static void Report(IProgress<FitProgress>? progress, int step, int steps, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new FitProgress("neighbours", step, steps, 0));
    }
}
