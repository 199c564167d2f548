using BenchmarkDotNet.Attributes;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Benchmarks;

/// <summary>The products of a training step of the dense autoencoder, of clustering 60,000 rows, and a large square one.</summary>
[MemoryDiagnoser]
public unsafe class GemmBenchmarks
{
    private readonly List<NativeBuffer<float>> _owned = [];
    private Action _multiply = () => { };

    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    public static IEnumerable<string> Shapes =>
    [
        "NN 2048 2048 2048",
        "NN 256 2000 784", "NT 256 784 2000", "TN 784 2000 256",        // forward, to the inputs, to the weights
        "NN 256 1000 2000", "NT 256 2000 1000", "TN 2000 1000 256",
        "NN 256 500 1000", "NT 256 1000 500", "TN 1000 500 256",
        "NN 256 10 500", "NT 256 500 10", "TN 500 10 256",
        "NN 60000 10 784", "NN 60000 10 10", "NN 60000 100 784",
    ];

    [GlobalSetup]
    public void Setup()
    {
        var words = Shape.Split(' ');
        var (transposeA, transposeB) = (words[0][0] == 'T', words[0][1] == 'T');
        var (m, n, k) = (int.Parse(words[1], null), int.Parse(words[2], null), int.Parse(words[3], null));
        float* a = Values(m * k), b = Values(k * n), c = Values(m * n);
        _multiply = () => GemmFloat.Multiply(transposeA, transposeB, m, n, k, a, transposeA ? m : k, b, transposeB ? k : n, 0, c, n);
    }

    [Benchmark]
    public void Multiply() => _multiply();

    [GlobalCleanup]
    public void Cleanup()
    {
        _owned.ForEach(owned => owned.Dispose());
        _owned.Clear();
    }

    private float* Values(int count)
    {
        var (rng, buffer) = (new Rng(1), new NativeBuffer<float>(count));
        foreach (ref var value in buffer.Span)
            value = (float)(rng.NextDouble() - 0.5);
        _owned.Add(buffer);
        return buffer.Pointer;
    }
}
