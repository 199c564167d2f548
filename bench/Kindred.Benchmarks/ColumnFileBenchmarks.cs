using BenchmarkDotNet.Attributes;
using Kindred.Datasets;
using Parquet;
using Parquet.Schema;

namespace Kindred.Benchmarks;

/// <summary>20,000 rows of 512 floats from Parquet, as 512 columns and as one column of lists, to the samples that methods take.</summary>
[MemoryDiagnoser]
public class ColumnFileBenchmarks
{
    private const int Rows = 20_000;
    private const int Width = 512;

    private string _folder = "";

    [GlobalSetup]
    public async Task Write()
    {
        _folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        var columns = Enumerable.Range(0, Width).Select(j => new DataField<float>($"v{j}")).ToArray();
        await using (var file = File.Create(Path.Combine(_folder, "columns.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns), file))
        {
            using var group = writer.CreateRowGroup();
            foreach (var (j, column) in columns.Index())
                await group.WriteAsync<float>(column, Enumerable.Range(0, Rows).Select(i => Value(i, j)).ToArray());
        }

        var item = new DataField<float>("item");
        await using var lists = File.Create(Path.Combine(_folder, "lists.parquet"));
        await using var listWriter = await ParquetWriter.CreateAsync(new ParquetSchema(new ListField("embedding", item)), lists);
        using var listGroup = listWriter.CreateRowGroup();
        await listGroup.WriteAsync<float>(item, Enumerable.Range(0, Rows * Width).Select(k => Value(k / Width, k % Width)).ToArray(), Enumerable.Range(0, Rows * Width).Select(k => k % Width == 0 ? 0 : 1).ToArray());
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public Dataset Columns() => ParquetFile.Read(Path.Combine(_folder, "columns.parquet"));

    [Benchmark]
    public Dataset Lists() => ParquetFile.Read(Path.Combine(_folder, "lists.parquet"));

    private static float Value(int i, int j) => (float)Math.Sin((i * 0.37) + (j * 1.7));
}
