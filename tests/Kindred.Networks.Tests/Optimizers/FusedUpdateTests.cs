using Kindred.Networks.Layers;
using Kindred.Networks.Optimizers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Optimizers;

/// <summary>A step that was begun before the backward pass has the bits of one that follows it.</summary>
public sealed class FusedUpdateTests
{
    public static TheoryData<IOptimizer, int, bool> Cases => new()
    {
        { new Adam(), 50, false },
        { new AdamW(), 50, false },
        { new Sgd { Momentum = 0.9 }, 50, false },
        { new Adam(), 700, false },  // more rows than a product that is not kept can have
        { new Adam(), 50, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Begun_before_or_not_a_step_has_the_same_bits(IOptimizer optimizer, int rows, bool shared)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Assert.Equal(Train(optimizer, rows, shared, begin: false), Train(optimizer, rows, shared, begin: true));
    }

    private static float[][] Train(IOptimizer optimizer, int rows, bool shared, bool begin)
    {
        var rng = new Rng(3);
        var first = new Dense(60, 60, Activation.Relu, Initialization.GlorotUniform, rng);
        var second = shared ? first : new Dense(60, 60, Activation.Tanh, Initialization.GlorotUniform, rng);
        var last = new Dense(60, 7, Activation.Linear, Initialization.GlorotUniform, rng);
        Layer[] layers = shared ? [first, last] : [first, second, last];
        Parameter[] parameters = [.. layers.SelectMany((layer, i) => layer.Parameters.Select(parameter => Named(parameter, i)))];
        using var graph = new Graph();
        var (x, target) = (graph.Input(rows, 60), graph.Input(rows, 7));
        var loss = last.Forward(second.Forward(first.Forward(x))).MeanSquaredError(target);
        var updater = optimizer.Over(parameters);
        for (var step = 0; step < 4; step++)
        {
            Fill(x.Values, rng);
            Fill(target.Values, rng);
            graph.Forward();
            if (begin)
                updater.Begin();
            graph.Backward(loss);
            updater.Step();
        }

        Assert.Equal(4, updater.Steps);
        return [.. parameters.Select(parameter => parameter.ToArray()), .. updater.Save().Select(moment => moment.Value)];
    }

    private static Parameter Named(Parameter parameter, int layer)
    {
        parameter.Name = $"{layer}.{parameter.Name}";
        return parameter;
    }

    private static void Fill(Span<float> values, Rng rng)
    {
        foreach (ref var value in values)
            value = (float)rng.NextDouble();
    }
}
