using System.Numerics.Tensors;

namespace Kindred.Networks.Tests;

/// <summary>What every member of <see cref="Activation"/> must do, however layers carry it out.</summary>
public sealed class ActivationTests
{
    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_dense_layer_gives_what_its_sum_and_the_activation_give(Activation activation)
    {
        using var graph = new Graph();
        var (x, weight, bias) = (graph.Input(9, 70), Drawn("weight", 70, 21), Drawn("bias", 21));
        x.Set(Drawn("x", 9, 70).ToArray());
        var (one, two) = (x.Dense(weight, bias, activation), x.Dense(weight, bias).Activate(activation));
        graph.Forward();
        Assert.Equal(two.ToArray(), one.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Layers_differ_by_their_activation(Activation activation)
    {
        using var graph = new Graph();
        var x = graph.Input(1, 8);
        x.Set([-3, -2, -1, -0.5f, 0.5f, 1, 2, 3]);
        var results = Enum.GetValues<Activation>().Select(other => (other, Tensor: x.Activate(other))).ToList();
        graph.Forward();
        var mine = results.Single(result => result.other == activation).Tensor.ToArray();
        Assert.All(
            results.Where(result => result.other != activation),
            result => Assert.True(TensorPrimitives.Distance<float>(mine, result.Tensor.ToArray()) > 0.01, $"{activation} and {result.other} are the same."));
    }

    [Fact]
    public void An_activation_that_does_not_exist_is_refused_everywhere()
    {
        using var graph = new Graph();
        var (none, rows, images) = ((Activation)99, graph.Input(2, 3), graph.Input(2, 4, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Activate(none));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Dense(new Parameter("weight", 3, 5), null, none));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Conv2D(new Parameter("weight", 3, 3, 3, 5), null, 1, Padding.Same, none));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Conv2D(new Parameter("weight", 2, 2, 3, 5), null, 1, Padding.Same, none));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Conv2DTranspose(new Parameter("weight", 2, 2, 5, 3), null, 1, Padding.Same, none));
    }

    private static Parameter Drawn(string name, params int[] shape)
    {
        var rng = new Numerics.Rng(4);
        var parameter = new Parameter(name, shape);
        parameter.Set([.. Enumerable.Range(0, parameter.Length).Select(_ => (float)(rng.NextDouble() - 0.5))]);
        return parameter;
    }
}
