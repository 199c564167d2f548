using Kindred.Numerics.Kernels.Layout;

namespace Kindred.Numerics.Tests.Kernels.Layout;

public sealed unsafe class SampledForcesTests
{
    private const int Rows = 50;
    private const int DrawCount = 7;
    private const double A = 1.577, B = 0.895;
    private static readonly ForceTable AttractionTable = new(Attraction), RepulsionTable = new(Repulsion);

    [Fact]
    public void Tables_of_forces_are_right_to_four_digits()
    {
        fixed (float* attraction = AttractionTable.Values, repulsion = RepulsionTable.Values)
        {
            for (var square = 1e-8f; square < 1e6f; square *= 1.0137f)
            {
                Assert.Equal(Attraction(square), ForceTable.At(attraction, square), 1e-4 * Math.Abs(Attraction(square)));
                Assert.Equal(Repulsion(square), ForceTable.At(repulsion, square), 1e-4 * Repulsion(square));
            }

            foreach (var beyond in new[] { 0f, float.Epsilon, 1e30f, float.MaxValue, float.PositiveInfinity })
                Assert.True(float.IsFinite(ForceTable.At(attraction, beyond)) && float.IsFinite(ForceTable.At(repulsion, beyond)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(17)]
    public void Steps_are_those_of_a_plain_loop(int columns)
    {
        var positions = Positions(columns);
        var width = (columns + 3) & ~3;
        var padded = new float[Rows * width];
        for (var row = 0; row < Rows; row++)
            positions.Row(row).CopyTo(padded.AsSpan(row * width));
        for (var row = 0; row < Rows; row++)
        {
            var expected = Array.ConvertAll(positions.Row(row).ToArray(), value => (double)value);
            Plain(expected, positions, (row + 1) % Rows, factor: Attraction, step: 0.6);
            foreach (var drawn in Draws(row).Where(drawn => drawn != row).Select(drawn => Plain([.. expected], positions, drawn, Repulsion, 0.3, onlyForce: true)).ToArray())
                expected = [.. expected.Zip(drawn, (x, force) => x + force)];
            var found = padded.AsSpan(row * width, width).ToArray();
            var random = (ulong)row;
            Step(padded, width, found, row, ref random);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-3 * Math.Max(1, Math.Abs(pair.First))));
            Assert.All(found[columns..], beyond => Assert.Equal(0, beyond));
        }
    }

    private static void Step(float[] padded, int width, float[] x, int row, ref ulong random)
    {
        var room = stackalloc SampledForces.Draw[DrawCount];
        fixed (float* all = padded, own = x, attraction = AttractionTable.Values, repulsion = RepulsionTable.Values)
        {
            var sampled = new SampledForces(all, Rows, width, attraction, repulsion, room, DrawCount);
            sampled.Attract(own, (row + 1) % Rows, 0.6f);
            sampled.Repel(own, row, ref random, 0.3f);
        }
    }

    // x ← x + step · clip(factor(‖x − y‖²) (x − y)), or that step alone
    private static double[] Plain(double[] x, Matrix positions, int other, Func<double, double> factor, double step, bool onlyForce = false)
    {
        var y = positions.Row(other).ToArray();
        var square = x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
        for (var d = 0; d < x.Length; d++)
            x[d] = (onlyForce ? 0 : x[d]) + (step * Math.Clamp(factor(square) * (x[d] - y[d]), -4, 4));
        return x;
    }

    private static int[] Draws(int seed)
    {
        var rng = new Rng((ulong)seed);
        return Enumerable.Range(0, DrawCount).Select(_ => rng.NextInt(Rows)).ToArray();
    }

    private static double Attraction(double square) => -2 * A * B * Math.Pow(square, B - 1) / (1 + (A * Math.Pow(square, B)));

    private static double Repulsion(double square) => 2 * B / ((1e-3 + square) * (1 + (A * Math.Pow(square, B))));

    private static Matrix Positions(int columns)
    {
        var rng = new Rng(11);
        return new Matrix(Rows, columns, Enumerable.Range(0, Rows * columns).Select(_ => (float)rng.NextNormal()).ToArray());
    }
}
