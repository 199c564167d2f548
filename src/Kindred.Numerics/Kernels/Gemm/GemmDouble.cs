namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>Products of row-major double matrices.</summary>
internal static unsafe class GemmDouble
{
    /// <summary>C ← op(A)·op(B) + beta·C, with the parameters of <see cref="GemmFloat.Multiply"/>.</summary>
    /// <remarks>
    /// <see cref="GemmShape.UpperResult"/> computes C on and above its diagonal only, in half the time; what is below holds no meaning afterwards.
    /// </remarks>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc,
        GemmShape shape = GemmShape.Full)
    {
        GemmJob<double>.Run(
            GemmKernels.Double,
            new GemmOperand<double>(a, transposeA ? 1 : lda, transposeA ? lda : 1),
            new GemmOperand<double>(b, transposeB ? ldb : 1, transposeB ? 1 : ldb),
            new GemmResult<double>(c, ldc, beta != 0),
            new GemmSize(m, n, k, shape));
    }
}
