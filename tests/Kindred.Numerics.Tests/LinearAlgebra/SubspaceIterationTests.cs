using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Numerics.Tests.LinearAlgebra;

public sealed class SubspaceIterationTests
{
    [Theory]
    [InlineData(60, 5, 0.7)]
    [InlineData(150, 12, 0.93)]
    [InlineData(40, 40, 0.9)]
    public void The_largest_values_are_those_of_the_whole_decomposition(int n, int count, double decay)
    {
        var a = Symmetric(n, decay);
        var (all, largest) = (SymmetricEigen.Of(a, n), SubspaceIteration.Run(a, n, count, CancellationToken.None));
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(all.Values[i], largest.Values[i], 1e-6 * all.Values[0]);
            var vector = largest.Vectors.AsSpan(i * n, n).ToArray();
            for (var row = 0; row < n; row++)
                Assert.Equal(largest.Values[i] * vector[row], Enumerable.Range(0, n).Sum(column => a[(row * n) + column] * vector[column]), 1e-3 * all.Values[0]);
        }
    }

    [Fact]
    public void A_matrix_of_two_directions_has_two_values_and_then_none()
    {
        const int N = 50;
        var (u, v) = (Unit(N, 3), Unit(N, 8));
        var a = new double[N * N];
        for (var i = 0; i < N * N; i++)
            a[i] = (4 * u[i / N] * u[i % N]) + (v[i / N] * v[i % N]);
        var found = SubspaceIteration.Run(a, N, 4, CancellationToken.None);
        Assert.Equal([4.0, 1.0, 0.0, 0.0], found.Values.Take(4).Select(value => Math.Round(value, 9) + 0.0));
    }

    // Q diag(decayⁱ) Qᵀ, Q orthonormal
    private static double[] Symmetric(int n, double decay)
    {
        var rng = new Rng(4);
        var q = new double[n * n];
        for (var i = 0; i < q.Length; i++)
            q[i] = rng.NextNormal();
        SubspaceIteration.Orthonormalize(q, n, n);
        var a = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n * n; i++)
                a[i] += Math.Pow(decay, k) * q[(k * n) + (i / n)] * q[(k * n) + (i % n)];
        }

        return a;
    }

    private static double[] Unit(int n, int place)
    {
        var unit = new double[n];
        unit[place] = 1;
        return unit;
    }
}
