namespace Kindred.Networks.Tests;

/// <summary>What operations on parts of tensors refuse, and rows to gather that change between replays.</summary>
public sealed class PartsTests
{
    [Fact]
    public void Rows_to_gather_may_change_between_replays()
    {
        using var graph = new Graph();
        var x = graph.Input(3, 2);
        float[] values = [1, 2, 3, 4, 5, 6];
        values.CopyTo(x.Values);
        int[] rows = [2, 0];
        var y = x.Gather(rows);
        graph.Forward();
        Assert.Equal([5, 6, 1, 2], y.Values.ToArray());
        rows[1] = 1;
        graph.Forward();
        Assert.Equal([5, 6, 3, 4], y.Values.ToArray());
        rows[0] = 3;
        Assert.Throws<ArgumentOutOfRangeException>(graph.Forward);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Gather([-1]));
    }

    [Fact]
    public void Parts_beyond_the_tensor_are_refused()
    {
        using var graph = new Graph();
        var x = graph.Input(3, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(0, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(2, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Sum(-3));
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        using var graph = new Graph();
        using var another = new Graph();
        var x = graph.Input(3, 4);
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0));
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, x, graph.Input(3, 5)));
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(1, x, graph.Input(2, 4)));
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, x, graph.Input(3, 4, 1)));
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, x, another.Input(3, 4)));
        Assert.Throws<ArgumentException>(() => x.SquaredDistances(graph.Input(2, 5)));
        Assert.Throws<ArgumentException>(() => x.SquaredDistances(another.Input(2, 4)));
    }

    [Fact]
    public void Only_square_tables_have_a_diagonal()
    {
        using var graph = new Graph();
        Assert.Throws<ArgumentException>(() => graph.Input(3, 4).MaskDiagonal(0));
        Assert.Throws<ArgumentException>(() => graph.Input(1, 1).LogSoftmax(withoutDiagonal: true));
    }

    [Fact]
    public void A_row_of_zeros_has_no_direction_and_no_gradient()
    {
        using var graph = new Graph();
        var p = new Parameter("p", 2, 3);
        p.Set([0, 0, 0, 3, 0, 4]);
        var y = graph.Of(p).L2Normalize();
        var loss = y.Sum();
        graph.Forward();
        graph.Backward(loss);
        Assert.Equal([0, 0, 0, 0.6f, 0, 0.8f], y.Values.ToArray());
        Assert.Equal([0, 0, 0], p.GradientToArray()[..3]);
    }

    [Fact]
    public void Contrast_needs_pairs()
    {
        using var graph = new Graph();
        Assert.Throws<ArgumentException>(() => graph.Input(5, 3).ContrastiveLoss());
        Assert.Throws<ArgumentException>(() => graph.Input(2, 3).ContrastiveLoss());
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.Input(4, 3).ContrastiveLoss(0));
    }

    [Fact]
    public void Redundancy_is_what_a_plain_loop_over_correlations_says()
    {
        const int n = 9, k = 4;
        using var graph = new Graph();
        var x = graph.Input(2 * n, k);
        for (var i = 0; i < x.Length; i++)
            x.Values[i] = MathF.Sin(7.3f * i) + (i % k);
        var loss = x.RedundancyLoss(0.2);
        graph.Forward();
        var z = x.ToArray();
        double Correlation(int a, int b)
        {
            double First(int i) => z[(i * k) + a];
            double Second(int i) => z[((n + i) * k) + b];
            var rows = Enumerable.Range(0, n).ToArray();
            var (meanA, meanB) = (rows.Average(First), rows.Average(Second));
            return rows.Sum(i => (First(i) - meanA) * (Second(i) - meanB))
                / Math.Sqrt(rows.Sum(i => Math.Pow(First(i) - meanA, 2)) * rows.Sum(i => Math.Pow(Second(i) - meanB, 2)));
        }

        var expected = 0.0;
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++)
                expected += a == b ? Math.Pow(1 - Correlation(a, b), 2) : 0.2 * Math.Pow(Correlation(a, b), 2);
        }

        Assert.Equal(expected, loss.Values[0], 1e-4);
        Assert.Throws<ArgumentException>(() => graph.Input(5, 3).RedundancyLoss());
        Assert.Throws<ArgumentException>(() => graph.Input(2, 3, 4).Transpose());
    }

    [Fact]
    public void Neighbours_cost_what_a_plain_loop_over_heads_says()
    {
        const int pairs = 5, heads = 3, clusters = 4;
        using var graph = new Graph();
        var x = graph.Input(2 * pairs, heads * clusters);
        for (var i = 0; i < x.Length; i++)
            x.Values[i] = 2 * MathF.Sin(3.1f * i);
        var loss = x.NeighbourLoss(heads, entropy: 5);
        graph.Forward();
        var z = x.ToArray();
        double P(int row, int head, int cluster)
        {
            var start = (row * heads * clusters) + (head * clusters);
            return Math.Exp(z[start + cluster]) / Enumerable.Range(0, clusters).Sum(other => Math.Exp(z[start + other]));
        }

        var expected = 0.0;
        for (var head = 0; head < heads; head++)
        {
            for (var i = 0; i < pairs; i++)
                expected -= Math.Log(Enumerable.Range(0, clusters).Sum(c => P(i, head, c) * P(pairs + i, head, c))) / pairs;
            for (var c = 0; c < clusters; c++)
            {
                var mean = Enumerable.Range(0, 2 * pairs).Average(i => P(i, head, c));
                expected += 5 * mean * Math.Log(mean);
            }
        }

        Assert.Equal(expected, loss.Values[0], 1e-4);
        Assert.Throws<ArgumentException>(() => x.NeighbourLoss(heads: 5));
        Assert.Throws<ArgumentException>(() => graph.Input(3, 4).NeighbourLoss(2));
    }

    [Fact]
    public void Large_logits_stay_finite()
    {
        using var graph = new Graph();
        var x = graph.Input(2, 2);
        float[] values = [1000, -1000, 3, 3];
        values.CopyTo(x.Values);
        var y = x.LogSoftmax();
        graph.Forward();
        Assert.Equal([0, -2000, -MathF.Log(2), -MathF.Log(2)], y.Values.ToArray().Select(value => MathF.Round(value, 6)), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
