using Kindred.Numerics.Kernels.Mixture;

namespace Kindred.Numerics.Tests.Kernels.Mixture;

public unsafe class ResponsibilitiesTests
{
    [Fact]
    public void Shares_are_the_softmax_of_log_densities_and_sums_its_logarithm()
    {
        const int stride = 16;
        var log = new double[3 * stride];
        for (var i = 0; i < stride; i++)
            (log[i], log[stride + i], log[2 * stride + i]) = (-i, -5, 0.5 * i - 3);
        double[] before = [.. log], sums = new double[stride];

        fixed (double* l = log, sum = sums)
            Responsibilities.Normalize(l, 3, stride, stride, sum);

        for (var i = 0; i < stride; i++)
        {
            var total = Math.Exp(before[i]) + Math.Exp(before[stride + i]) + Math.Exp(before[2 * stride + i]);
            Assert.Equal(Math.Log(total), sums[i], 1e-13);
            for (var c = 0; c < 3; c++)
                Assert.Equal(Math.Exp(before[c * stride + i]) / total, log[c * stride + i], 1e-14);
        }
    }

    [Theory]
    [InlineData(-1e6)]
    [InlineData(-1e300)]
    [InlineData(1e300)]
    public void Densities_far_beyond_what_exp_can_hold_still_give_shares(double log)
    {
        double[] l = [.. Enumerable.Repeat(log, 8), .. Enumerable.Repeat(log - Math.Abs(log), 8)];
        var sums = new double[8];

        fixed (double* values = l, sum = sums)
            Responsibilities.Normalize(values, 2, 8, 8, sum);

        Assert.All(l[..8], share => Assert.Equal(1, share));
        Assert.All(l[8..], share => Assert.Equal(0, share));
        Assert.All(sums, sum => Assert.Equal(log, sum));
    }

    [Fact]
    public void Shares_have_fifteen_digits_however_small_they_are()
    {
        const int count = 6904;
        double[] l = [.. new double[count], .. Enumerable.Range(0, count).Select(i => -0.1 * i)];
        var sums = new double[count];

        fixed (double* values = l, sum = sums)
            Responsibilities.Normalize(values, 2, count, count, sum);

        for (var i = 0; i < count; i++)
        {
            var odds = Math.Exp(-0.1 * i);
            var expected = -0.1 * i > -690 ? odds / (1 + odds) : 0;
            Assert.Equal(expected, l[count + i], expected * 1e-15);
        }
    }

    [Fact]
    public void Rows_with_a_negligible_share_are_passed_over()
    {
        double[] shares = [0.5, 0, 1e-31, 1, 1e-29, 0, 0, 0];
        var rows = new int[8];
        double[] weights = new double[8], roots = new double[8];

        int selected;
        fixed (double* share = shares, weight = weights, root = roots)
        fixed (int* row = rows)
            selected = Responsibilities.Select(share, 8, row, weight, root);

        Assert.Equal(3, selected);
        Assert.Equal([0, 3, 4], rows[..3]);
        Assert.Equal([0.5, 1, 1e-29], weights[..3]);
        Assert.Equal([Math.Sqrt(0.5), 1, Math.Sqrt(1e-29)], roots[..3]);
    }

    [Fact]
    public void Every_eighth_share_is_summed_into_its_lane()
    {
        double[] shares = [.. Enumerable.Range(0, 24).Select(i => (double)i)], sums = [1, 0, 0, 0, 0, 0, 0, 0];

        fixed (double* share = shares, sum = sums)
            Responsibilities.AddLanes(share, 24, sum);

        Assert.Equal([25, 27, 30, 33, 36, 39, 42, 45], sums);
    }
}
