using System.Text;
using BenchmarkDotNet.Attributes;
using Kindred.Datasets;

namespace Kindred.Benchmarks;

/// <summary>Reading 60,000 images of 28 x 28 from a packed IDX file and from the 785-column text form, and drawing the wardrobe.</summary>
/// <remarks>The images are the wardrobe's, so that no download is needed; Fashion-MNIST's files have about the same size.</remarks>
[MemoryDiagnoser]
public class DatasetLoadingBenchmarks
{
    private const int Count = 60_000;

    private string _folder = "";

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        var images = Wardrobe.Load(Count, 1).Train;
        IdxFile.Write(Path.Combine(_folder, "a-images.gz"), [Count, 28, 28], images.Bytes!.Values.ToArray());
        using var text = new StreamWriter(Path.Combine(_folder, "a.csv"));
        var line = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            line.Clear().Append(images.Classes![i]);
            foreach (var pixel in images.Bytes.Row(i))
                line.Append(',').Append(pixel);
            text.Write(line.Append('\n'));
        }
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public IdxArray IdxPacked() => IdxFile.Read(Path.Combine(_folder, "a-images.gz"));

    [Benchmark]
    public Dataset Csv() => CsvFile.Read(Path.Combine(_folder, "a.csv"));

    [Benchmark]
    public Dataset DrawWardrobe() => Wardrobe.Load();
}
