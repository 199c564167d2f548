using Kindred.Numerics.Kernels;

namespace Kindred.Numerics.Tests.Kernels;

public sealed unsafe class GemmTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(17, 48, 400)]
    [InlineData(600, 25, 20)]
    public void The_product_is_that_of_a_double_loop(int m, int n, int k)
    {
        foreach (var transposeA in (bool[])[false, true])
        {
            foreach (var transposeB in (bool[])[false, true])
            {
                foreach (var beta in (float[])[0, 1])
                    Check(transposeA, transposeB, m, n, k, beta);
            }
        }
    }

    private static void Check(bool transposeA, bool transposeB, int m, int n, int k, float beta)
    {
        var rng = new Rng(1);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)rng.NextNormal())];
        var (lda, ldb, ldc) = ((transposeA ? m : k) + 2, (transposeB ? k : n) + 1, n + 3);
        var a = Draw((transposeA ? k : m) * lda);
        var b = Draw((transposeB ? n : k) * ldb);
        var before = Draw(m * ldc);
        var after = (float[])before.Clone();
        fixed (float* pa = a, pb = b, pc = after)
            Gemm.Multiply(transposeA, transposeB, m, n, k, pa, lda, pb, ldb, beta, pc, ldc);

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double sum = beta * before[(i * ldc) + j], size = Math.Abs(sum);
                for (var p = 0; p < k; p++)
                {
                    var term = (double)a[transposeA ? (p * lda) + i : (i * lda) + p] * b[transposeB ? (j * ldb) + p : (p * ldb) + j];
                    sum += term;
                    size += Math.Abs(term);
                }

                Assert.InRange(after[(i * ldc) + j] - sum, -size * (k + 1) * 6e-8, size * (k + 1) * 6e-8);
            }

            Assert.Equal(before.AsSpan((i * ldc) + n, 3), after.AsSpan((i * ldc) + n, 3));
        }
    }
}
