using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels.Layout;

namespace Kindred.Numerics.Tests.Kernels.Layout;

public sealed unsafe class SampledForcesTests
{
    private const int Rows = 50;
    private const double A = 1.577, B = 0.895;
    private static readonly ForceTable Table = new(Attraction, Repulsion);

    [Fact]
    public void Tables_of_forces_are_right_to_four_digits()
    {
        for (var square = 1e-8f; square < 1e6f; square *= 1.0137f)
        {
            var (attraction, repulsion) = At(square);
            Assert.Equal(Attraction(square), attraction, 1e-4 * Math.Abs(Attraction(square)));
            Assert.Equal(Repulsion(square), repulsion, 1e-4 * Repulsion(square));
        }

        foreach (var beyond in new[] { 0f, float.Epsilon, 1e30f, float.MaxValue, float.PositiveInfinity })
            Assert.True(float.IsFinite(At(beyond).Attraction) && float.IsFinite(At(beyond).Repulsion));
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(2, 4, 5)]
    [InlineData(4, 4, 7)]
    [InlineData(10, 12, 6)]
    [InlineData(10, 16, 6)]
    [InlineData(16, 16, 20)]
    [InlineData(17, 20, 20)]
    public void Steps_are_those_of_a_plain_loop(int columns, int width, int drawCount)
    {
        var positions = Positions(columns);
        var padded = new float[Rows * width];
        for (var row = 0; row < Rows; row++)
            positions.Row(row).CopyTo(padded.AsSpan(row * width));
        for (var row = 0; row < Rows; row++)
        {
            var found = padded.AsSpan(row * width, width).ToArray();
            Step(padded, width, found, row, drawCount);
            var expected = Expected(positions, row, drawCount);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-3 * Math.Max(1, Math.Abs(pair.First))));
            Assert.All(found[columns..], beyond => Assert.Equal(0, beyond));
        }
    }

    private static (float Attraction, float Repulsion) At(float square)
    {
        fixed (float* values = Table.Values)
        {
            var found = ForceTable.At(values, Vector256.Create(square), Vector256.Create(0, ForceTable.Second, 0, 0, 0, 0, 0, 0));
            return (found[0], found[1]);
        }
    }

    private static void Step(float[] padded, int width, float[] x, int row, int drawCount)
    {
        SampledForces.Step step = default;
        var random = (ulong)row;
        fixed (float* all = padded, own = x, table = Table.Values)
        {
            var forces = new SampledForces(all, Rows, width, table, drawCount);
            forces.Draw(&step, (row + 1) % Rows, ref random);
            forces.Move(own, row, &step, ref random, 0.6f, 0.3f);
        }
    }

    // the edge and seven draws from where the row stands, then eight by eight
    private static double[] Expected(Matrix positions, int row, int drawCount)
    {
        var x = Array.ConvertAll(positions.Row(row).ToArray(), value => (double)value);
        var draws = Draws(row, drawCount);
        for (var drawn = -1; drawn < drawCount; drawn += 8)
        {
            var steps = Enumerable.Range(drawn, Math.Min(8, drawCount - drawn)).Where(draw => draw < 0 || draws[draw] != row)
                .Select(draw => draw < 0 ? Plain(x, positions, (row + 1) % Rows, Attraction, 0.6) : Plain(x, positions, draws[draw], Repulsion, 0.3)).ToArray();
            x = [.. x.Select((value, d) => value + steps.Sum(step => step[d]))];
        }

        return x;
    }

    // step · clip(factor(‖x − y‖²) (x − y))
    private static double[] Plain(double[] x, Matrix positions, int other, Func<double, double> factor, double step)
    {
        var y = positions.Row(other).ToArray();
        var square = x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
        return [.. x.Zip(y, (a, b) => step * Math.Clamp(factor(square) * (a - b), -4, 4))];
    }

    private static int[] Draws(int seed, int count)
    {
        var rng = new Rng((ulong)seed);
        return Enumerable.Range(0, count).Select(_ => rng.NextInt(Rows)).ToArray();
    }

    private static double Attraction(double square) => -2 * A * B * Math.Pow(square, B - 1) / (1 + (A * Math.Pow(square, B)));

    private static double Repulsion(double square) => 2 * B / ((1e-3 + square) * (1 + (A * Math.Pow(square, B))));

    private static Matrix Positions(int columns)
    {
        var rng = new Rng(11);
        return new Matrix(Rows, columns, Enumerable.Range(0, Rows * columns).Select(_ => (float)rng.NextNormal()).ToArray());
    }
}
