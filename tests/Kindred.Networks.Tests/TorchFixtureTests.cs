using Kindred.Networks.Optimizers;

namespace Kindred.Networks.Tests;

/// <summary>Results and gradients as PyTorch computes them.</summary>
public sealed class TorchFixtureTests
{
    private const string Normalisation = "batch normalisation";

    private static readonly Fixtures Fixtures = Fixtures.Read();

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> LossesByName = new()
    {
        ["mean squared error"] = (x, target) => x.MeanSquaredError(target),
        ["binary cross-entropy"] = (x, target) => x.BinaryCrossEntropy(target),
        ["categorical cross-entropy"] = (x, target) => x.CategoricalCrossEntropy(target),
        ["Kullback-Leibler divergence"] = (x, target) => x.KullbackLeibler(target),
    };

    private static readonly Dictionary<string, IOptimizer> OptimizersByName = new()
    {
        ["Adam"] = new Adam { LearningRate = 0.01 },
        ["AdamW"] = new AdamW { LearningRate = 0.01, WeightDecay = 0.1 },
        ["Sgd"] = new Sgd { LearningRate = 0.1 },
        ["Sgd with momentum"] = new Sgd { LearningRate = 0.1, Momentum = 0.9 },
        ["Sgd with a look ahead"] = new Sgd { LearningRate = 0.1, Momentum = 0.9, Nesterov = true },
    };

    public static TheoryData<int> Operations => [.. Enumerable.Range(0, Fixtures.Cases.Count)];

    public static TheoryData<string> Losses => [.. Fixtures.Losses.Select(loss => loss.Name)];

    public static TheoryData<string> Optimizers => [.. Fixtures.Optimizers.Select(optimizer => optimizer.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operations_agree_with_PyTorch(int index)
    {
        var fixture = Fixtures.Cases[index];
        using var graph = new Graph { Training = fixture.Training };
        var parameters = fixture.Parameters.Select((array, i) => array.ToParameter($"p{i}")).ToList();
        var (mean, variance) = Running(parameters[^1].Length);
        var result = fixture.Name.StartsWith(Normalisation, StringComparison.Ordinal)
            ? graph.Of(parameters[0]).BatchNormalization(parameters[1], parameters[2], mean, variance)
            : GradientTests.Cases[fixture.Name].Build(graph, parameters);
        var weights = graph.Input(fixture.Weights.Shape);
        fixture.Weights.Values.CopyTo(weights.Values);
        var loss = (result * weights).Sum();
        graph.Forward();
        graph.Backward(loss);

        Assert.Equal(fixture.Result.Shape, result.Shape.ToArray());
        fixture.Result.AssertEqual(result.Values, fixture.Name);
        for (var i = 0; i < parameters.Count; i++)
            fixture.Gradients[i].AssertEqual(parameters[i].GradientToArray(), $"{fixture.Name}: ∂loss/∂p{i}");
        if (fixture.After.Count > 0)
        {
            fixture.After[0].AssertEqual(mean.ToArray(), "running mean");
            fixture.After[1].AssertEqual(variance.ToArray(), "running variance");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_agree_with_PyTorch(string name)
    {
        var fixture = Fixtures.Losses.Single(loss => loss.Name == name);
        using var graph = new Graph();
        var x = fixture.X.ToParameter("x");
        var target = graph.Input(fixture.Target.Shape);
        fixture.Target.Values.CopyTo(target.Values);
        var loss = LossesByName[name](graph.Of(x), target);
        graph.Forward();
        graph.Backward(loss);

        Assert.Equal(fixture.Loss, loss.Values[0], 2e-6);
        fixture.Gradient.AssertEqual(x.GradientToArray(), "gradient");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Three_steps_agree_with_PyTorch(string name)
    {
        var fixture = Fixtures.Optimizers.Single(optimizer => optimizer.Name == name);
        var p = fixture.Start.ToParameter("p");
        var updater = OptimizersByName[name].Over([p]);
        foreach (var step in fixture.Steps)
        {
            step.Gradient.Values.CopyTo(p.Gradient.Span);
            updater.Step();
            step.Values.AssertEqual(p.ToArray(), name, 5e-7);
        }

        Assert.Equal(3, updater.Steps);
    }

    private static (Parameter Mean, Parameter Variance) Running(int columns)
    {
        var variance = new Parameter("variance", columns) { Trainable = false };
        variance.Set([.. Enumerable.Repeat(1f, columns)]);
        return (new Parameter("mean", columns) { Trainable = false }, variance);
    }
}
