namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>What is known about a product beforehand.</summary>
internal enum GemmShape
{
    Full,

    /// <summary>The result is symmetric; tiles below its diagonal are left alone.</summary>
    UpperResult,
}

/// <summary>m x k times k x n.</summary>
internal readonly record struct GemmSize(int M, int N, int K, GemmShape Shape = GemmShape.Full);
