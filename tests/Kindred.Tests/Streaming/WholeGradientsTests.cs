using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Tests.Streaming;

/// <summary>A backward pass says which gradients are whole while it makes others: nothing is added to them any more, and those of the last layers come first.</summary>
public sealed class WholeGradientsTests
{
    private static readonly ImageShape Shape = new(28, 28, 1);

    public static TheoryData<string> Networks => ["dense", "convolutional", "contrastive", "residual"];

    [Theory, MemberData(nameof(Networks))]
    public void What_is_said_to_be_whole_stays_as_it_is(string name)
    {
        using var batch = new Batch(new Graph { Training = true }, 16, Shape.Size);
        batch.Choose(Samples.From(Wardrobe.Load(trainCount: 16, testCount: 1).Train.Bytes!), [.. Enumerable.Range(0, 16)]);
        var (parameters, loss) = Recorded(name, batch);
        batch.Graph.Forward();
        batch.Graph.Backward(loss);  // in which it is seen who adds to what
        for (var pass = 0; pass < 3; pass++)
        {
            var watcher = new Watcher();
            batch.Graph.Forward();
            batch.Graph.Backward(loss, 1, watcher);
            Parameter[] learned = [.. parameters.Where(parameter => parameter.Trainable)];
            Assert.Equal(learned.ToHashSet(), [.. watcher.Whole.Select(whole => whole.Parameter)]);
            Assert.Equal(learned.Length, watcher.Whole.Count);
            Assert.All(watcher.Whole, whole => Assert.Equal(whole.Gradient, whole.Parameter.GradientToArray()));
            int Behind(Parameter parameter) => watcher.Whole.Single(whole => whole.Parameter == parameter).Behind;
            Assert.True(Behind(learned[^1]) <= watcher.Behind / 3, $"The last layer's bias is whole after {Behind(learned[^1])} of {watcher.Behind} operations.");
            Assert.True(Behind(learned[0]) > watcher.Behind / 2, $"The first layer's weight is whole after {Behind(learned[0])} of {watcher.Behind} operations.");
        }
    }

    private static (IReadOnlyList<Parameter> Parameters, Tensor Loss) Recorded(string name, Batch batch)
    {
        var rng = new Rng(3);
        if (name is "dense" or "convolutional")
        {
            IArchitecture architecture = name == "dense" ? new DenseArchitecture { Widths = [784, 100, 80, 10] } : new ConvolutionalArchitecture { Shape = Shape, Channels = [4, 8], CodeLength = 10 };
            var network = architecture.Build(rng);
            var images = batch.X.Reshape([16, .. network.InputShape]);
            return (network.Parameters, network.Decoder.Forward(network.Encoder.Forward(images)).Reshape(16, Shape.Size).MeanSquaredError(batch.X));
        }

        var views = new ContrastiveArchitecture { Shape = Shape, Channels = [4, 8], CodeLength = 32, Projection = [32, 16], ResidualBlocks = name == "residual" ? 1 : 0 }.Build(rng);
        return (views.Parameters, views.Project(batch.Versions(2, (values, _, _, version, result) => System.Numerics.Tensors.TensorPrimitives.Multiply(values, 1 + version, result))).ContrastiveLoss());
    }

    private sealed class Watcher : IBackwardWatcher
    {
        public List<(Parameter Parameter, float[] Gradient, int Behind)> Whole { get; } = [];

        public int Behind { get; private set; }

        public void IsWhole(Parameter parameter) => Whole.Add((parameter, parameter.GradientToArray(), Behind));

        public void Passed() => Behind++;
    }
}
