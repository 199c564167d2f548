using BenchmarkDotNet.Attributes;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Benchmarks;

/// <summary>One training step of both published autoencoders: batch 256, Adam. The memory column shows that a step allocates nothing.</summary>
/// <remarks>On the built-in images. On noise the convolutional network soon says black everywhere, and steps on numbers near zero take ten times as long.</remarks>
[MemoryDiagnoser]
public class TrainerBenchmarks
{
    private const int BatchSize = 256;

    private Batch? _batch;
    private Tensor? _loss;
    private IOptimizerRun? _updater;
    private Samples? _samples;
    private int[]? _order;
    private int _next;

    [Params("dense", "convolutional")]
    public string Network { get; set; } = "dense";

    [GlobalSetup]
    public void Record()
    {
        IArchitecture architecture = Network == "dense" ? new DenseArchitecture() : new ConvolutionalArchitecture();
        var network = architecture.Build(new Rng(1));
        _batch = new Batch(new Graph { Training = true }, BatchSize, architecture.Inputs);
        var pictures = _batch.X.Reshape([BatchSize, .. network.InputShape]);
        _loss = network.Decoder.Forward(network.Encoder.Forward(pictures)).Flatten().MeanSquaredError(_batch.X);
        _updater = new Adam().Over(network.Parameters);
        var images = Wardrobe.Load().Train;
        _samples = Samples.From(images.Bytes!);
        _order = new Rng(2).Permutation(images.Count);
        Step();
    }

    [GlobalCleanup]
    public void Free() => _batch!.Dispose();

    [Benchmark]
    public float Step()
    {
        _next = _next + BatchSize > _order!.Length ? 0 : _next;
        _batch!.Choose(_samples!, _order.AsSpan(_next, BatchSize));
        _next += BatchSize;
        _batch.Graph.Forward();
        _updater!.Begin();
        _batch.Graph.Backward(_loss!);
        _updater.Step();
        return _loss!.Values[0];
    }
}
