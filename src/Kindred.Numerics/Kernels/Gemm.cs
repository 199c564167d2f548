using System.Numerics.Tensors;

namespace Kindred.Numerics.Kernels;

/// <summary>Products of row-major float matrices.</summary>
internal static unsafe class Gemm
{
    /// <summary>C ← op(A)·op(B) + beta·C, where C is m x n, op(A) is m x k and op(B) is k x n.</summary>
    /// <param name="transposeA">op(A) is Aᵀ: A is stored as k x m.</param>
    /// <param name="transposeB">op(B) is Bᵀ: B is stored as n x k.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of each sum; with none, C ← beta·C.</param>
    /// <param name="a">The left matrix, as stored.</param>
    /// <param name="lda">Values from one stored row of A to the next.</param>
    /// <param name="b">The right matrix, as stored.</param>
    /// <param name="ldb">Values from one stored row of B to the next.</param>
    /// <param name="beta">0 (C is only written) or 1 (the product is added).</param>
    /// <param name="c">The result.</param>
    /// <param name="ldc">Values from one row of C to the next.</param>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc)
    {
        var (rowStep, termStep) = transposeA ? (1L, (long)lda) : (lda, 1L);
        Chunks.ForEach(m, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = new Span<float>(c + ((long)i * ldc), n);
                if (beta == 0)
                    row.Clear();
                for (var p = 0; p < k; p++)
                {
                    var x = a[(i * rowStep) + (p * termStep)];
                    if (transposeB)
                    {
                        for (var j = 0; j < n; j++)
                            row[j] += x * b[((long)j * ldb) + p];
                    }
                    else
                    {
                        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(b + ((long)p * ldb), n), x, row, row);
                    }
                }
            }
        });
    }
}
