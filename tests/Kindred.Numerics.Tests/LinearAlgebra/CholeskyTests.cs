using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Numerics.Tests.LinearAlgebra;

public class CholeskyTests
{
    [Fact]
    public void A_three_by_three_matrix_has_the_factor_worked_out_by_hand()
    {
        double[] a = [4, 0, 0, 12, 37, 0, -16, -43, 98];

        Assert.True(Cholesky.TryFactor(a, 3));

        Assert.Equal([2, 0, 0, 6, 1, 0, -8, 5, 3], a);
        Assert.Equal(Math.Log(4 * 1 * 9), Cholesky.LogDeterminant(a, 3), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(65)]
    [InlineData(150)]
    public void The_factor_times_its_transpose_gives_the_matrix_back(int size)
    {
        var a = PositiveDefinite(size, new Rng(1));
        var l = (double[])a.Clone();

        Assert.True(Cholesky.TryFactor(l, size));

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k <= j; k++)
                    sum += l[i * size + k] * l[j * size + k];
                Assert.Equal(a[i * size + j], sum, 1e-11 * size);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(33)]
    [InlineData(150)]
    public void The_inverse_factor_times_the_factor_is_the_identity(int size)
    {
        var l = PositiveDefinite(size, new Rng(2));
        Assert.True(Cholesky.TryFactor(l, size));
        var inverse = (double[])l.Clone();

        Cholesky.InvertLower(inverse, size);

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = j; k <= i; k++)
                    sum += inverse[i * size + k] * l[k * size + j];
                Assert.Equal(i == j ? 1 : 0, sum, 1e-10);
            }
        }
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 2, 1 })]                // indefinite
    [InlineData(new double[] { 1, 1, 1, 1 })]                // singular
    [InlineData(new double[] { 0, 0, 0, 1 })]
    [InlineData(new double[] { double.NaN, 0, 0, 1 })]
    [InlineData(new double[] { 1, double.NaN, double.NaN, 1 })]
    [InlineData(new double[] { double.PositiveInfinity, 0, 0, 1 })]
    public void What_is_not_positive_definite_is_refused(double[] a) => Assert.False(Cholesky.TryFactor(a, 2));

    private static double[] PositiveDefinite(int size, Rng rng)
    {
        var half = new double[size * size];
        foreach (ref var value in half.AsSpan())
            value = rng.NextNormal();
        var a = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = i == j ? 1.0 : 0;
                for (var k = 0; k < size; k++)
                    sum += half[i * size + k] * half[j * size + k];
                a[i * size + j] = sum;
            }
        }

        return a;
    }
}
