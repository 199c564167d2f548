using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Benchmarks;

/// <summary>Ten groups, ten restarts, to convergence: the images of Fashion-MNIST (the folder that KINDRED_DATA names) as bytes, and codes of ten numbers.</summary>
[MemoryDiagnoser]
public class KMeansBenchmarks
{
    private const int Rows = 60_000;

    private readonly KMeans _settings = new() { ClusterCount = 10, Seed = 1 };
    private ByteMatrix _images = null!;
    private Matrix _codes = null!;

    [GlobalSetup]
    public void Setup()
    {
        _images = Images();
        _codes = Codes();
    }

    [Benchmark]
    public double Images_as_bytes() => _settings.Fit(_images).Inertia;

    [Benchmark]
    public double Ten_column_codes() => _settings.Fit(_codes).Inertia;

    [Benchmark]
    public int[] Predict_images() => new KMeansModel(_images.Slice(0, 10).ToMatrix()).Predict(_images);

    private static ByteMatrix Images()
    {
        var folder = Environment.GetEnvironmentVariable("KINDRED_DATA") ?? throw new InvalidOperationException("Set KINDRED_DATA to the folder that holds fashion-mnist.");
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, "fashion-mnist", "train-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        var (header, pixels) = (new byte[16], new byte[Rows * 784]);
        file.ReadExactly(header);
        file.ReadExactly(pixels);
        return new ByteMatrix(Rows, 784, pixels);
    }

    private static Matrix Codes()
    {
        var rng = new Rng(3);
        var values = new float[Rows * 10];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((i / 10 % 10 == i % 10 ? 2 : 0) + rng.NextNormal());
        return new Matrix(Rows, 10, values);
    }
}
