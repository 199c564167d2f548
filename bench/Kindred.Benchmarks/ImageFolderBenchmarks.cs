using BenchmarkDotNet.Attributes;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using SkiaSharp;

namespace Kindred.Benchmarks;

/// <summary>Reading folders: 10,000 PNG images of 28 x 28, and 200 JPEG photographs of 1024 x 768, shrunk to 32 x 32.</summary>
[MemoryDiagnoser]
public class ImageFolderBenchmarks
{
    private const int Small = 10_000, Large = 200;

    private string _folder = "";

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        var (png, jpeg) = (Directory.CreateDirectory(Path.Combine(_folder, "png")).FullName, Directory.CreateDirectory(Path.Combine(_folder, "jpeg")).FullName);
        var clothes = Wardrobe.Load(Small, 1).Train.Bytes!;
        for (var i = 0; i < Small; i++)
            File.WriteAllBytes(Path.Combine(png, $"{i:00000}.png"), PngFile.Encode(new Picture(28, 28, 1, clothes.Row(i).ToArray())));
        for (var i = 0; i < Large; i++)
            File.WriteAllBytes(Path.Combine(jpeg, $"{i:000}.jpg"), Photograph(i));
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public Dataset Png() => ImageFolder.Read(Path.Combine(_folder, "png"));

    [Benchmark]
    public Dataset Jpeg() => ImageFolder.Read(Path.Combine(_folder, "jpeg"), new ImageFolderOptions { Size = new ImageSize(32, 32) });

    /// <summary>Waves with grain, so that every block has something to decode.</summary>
    private static byte[] Photograph(int seed)
    {
        var rng = new Rng((ulong)seed);
        using var bitmap = new SKBitmap(1024, 768);
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var light = (byte)(110 + (60 * Math.Sin((x + (seed * y)) / 90.0)) + rng.NextInt(40));
                bitmap.SetPixel(x, y, new SKColor(light, (byte)(255 - light), (byte)(y / 3)));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
