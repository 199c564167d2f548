using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Layers;

public sealed class ResidualTests
{
    [Fact]
    public void A_block_adds_what_its_layers_make_and_rectifies()
    {
        var dense = new Dense(2, 2, Activation.Linear, Initialization.HeNormal, new Rng(1));
        dense.Weight.Set([1, 0, 0, -3]);
        var block = new Residual([dense]);
        using var graph = new Graph();
        var x = graph.Input(2, 2);
        x.Set([1, 2, -3, -4]);
        var y = block.Forward(x);
        graph.Forward();
        Assert.Equal([2, 0, 0, 8], y.ToArray());  // x + (x, −3x), what is negative cut off
    }

    [Fact]
    public void Gradients_pass_through_and_beside_the_layers()
    {
        var dense = new Dense(1, 1, Activation.Linear, Initialization.HeNormal, new Rng(1));
        dense.Weight.Set([0.5f]);
        var block = new Residual([dense]);
        using var graph = new Graph { Training = true };
        var p = new Parameter("p", 1, 1);
        p.Set([2]);
        var loss = block.Forward(graph.Of(p)).Sum();
        graph.Forward();
        graph.Backward(loss);
        Assert.Equal((1.5f, 2f), (p.GradientToArray()[0], dense.Weight.GradientToArray()[0]));
    }

    [Fact]
    public void Parameters_of_a_block_in_a_network_have_names_of_their_own()
    {
        var rng = new Rng(1);
        var network = new Sequential("net", [new Residual([new Dense(3, 3, Activation.Relu, Initialization.HeNormal, rng), new Dense(3, 3, Activation.Linear, Initialization.HeNormal, rng)])]);
        Assert.Equal(["net.0.0.weight", "net.0.0.bias", "net.0.1.weight", "net.0.1.bias"], network.Parameters.Select(parameter => parameter.Name));
    }
}
