using Kindred.Networks.Layers;

namespace Kindred.Networks.Tests;

/// <summary>Arguments that would reach memory they do not own are refused in a sentence.</summary>
public sealed class MisuseTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-500)]
    public void Windows_and_factors_are_positive(int window)
    {
        using var graph = new Graph();
        var x = graph.Input(1, 4, 4, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.MaxPool(window, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.AveragePool(window, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.MaxPool(2, window));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Upsample(window));
        Assert.ThrowsAny<ArgumentException>(() => x.Crop(window, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2D(new Parameter("w", 3, 3, 2, 1), null, window, Padding.Same));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2DTranspose(new Parameter("w", 3, 3, 1, 2), null, window, Padding.Same));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePooling2D(2, window));
    }

    [Fact]
    public void Sizes_that_no_integer_counts_are_refused()
    {
        using var graph = new Graph();
        var x = graph.Input(1, 4, 4, 2);
        var (weight, transposed) = (new Parameter("w", 2, 2, 2, 1), new Parameter("w", 2, 2, 1, 2));
        Assert.ThrowsAny<ArgumentException>(() => graph.Input(1 << 16, 1 << 16));
        Assert.ThrowsAny<ArgumentException>(() => x.Upsample(1 << 16));
        Assert.ThrowsAny<ArgumentException>(() => x.Upsample(1 << 30));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2D(weight, null, 1, Padding.Of(1 << 30)));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2D(weight, null, 1, Padding.Of(int.MaxValue)));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2DTranspose(transposed, null, 1 << 30, Padding.Same));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2DTranspose(transposed, null, 1 << 30, Padding.Valid));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2DTranspose(transposed, null, 1, Padding.Of(40)));
        Assert.ThrowsAny<ArgumentException>(() => x.Conv2DTranspose(transposed, null, 1, Padding.Of((1 << 30) + 1)));
    }

    [Fact]
    public void A_graph_that_is_disposed_of_computes_nothing_any_more()
    {
        var graph = new Graph();
        var x = graph.Input(2, 3);
        var loss = x.Exp().Sum();
        graph.Forward();
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(() => graph.Forward());
        Assert.Throws<ObjectDisposedException>(() => graph.Backward(loss));
        Assert.Throws<ObjectDisposedException>(() => graph.Input(2, 3));
        Assert.Throws<ObjectDisposedException>(() => x.Exp());
        Assert.Throws<ObjectDisposedException>(() => x.Set(new float[6]));
        Assert.Throws<ObjectDisposedException>(() => x.ToArray());
        Assert.Throws<ObjectDisposedException>(() => x.ToMatrix());
    }

    [Fact]
    public void Tensors_of_two_graphs_do_not_meet()
    {
        using var one = new Graph();
        using var other = new Graph();
        var (a, b) = (one.Input(3, 3), other.Input(3, 3));
        Assert.Throws<ArgumentException>(() => a.MatMul(b));
        Assert.Throws<ArgumentException>(() => a + b);
        Assert.Throws<ArgumentException>(() => a.MeanSquaredError(b));
        Assert.Throws<ArgumentException>(() => a.SquaredDistances(b));
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, a, b));
        Assert.Throws<ArgumentException>(() => one.Backward(b.Sum()));
    }

    [Fact]
    public void Values_come_and_go_as_copies_of_the_right_length()
    {
        using var graph = new Graph();
        var x = graph.Input(2, 2);
        Assert.Throws<ArgumentException>(() => x.Set([1, 2, 3]));
        x.Set([1, 2, 3, 4]);
        var copy = x.ToArray();
        x.Set([5, 6, 7, 8]);
        Assert.Equal([1f, 2, 3, 4], copy);
        Assert.Equal([5f, 6, 7, 8], x.ToArray());
    }
}
