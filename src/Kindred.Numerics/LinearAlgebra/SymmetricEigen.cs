using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>A = Vᵀ diag(λ) V of a symmetric matrix, largest λ first.</summary>
/// <param name="Values">λ, from the largest to the smallest.</param>
/// <param name="Vectors">n x n, row after row: row i is the unit vector of the i-th value.</param>
internal sealed record SymmetricEigen(double[] Values, double[] Vectors)
{
    /// <summary>At least the <paramref name="count"/> largest values of a positive semidefinite matrix with their vectors, by the faster way.</summary>
    public static SymmetricEigen Largest(double[] symmetric, int n, int count, CancellationToken cancellation = default) =>
        n > SubspaceIteration.LeastSize && count <= n / SubspaceIteration.LeastRatio
            ? SubspaceIteration.Run(symmetric, n, count, cancellation)
            : Of(symmetric, n);

    /// <param name="symmetric">n x n; left as it was.</param>
    /// <param name="n">Rows and columns.</param>
    /// <exception cref="FitException">The values do not settle; finite input has not been seen to do that.</exception>
    public static SymmetricEigen Of(double[] symmetric, int n)
    {
        if (symmetric.LongLength != (long)n * n)
            throw new ArgumentException($"{n} x {n} needs {(long)n * n} values, got {symmetric.LongLength}.", nameof(symmetric));
        if (n == 0)
            return new([], []);
        try
        {
            var ascending = Matrix<double>.Build.Dense(n, n, (double[])symmetric.Clone()).Evd(Symmetricity.Symmetric);
            var columns = ascending.EigenVectors.AsColumnMajorArray() ?? ascending.EigenVectors.ToColumnMajorArray();
            var values = new double[n];
            var vectors = new double[columns.Length];
            for (var i = 0; i < n; i++)
            {
                values[i] = ascending.EigenValues[n - 1 - i].Real;
                columns.AsSpan((n - 1 - i) * n, n).CopyTo(vectors.AsSpan(i * n));
            }

            return new(values, vectors);
        }
        catch (NonConvergenceException)
        {
            throw new FitException($"The eigenvalues of a {n} x {n} matrix did not settle; scale its columns to similar sizes and try again.");
        }
    }
}
