using System.Numerics;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Numerics.Tests.Kernels.Gemm;

public sealed partial class GemmTests
{
    private static void CheckAllForms<T>(GemmKernels<T> kernels, int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var form = 0; form < 8; form++)
            Check(kernels, (form & 1) != 0, (form & 2) != 0, m, n, k, (form & 4) != 0);
    }

    /// <summary>Rows further apart than they are long; what lies between them must stay.</summary>
    private static unsafe void Check<T>(GemmKernels<T> kernels, bool transposeA, bool transposeB, int m, int n, int k, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (lda, ldb, ldc) = ((transposeA ? m : k) + 2, (transposeB ? k : n) + 1, n + 3);
        var (a, b, before) = (Draw<T>((transposeA ? k : m) * lda, 1), Draw<T>((transposeB ? n : k) * ldb, 2), Draw<T>(m * ldc, 3));
        var after = (T[])before.Clone();
        fixed (T* pa = a, pb = b, pc = after)
            Run(kernels, transposeA, transposeB, m, n, k, pa, lda, pb, ldb, add, pc, ldc, GemmShape.Full);

        var (left, right) = (Array.ConvertAll(a, double.CreateChecked), Array.ConvertAll(b, double.CreateChecked));
        var (leftStep, rightStep) = (transposeA ? lda : 1, transposeB ? 1 : ldb);
        var roundings = (k + 2) * double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = add ? double.CreateChecked(before[(i * ldc) + j]) : 0;
                var size = Math.Abs(sum);
                var (row, column) = (transposeA ? i : i * lda, transposeB ? j * ldb : j);
                for (var p = 0; p < k; p++)
                {
                    var term = left[row + (p * leftStep)] * right[column + (p * rightStep)];
                    sum += term;
                    size += Math.Abs(term);
                }

                var error = Math.Abs(double.CreateChecked(after[(i * ldc) + j]) - sum);
                if (!(error <= roundings * size))
                    Assert.Fail($"{kernels.Name}, {m} x {n} x {k}, transposed {transposeA} {transposeB}, add {add}: ({i}, {j}) is off by {error}.");
            }

            if (!before.AsSpan((i * ldc) + n, 3).SequenceEqual(after.AsSpan((i * ldc) + n, 3)))
                Assert.Fail($"{kernels.Name}, {m} x {n} x {k}: wrote outside of row {i}.");
        }
    }

    private static unsafe float[] Multiply(GemmKernels<float> kernels, bool transposeA, bool transposeB, int m, int n, int k)
    {
        var (a, b, c) = (Draw<float>(m * k, 1), Draw<float>(k * n, 2), Draw<float>(m * n, 3));
        fixed (float* pa = a, pb = b, pc = c)
            Run(kernels, transposeA, transposeB, m, n, k, pa, transposeA ? m : k, pb, transposeB ? k : n, add: true, pc, n, GemmShape.Full);
        return c;
    }

    private static unsafe void Run<T>(
        GemmKernels<T> kernels, bool transposeA, bool transposeB, int m, int n, int k, T* a, int lda, T* b, int ldb, bool add, T* c, int ldc,
        GemmShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GemmJob<T>.Run(
            kernels,
            new GemmOperand<T>(a, transposeA ? 1 : lda, transposeA ? lda : 1),
            new GemmOperand<T>(b, transposeB ? ldb : 1, transposeB ? 1 : ldb),
            new GemmResult<T>(c, ldc, add),
            new GemmSize(m, n, k, shape));

    private static T[] Draw<T>(int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rng = new Rng(seed);
        var drawn = new T[count];
        for (var i = 0; i < count; i++)
            drawn[i] = T.CreateTruncating((rng.NextDouble() * 2) - 1);
        return drawn;
    }

    /// <summary>Adds to every value its index.</summary>
    private sealed class AddsPlace(int allColumns) : IGemmEpilogue<float>
    {
        public unsafe void Apply(float* values, nint step, int row, int column, int rows, int columns)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    values[(i * step) + j] += ((row + i) * allColumns) + column + j;
            }
        }
    }
}
