using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>How columns vary together, in double throughout.</summary>
internal static unsafe class Covariance
{
    private const int BlockRows = 384;  // rows centred at once, so that doubles need little memory and stay in cache

    /// <summary>1 / (rows − 1) Σᵢ (xᵢ − mean)(xᵢ − mean)ᵀ: columns x columns.</summary>
    public static double[] Of(RowBlocks x, double[] mean, CancellationToken cancellation = default)
    {
        var columns = x.Columns;
        using var centred = new NativeBuffer<double>((long)BlockRows * columns);
        using var sums = new NativeBuffer<double>((long)columns * columns);
        for (var start = 0; start < x.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = x.Read(start, Math.Min(BlockRows, x.Rows - start));
            WorkerPool.Run(block.Rows, (i, _) => Centre(block.Row(i), mean, centred.Pointer + ((long)i * columns)));
            GemmDouble.Multiply(
                transposeA: true, transposeB: false, columns, columns, block.Rows,
                centred.Pointer, columns, centred.Pointer, columns, beta: 1, sums.Pointer, columns, GemmShape.UpperResult);
        }

        x.Communicator.Sum(sums.Span);
        return Mirror(sums.Pointer, columns, 1.0 / (x.Total - 1));
    }

    // centred ← row − mean
    private static void Centre(ReadOnlySpan<float> row, double[] mean, double* centred)
    {
        for (var j = 0; j < row.Length; j++)
            centred[j] = row[j] - mean[j];
    }

    private static double[] Mirror(double* sums, int columns, double scale)
    {
        var covariance = new double[checked(columns * columns)];
        for (var i = 0; i < columns; i++)
        {
            for (var j = i; j < columns; j++)
                covariance[(i * columns) + j] = covariance[(j * columns) + i] = sums[((long)i * columns) + j] * scale;
        }

        return covariance;
    }
}
