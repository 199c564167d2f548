using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>The largest eigenvalues of a positive semidefinite matrix, without the others: Q ← orthonormal(A Q), read off Qᵀ A Q.</summary>
/// <remarks>Rutishauser 1970, doi:10.1007/BF02219773. A few vectors more than asked for let the wanted ones settle fast.</remarks>
internal static unsafe class SubspaceIteration
{
    /// <summary>Smaller matrices are decomposed whole.</summary>
    public const int LeastSize = 1024;

    /// <summary>And those of which more than one value in so many is wanted.</summary>
    public const int LeastRatio = 8;

    private const int SpareVectors = 12;
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-9;  // of the largest value: below what floats in the rows can tell

    public static SymmetricEigen Run(double[] a, int n, int count, CancellationToken cancellation)
    {
        var width = Math.Min(n, count + SpareVectors);
        var vectors = Start(width, n);                 // width x n, a vector a row
        var (images, values) = (new double[width * n], new double[width]);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            Orthonormalize(vectors, width, n);
            Multiply(vectors, width, n, a, n, transpose: false, images);      // Qᵀ A, A being symmetric
            var small = new double[width * width];
            Multiply(images, width, n, vectors, width, transpose: true, small);
            Symmetrize(small, width);
            var inner = SymmetricEigen.Of(small, width);
            var moved = Enumerable.Range(0, count).Max(i => Math.Abs(inner.Values[i] - values[i]));
            values = inner.Values;
            if (moved <= Tolerance * Math.Max(values[0], double.Epsilon))
            {
                var settled = new double[width * n];
                Multiply(inner.Vectors, width, width, vectors, n, transpose: false, settled);
                return new SymmetricEigen(values, settled);
            }

            Multiply(inner.Vectors, width, width, images, n, transpose: false, vectors);
        }

        throw new FitException($"The {count} largest eigenvalues of a {n} x {n} matrix did not settle; scale its columns to similar sizes and try again.");
    }

    private static double[] Start(int width, int n)
    {
        var rng = new Rng(0);
        var start = new double[width * n];
        for (var i = 0; i < start.Length; i++)
            start[i] = rng.NextNormal();
        return start;
    }

    // Gram and Schmidt's way, twice, which is enough (Giraud and others 2005, doi:10.1007/s00211-005-0615-4)
    public static void Orthonormalize(double[] vectors, int width, int n)
    {
        var rng = new Rng(1);
        for (var i = 0; i < width; i++)
        {
            var own = vectors.AsSpan(i * n, n);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                    Subtract(vectors.AsSpan(j * n, n), own);
                if (Scale(own))
                    continue;
                foreach (ref var entry in own)         // the matrix has fewer directions than wanted: any other will do
                    entry = rng.NextNormal();
                pass = -1;
            }
        }
    }

    // own ← own − (other · own) other
    private static void Subtract(ReadOnlySpan<double> other, Span<double> own)
    {
        var product = 0.0;
        for (var i = 0; i < own.Length; i++)
            product += other[i] * own[i];
        for (var i = 0; i < own.Length; i++)
            own[i] -= product * other[i];
    }

    // own ← own / ‖own‖, unless it is 0
    private static bool Scale(Span<double> own)
    {
        var square = 0.0;
        foreach (var entry in own)
            square += entry * entry;
        if (!(square > 1e-280))
            return false;
        var scale = 1 / Math.Sqrt(square);
        foreach (ref var entry in own)
            entry *= scale;
        return true;
    }

    // result ← left·op(right), left rows x inner, result rows x columns
    private static void Multiply(double[] left, int rows, int inner, double[] right, int columns, bool transpose, double[] result)
    {
        fixed (double* a = left, b = right, c = result)
            GemmDouble.Multiply(transposeA: false, transpose, rows, columns, inner, a, inner, b, transpose ? inner : columns, beta: 0, c, columns);
    }

    private static void Symmetrize(double[] small, int width)
    {
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < i; j++)
                small[(i * width) + j] = small[(j * width) + i] = (small[(i * width) + j] + small[(j * width) + i]) / 2;
        }
    }
}
