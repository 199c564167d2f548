using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>The covariance of wide tables seen from its rows: X Xᵀ has the eigenvalues of Xᵀ X, and is the smaller of the two.</summary>
internal static unsafe class RowProducts
{
    private const int BlockColumns = 1024;  // turned to doubles at once

    /// <summary>1 / (rows − 1) (X − mean)(X − mean)ᵀ: rows x rows.</summary>
    public static double[] Of(Matrix x, double[] mean, CancellationToken cancellation = default)
    {
        var products = new double[checked(x.Rows * x.Rows)];
        var block = new double[x.Rows * Math.Min(BlockColumns, x.Columns)];
        for (var start = 0; start < x.Columns; start += BlockColumns)
        {
            cancellation.ThrowIfCancellationRequested();
            var columns = Math.Min(BlockColumns, x.Columns - start);
            Centre(x, mean, start, columns, block);
            fixed (double* centred = block, target = products)
            {
                GemmDouble.Multiply(
                    transposeA: false, transposeB: true, x.Rows, x.Rows, columns, centred, columns, centred, columns, beta: start == 0 ? 0 : 1, target, x.Rows);
            }
        }

        for (var i = 0; i < products.Length; i++)
            products[i] /= x.Rows - 1;
        return products;
    }

    /// <summary>Row c is (X − mean)ᵀ uᶜ / ‖…‖, uᶜ being row c of <paramref name="vectors"/>; where a variance is 0, any direction at right angles.</summary>
    public static double[] Directions(Matrix x, double[] mean, double[] vectors, double[] variances)
    {
        var directions = new double[checked(variances.Length * x.Columns)];
        var block = new double[x.Rows * Math.Min(BlockColumns, x.Columns)];
        for (var start = 0; start < x.Columns; start += BlockColumns)
        {
            var columns = Math.Min(BlockColumns, x.Columns - start);
            Centre(x, mean, start, columns, block);
            fixed (double* centred = block, left = vectors, target = directions)
            {
                GemmDouble.Multiply(
                    transposeA: false, transposeB: false, variances.Length, columns, x.Rows, left, x.Rows, centred, columns, beta: 0, target + start, x.Columns);
            }
        }

        SubspaceIteration.Orthonormalize(directions, variances.Length, x.Columns);
        return directions;
    }

    private static void Centre(Matrix x, double[] mean, int start, int columns, double[] block) => WorkerPool.Run(x.Rows, (i, _) =>
    {
        var row = x.Row(i).Slice(start, columns);
        for (var j = 0; j < row.Length; j++)
            block[(i * columns) + j] = row[j] - mean[start + j];
    });
}
