using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Bench;

/// <summary>Matrix products: the layers of the dense autoencoder in their three roles, squares, and the thin ones of clustering.</summary>
internal static unsafe class GemmBench
{
    private static readonly (string Shape, string Kind, int M, int N, int K)[] Products =
    [
        ("2048", "nn", 2048, 2048, 2048),
        .. Layer(784, 2000),
        .. Layer(2000, 1000),
        .. Layer(1000, 500),
        .. Layer(500, 10),
        ("60000x784x10", "nn", 60000, 10, 784),
        ("60000x784x100", "nn", 60000, 100, 784),
        ("60000x10x10", "nn", 60000, 10, 10),
    ];

    public static void Run(CancellationToken cancellation)
    {
        foreach (var (shape, kind, m, n, k) in Products)
        {
            cancellation.ThrowIfCancellationRequested();
            using var a = Random((long)m * k);
            using var b = Random((long)n * k);
            using var c = new NativeBuffer<float>((long)m * n);
            var (transposeA, transposeB) = (kind[0] == 't', kind[1] == 't');
            var seconds = Clock.MedianSeconds(
                () => GemmFloat.Multiply(transposeA, transposeB, m, n, k, a.Pointer, transposeA ? m : k, b.Pointer, transposeB ? k : n, 0, c.Pointer, n),
                count: 25,
                warmUps: 5);
            BenchJob.Emit(new
            {
                peer = "kindred",
                job = "gemm",
                shape,
                kind,
                threads = Parallelism.Threads,
                ms = Math.Round(1e3 * seconds, 3),
                gflops = Math.Round(2.0 * m * n * k / seconds / 1e9, 1),
            });
        }
    }

    /// <summary>The three products of a dense layer on a batch of 256: forward, gradient of the weights, gradient of the input.</summary>
    private static (string Shape, string Kind, int M, int N, int K)[] Layer(int inputs, int outputs) =>
    [
        ($"256x{inputs}x{outputs} forward", "nn", 256, outputs, inputs),
        ($"256x{inputs}x{outputs} dW", "tn", inputs, outputs, 256),
        ($"256x{inputs}x{outputs} dX", "nt", 256, inputs, outputs),
    ];

    private static NativeBuffer<float> Random(long length)
    {
        var rng = new Rng(5);
        var buffer = new NativeBuffer<float>(length);
        foreach (ref var value in buffer.Span)
            value = (float)rng.NextDouble() - 0.5f;
        return buffer;
    }
}
