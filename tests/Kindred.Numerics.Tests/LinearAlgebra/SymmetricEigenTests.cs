using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Numerics.Tests.LinearAlgebra;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void Two_by_two_worked_out_by_hand()
    {
        var eigen = SymmetricEigen.Of([2, 1, 1, 2], 2);
        Assert.Equal(3, eigen.Values[0], 12);
        Assert.Equal(1, eigen.Values[1], 12);
        Assert.Equal(eigen.Vectors[0], eigen.Vectors[1], 12);
        Assert.Equal(eigen.Vectors[2], -eigen.Vectors[3], 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(150)]
    public void Values_and_vectors_give_the_matrix_back(int n)
    {
        var a = RandomSymmetric(n);
        var eigen = SymmetricEigen.Of(a, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                Assert.Equal(a[(i * n) + j], Enumerable.Range(0, n).Sum(c => eigen.Values[c] * eigen.Vectors[(c * n) + i] * eigen.Vectors[(c * n) + j]), 9);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Vectors_stand_at_right_angles_and_have_length_one(int n)
    {
        var v = SymmetricEigen.Of(RandomSymmetric(n), n).Vectors;
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, n).Sum(j => v[(a * n) + j] * v[(b * n) + j]), 10);
        }
    }

    [Fact]
    public void Values_come_from_the_largest_down()
    {
        var values = SymmetricEigen.Of(RandomSymmetric(50), 50).Values;
        Assert.Equal(values.OrderDescending(), values);
    }

    [Fact]
    public void Equal_values_and_zeros_are_no_trouble()
    {
        Assert.Equal([0.0, 0, 0], SymmetricEigen.Of(new double[9], 3).Values);
        Assert.Equal([1.0, 1, 1], SymmetricEigen.Of([1, 0, 0, 0, 1, 0, 0, 0, 1], 3).Values);
        Assert.Empty(SymmetricEigen.Of([], 0).Values);
    }

    [Fact]
    public void Leaves_the_matrix_as_it_was()
    {
        var a = RandomSymmetric(9);
        var before = (double[])a.Clone();
        SymmetricEigen.Of(a, 9);
        Assert.Equal(before, a);
    }

    [Fact]
    public void Refuses_a_matrix_of_another_size() =>
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(new double[8], 3));

    private static double[] RandomSymmetric(int n)
    {
        var rng = new Rng((ulong)n);
        var a = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
                a[(i * n) + j] = a[(j * n) + i] = rng.NextNormal();
        }

        return a;
    }
}
