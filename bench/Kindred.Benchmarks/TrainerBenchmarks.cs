using BenchmarkDotNet.Attributes;
using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Benchmarks;

/// <summary>One training step of both published autoencoders: batch 256, Adam. The memory column shows that a step allocates nothing.</summary>
/// <remarks>Time does not depend on the pixels, so these are drawn at random; three quarters are black, as in clothes.</remarks>
[MemoryDiagnoser]
public class TrainerBenchmarks
{
    private const int BatchSize = 256;

    private Batch? _batch;
    private Tensor? _loss;
    private IUpdater? _updater;
    private Samples? _samples;
    private int[]? _rows;

    [Params("dense", "convolutional")]
    public string Network { get; set; } = "dense";

    [GlobalSetup]
    public void Record()
    {
        IArchitecture architecture = Network == "dense" ? new DenseArchitecture() : new ConvolutionalArchitecture();
        var network = architecture.Build(new Rng(1));
        _batch = new Batch(new Graph { Training = true }, BatchSize, architecture.Inputs);
        var images = _batch.X.Reshape([BatchSize, .. network.InputShape]);
        _loss = network.Decoder.Forward(network.Encoder.Forward(images)).Flatten().MeanSquaredError(_batch.X);
        _updater = new Adam().Over(network.Parameters);
        _samples = Samples.From(Pixels(4 * BatchSize, architecture.Inputs));
        _rows = new Rng(2).Permutation(BatchSize);
        Step();
    }

    [GlobalCleanup]
    public void Free() => _batch!.Dispose();

    [Benchmark]
    public float Step()
    {
        _batch!.Choose(_samples!, _rows);
        _batch.Graph.Forward();
        _batch.Graph.Backward(_loss!);
        _updater!.Step();
        return _loss!.Values[0];
    }

    private static ByteMatrix Pixels(int rows, int columns)
    {
        var rng = new Rng(3);
        var pixels = new byte[rows * columns];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Max(0, rng.NextInt(1024) - 768);
        return new ByteMatrix(rows, columns, pixels);
    }
}
