using BenchmarkDotNet.Attributes;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Convolution;
using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Benchmarks;

/// <summary>The convolutional steps of the twelve-layer autoencoder on batches of 256, each with all that belongs to it.</summary>
[MemoryDiagnoser]
public unsafe class ConvolutionBenchmarks
{
    private const int Images = 256;

    private readonly List<IDisposable> _owned = [];
    private Action _forward = () => { };
    private Action _backward = () => { };

    [ParamsSource(nameof(Steps))]
    public string Step { get; set; } = "";

    public static IEnumerable<string> Steps => Shapes.Keys;

    private static Dictionary<string, ConvolutionShape> Shapes { get; } = new()
    {
        ["1-32@28 pooled"] = new(28, 28, 1, 32) { Relu = true, Pooled = true },
        ["32-64@14 pooled"] = new(14, 14, 32, 64) { Relu = true, Pooled = true },
        ["64-128@7"] = new(7, 7, 64, 128) { Relu = true },
        ["128-64@7"] = new(7, 7, 128, 64) { Relu = true },
        ["64-32@14 enlarged"] = new(7, 7, 64, 32) { Relu = true, Upsampled = true },
        ["32-1@28 enlarged"] = new(14, 14, 32, 1) { Upsampled = true },
        ["64-32@14"] = new(14, 14, 64, 32) { Relu = true },
    };

    [GlobalSetup]
    public void Setup()
    {
        var shape = Shapes[Step];
        var rng = new Rng(1);
        var plan = new ConvolutionPlan(shape);
        var winners = new NativeBuffer<byte>((long)Images * shape.OutputSize);
        _owned.AddRange([plan, winners]);
        var (inputs, outputs, weights) = (Images * shape.InputSize, Images * shape.OutputSize, 9 * shape.Inputs * shape.Outputs);
        var call = new ConvolutionCall
        {
            Images = Images,
            X = Values(inputs, rng),
            Weights = Values(weights, rng),
            Bias = Values(shape.Outputs, rng),
            Y = Values(outputs, rng),
            Winners = winners.Pointer,
            DY = Values(outputs, rng),
            DX = shape.Inputs == 1 ? null : Values(inputs, rng),     // pixels need no gradient
            DWeights = Values(weights, rng),
            DBias = Values(shape.Outputs, rng),
        };
        _forward = () => plan.Forward(in call);
        _backward = () => plan.Backward(in call);
    }

    [Benchmark]
    public void Forward() => _forward();

    [Benchmark]
    public void Backward() => _backward();

    [GlobalCleanup]
    public void Cleanup()
    {
        _owned.ForEach(owned => owned.Dispose());
        _owned.Clear();
    }

    private float* Values(int count, Rng rng)
    {
        var buffer = new NativeBuffer<float>(count);
        foreach (ref var value in buffer.Span)
            value = (float)(rng.NextDouble() - 0.5);
        _owned.Add(buffer);
        return buffer.Pointer;
    }
}
