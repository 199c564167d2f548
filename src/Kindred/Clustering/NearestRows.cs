using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering;

/// <summary>Nearest rows by Euclidean distance, each against each.</summary>
internal static unsafe class NearestRows
{
    private const int RowsAtOnce = 256;

    /// <summary>rows x <paramref name="count"/>: the other rows nearest to each, nearest first; of equally near ones the first.</summary>
    /// <remarks>From ‖x − y‖² = ‖x‖² − 2x·y + ‖y‖² with the mean taken off first, so that little is lost to cancellation.</remarks>
    public static int[] Of(Matrix x, int count)
    {
        var centred = Centred(x);
        var norms = SquaredNorms(centred, x.Columns);
        var nearest = new int[checked(x.Rows * count)];
        var products = new float[checked(Math.Min(RowsAtOnce, x.Rows) * x.Rows)];
        for (var start = 0; start < x.Rows; start += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, x.Rows - start);
            Products(centred, x.Columns, start, rows, products);
            WorkerPool.Run(rows, (row, _) => Nearest(
                products.AsSpan(row * norms.Length, norms.Length), norms, start + row, nearest.AsSpan((start + row) * count, count)));
        }

        return nearest;
    }

    // P ← X[start, start + rows)·Xᵀ
    private static void Products(float[] x, int columns, int start, int rows, float[] products)
    {
        var count = x.Length / columns;
        fixed (float* all = x, some = &x[start * columns], target = products)
            GemmFloat.Multiply(transposeA: false, transposeB: true, rows, count, columns, some, columns, all, columns, beta: 0, target, count);
    }

    // the smallest ‖yᵢ‖² − 2x·yᵢ, leaving out x itself, which is row self
    private static void Nearest(ReadOnlySpan<float> products, ReadOnlySpan<float> norms, int self, Span<int> nearest)
    {
        Span<float> kept = stackalloc float[nearest.Length];
        kept.Fill(float.PositiveInfinity);
        for (var i = 0; i < products.Length; i++)
        {
            var distance = norms[i] - (2 * products[i]);
            if (!(distance < kept[^1]) || i == self)
                continue;
            var place = kept.Length - 1;
            for (; place > 0 && distance < kept[place - 1]; place--)
                (kept[place], nearest[place]) = (kept[place - 1], nearest[place - 1]);
            (kept[place], nearest[place]) = (distance, i);
        }
    }

    private static float[] Centred(Matrix x)
    {
        var means = Statistics.ColumnMeans(x);
        var centred = new float[x.Rows * x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                centred[(i * row.Length) + j] = (float)(row[j] - means[j]);
        }

        return centred;
    }

    private static float[] SquaredNorms(float[] x, int columns)
    {
        var norms = new float[x.Length / columns];
        for (var i = 0; i < norms.Length; i++)
        {
            var sum = 0.0;
            foreach (var value in x.AsSpan(i * columns, columns))
                sum += (double)value * value;
            norms[i] = (float)sum;
        }

        return norms;
    }
}
