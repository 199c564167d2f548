using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Layers;

/// <summary>A normalisation with a ReLU behind it is done in one pass, and nobody can tell from the results.</summary>
public sealed class BatchNormalizationTests
{
    public static TheoryData<int, int, bool> Sizes => new() { { 700, 32, true }, { 700, 32, false }, { 40, 5, true }, { 1030, 70, true }, { 40, 5, false }, { 3, 1, true } };

    [Theory, MemberData(nameof(Sizes))]
    public void One_pass_gives_the_bits_of_one_layer_after_the_other(int rows, int columns, bool training)
    {
        var (apart, together) = (Pass(rows, columns, training, inOnePass: false), Pass(rows, columns, training, inOnePass: true));
        Assert.Equal(apart.Count, together.Count);
        for (var i = 0; i < apart.Count; i++)
            Assert.Equal(apart[i].Select(BitConverter.SingleToInt32Bits), together[i].Select(BitConverter.SingleToInt32Bits));
        Assert.Contains(apart[0], value => value > 0);
    }

    [Fact]
    public void Both_layers_are_there_for_whoever_lists_them_and_a_block_takes_them_in_one_pass_too()
    {
        using var graph = new Graph { Training = true };
        var block = new Residual([new BatchNormalization(4), new ActivationLayer(Activation.Relu)]);
        var x = graph.Input(6, 4);
        x.Set([.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))]);
        var (y, normalized) = (block.Forward(x), new BatchNormalization(4).Forward(x));
        graph.Forward();
        Assert.Equal(x.ToArray().Zip(normalized.ToArray(), (value, other) => Math.Max(value + Math.Max(other, 0), 0)), y.ToArray());
        Assert.Equal(2, new Sequential("both", [new BatchNormalization(4), new ActivationLayer(Activation.Relu)]).Layers.Count);
    }

    /// <summary>Result, gradients of x, of scale and of shift, and the running statistics. x is read twice, so that its gradient has two sources.</summary>
    private static List<float[]> Pass(int rows, int columns, bool training, bool inOnePass)
    {
        var rng = new Rng(3);
        using var graph = new Graph { Training = training };
        var (x, normalization) = (new Parameter("x", rows, columns), new BatchNormalization(columns));
        foreach (var parameter in new[] { x, normalization.Scale, normalization.Shift, normalization.RunningMean })
            parameter.Set([.. Enumerable.Range(0, parameter.Length).Select(_ => (float)rng.NextNormal())]);
        var weights = graph.Input(rows, columns);
        weights.Set([.. Enumerable.Range(0, weights.Length).Select(_ => (float)rng.NextNormal())]);
        var y = inOnePass
            ? new Sequential("both", [normalization, new ActivationLayer(Activation.Relu)]).Forward(graph.Of(x))
            : new ActivationLayer(Activation.Relu).Forward(normalization.Forward(graph.Of(x)));
        var loss = ((y + graph.Of(x)) * weights).Sum();
        for (var pass = 0; pass < 2; pass++)
        {
            graph.Forward();
            graph.Backward(loss);
        }

        return [y.ToArray(), x.GradientToArray(), normalization.Scale.GradientToArray(), normalization.Shift.GradientToArray(), normalization.RunningMean.ToArray(), normalization.RunningVariance.ToArray()];
    }
}
