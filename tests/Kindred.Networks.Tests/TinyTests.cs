using Kindred.Networks.Layers;
using Kindred.Networks.Optimizers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>Subnormal numbers, with which some processors compute a hundred times as slowly, do not arise where networks saturate or die.</summary>
public sealed class TinyTests
{
    public static TheoryData<IOptimizer> Optimizers => [new Adam(), new AdamW(), new Sgd { Momentum = 0.9 }];

    [Theory]
    [InlineData(-46)]
    [InlineData(-75)]
    [InlineData(-84)]
    [InlineData(-87)]
    public void A_saturated_sigmoid_leaves_no_subnormal_gradient_or_moment(float bias)
    {
        var rng = new Rng(1);
        var hidden = new Conv2D(1, 16, 3, Activation.Relu, Initialization.HeUniform, rng);
        var last = new Conv2D(16, 1, 3, Activation.Sigmoid, Initialization.HeUniform, rng);
        last.Bias.Set([bias]);
        using var graph = new Graph { Training = true };
        var x = graph.Input(8, 14, 14, 1);
        x.Set([.. Enumerable.Range(0, x.Length).Select(_ => (float)rng.NextDouble())]);
        var loss = last.Forward(hidden.Forward(x)).MeanSquaredError(x);
        Parameter[] parameters = [.. hidden.Parameters, .. last.Parameters];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].Name = $"{i}";
        var run = new Adam().Over(parameters);
        for (var step = 0; step < 5; step++)
        {
            graph.Forward();
            graph.Backward(loss);
            run.Step();
            Assert.All(parameters, parameter => Assert.DoesNotContain(parameter.GradientToArray(), float.IsSubnormal));
            Assert.All(run.Save(), moment => Assert.DoesNotContain(moment.Value, float.IsSubnormal));
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Moments_of_what_gets_no_gradient_any_more_end_at_zero(IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var moment = Step(optimizer, [1, .. new float[1200]]).Moments[0];
        Assert.All(moment, value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void What_is_not_a_number_stays_none(IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var (values, moments) = Step(optimizer, [float.NaN]);
        Assert.All(values, value => Assert.True(float.IsNaN(value)));
        Assert.All(moments.SelectMany(moment => moment), value => Assert.True(float.IsNaN(value)));
    }

    /// <summary>A step for each gradient, all of whose values are the same.</summary>
    private static (float[] Values, float[][] Moments) Step(IOptimizer optimizer, float[] gradients)
    {
        using var graph = new Graph();
        var parameter = new Parameter("p", 19);
        var gradient = graph.Input(19);
        var loss = (graph.Of(parameter) * gradient).Sum();
        var run = optimizer.Over([parameter]);
        foreach (var value in gradients)
        {
            gradient.Set([.. Enumerable.Repeat(value, 19)]);
            graph.Forward();
            graph.Backward(loss);
            run.Step();
        }

        return (parameter.ToArray(), [.. run.Save().Select(moment => moment.Value)]);
    }
}
