using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>
/// From its second pass on a graph makes gradients where they are needed, in parts and in panels, and reads copies it made on the way
/// forward. The first pass does none of this, so it is the reference: every later one must have its bits.
/// </summary>
[Collection(nameof(Parallelism))]
public sealed class RepeatedPassTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    public static TheoryData<int, Activation> Layers => new()
    {
        { 1, Activation.Relu }, { 50, Activation.Relu }, { 256, Activation.LeakyRelu }, { 256, Activation.Tanh },
        { 37, Activation.Sigmoid }, { 256, Activation.Linear }, { 300, Activation.Relu }, { 513, Activation.Tanh },
    };

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_pass_has_the_bits_of_the_first(int rows, Activation activation)
    {
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            using var chain = new Chain(rows, activation);
            var first = chain.Pass(chain.Loss);
            for (var pass = 0; pass < 3; pass++)
                Assert.Equal(first, chain.Pass(chain.Loss));
        }
    }

    [Fact]
    public void Passes_forward_alone_in_between_change_nothing()
    {
        using var chain = new Chain(64, Activation.Relu);
        var first = chain.Pass(chain.Loss);
        _ = chain.Pass(chain.Loss);
        for (var pass = 0; pass < 3; pass++)
            chain.Graph.Forward();
        Assert.Equal(first, chain.Pass(chain.Loss));
        Assert.Equal(first, chain.Pass(chain.Loss));
    }

    [Fact]
    public void New_data_do_not_meet_what_was_kept_of_the_old()
    {
        using var used = new Chain(64, Activation.Relu);
        for (var pass = 0; pass < 3; pass++)
            _ = used.Pass(used.Loss);
        used.Fill(seed: 9);
        using var fresh = new Chain(64, Activation.Relu);
        fresh.Fill(seed: 9);
        Assert.Equal(fresh.Pass(fresh.Loss), used.Pass(used.Loss));
    }

    [Fact]
    public void Another_loss_of_the_same_graph_takes_its_own_way()
    {
        using var chain = new Chain(64, Activation.Relu);
        var (loss, both) = (chain.Pass(chain.Loss), chain.Pass(chain.LossOfBoth));
        Assert.NotEqual(loss, both);
        foreach (var wanted in (bool[])[true, true, false, false, true, false])
            Assert.Equal(wanted ? both : loss, chain.Pass(wanted ? chain.LossOfBoth : chain.Loss));
    }

    [Fact]
    public void Operations_recorded_later_are_seen()
    {
        using var chain = new Chain(64, Activation.Relu);
        for (var pass = 0; pass < 3; pass++)
            _ = chain.Pass(chain.Loss);
        var later = chain.RecordMore();
        using var fresh = new Chain(64, Activation.Relu);
        var expected = fresh.Pass(fresh.RecordMore());
        Assert.Equal(expected, chain.Pass(later));
        Assert.Equal(expected, chain.Pass(later));
    }

    /// <summary>Layers that use one bias twice, a hidden tensor that two operations read, one that is read in another shape, and a weight that lies row after row.</summary>
    private sealed class Chain : IDisposable
    {
        private readonly Layer[] _layers;
        private readonly Parameter _byRows = new("by rows", 97, 97);
        private readonly Tensor _x, _target, _hidden;

        public Chain(int rows, Activation activation)
        {
            var rng = new Rng(5);
            Dense Layer(int ins, int outs, Activation end) => new(ins, outs, end, Initialization.GlorotUniform, rng);
            _layers = [Layer(70, 130, activation), Layer(130, 130, activation), Layer(130, 10, Activation.Linear), Layer(10, 97, activation), Layer(97, 70, Activation.Sigmoid)];
            _byRows.Set([.. Enumerable.Range(0, 97 * 97).Select(_ => (float)(rng.NextDouble() - 0.5) / 5)]);
            (_x, _target) = (Graph.Input(rows, 70), Graph.Input(rows, 70));
            Fill(seed: 3);
            _hidden = _layers[1].Forward(_layers[1].Forward(_layers[0].Forward(_x).Reshape(rows, 130, 1).Flatten()));
            Loss = Error(_hidden);
            LossOfBoth = Loss + Error(_hidden.Tanh());
        }

        public Graph Graph { get; } = new() { Training = true };

        public Tensor Loss { get; }

        public Tensor LossOfBoth { get; }

        public Tensor RecordMore() => Loss + Error(_hidden.Sigmoid());

        public void Fill(ulong seed)
        {
            var rng = new Rng(seed);
            foreach (var tensor in (Tensor[])[_x, _target])
            {
                foreach (ref var value in tensor.Values)
                    value = (float)rng.NextDouble();
            }
        }

        public float[][] Pass(Tensor loss)
        {
            Graph.Forward();
            Graph.Backward(loss);
            return [.. _layers.SelectMany(layer => layer.Parameters).Append(_byRows).Select(parameter => parameter.GradientToArray())];
        }

        public void Dispose() => Graph.Dispose();

        private Tensor Error(Tensor hidden) =>
            _layers[4].Forward(_layers[3].Forward(_layers[2].Forward(hidden)).Dense(_byRows, null, Activation.Relu)).MeanSquaredError(_target);
    }
}
