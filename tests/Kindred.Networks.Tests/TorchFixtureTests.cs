using Kindred.Networks.Layers;
using Kindred.Networks.Optimizers;
using Kindred.Numerics;

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

    [Fact]
    public void Twenty_steps_of_a_convolutional_autoencoder_agree_with_PyTorch()
    {
        var fixture = Fixtures.Training;
        var network = SmallAutoencoder();
        for (var i = 0; i < fixture.Start.Count; i++)
            network.Parameters[i].Set(fixture.Start[i].Values);
        using var graph = new Graph { Training = true };
        var images = graph.Input(fixture.Images.Shape);
        fixture.Images.Values.CopyTo(images.Values);
        var loss = network.Forward(images).MeanSquaredError(images);
        var updater = new Adam { LearningRate = 3e-3 }.Over(network.Parameters);
        foreach (var expected in fixture.Losses)
        {
            graph.Forward();
            graph.Backward(loss);
            updater.Step();
            Assert.Equal(expected, loss.Values[0], 1e-5);
        }

        Assert.True(fixture.Losses[^1] < 0.8 * fixture.Losses[0], "The fixture learned too little to say anything.");
        for (var i = 0; i < fixture.End.Count; i++)
            fixture.End[i].AssertEqual(network.Parameters[i].ToArray(), network.Parameters[i].Name, 1e-3);
    }

    private static Sequential SmallAutoencoder()
    {
        var (rng, start) = (new Rng(1), Initialization.HeNormal);
        return new Sequential("net",
        [
            new Conv2D(1, 4, 3, Activation.Relu, start, rng),
            new MaxPooling2D(),
            new Conv2D(4, 6, 3, Activation.Relu, start, rng),
            new Flatten(),
            new Dense(96, 3, Activation.Linear, start, rng),
            new Dense(3, 96, Activation.Relu, start, rng),
            new Reshape([4, 4, 6]),
            new Conv2D(6, 4, 3, Activation.Relu, start, rng),
            new Upsampling2D(),
            new Conv2D(4, 1, 3, Activation.Sigmoid, start, rng),
        ]);
    }

    private static (Parameter Mean, Parameter Variance) Running(int columns)
    {
        var variance = new Parameter("variance", columns) { Trainable = false };
        variance.Set([.. Enumerable.Repeat(1f, columns)]);
        return (new Parameter("mean", columns) { Trainable = false }, variance);
    }
}
