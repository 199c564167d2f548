using System.Globalization;
using BenchmarkDotNet.Attributes;
using Kindred.Datasets;
using nietras.SeparatedValues;

namespace Kindred.Benchmarks;

/// <summary>Quoted text beside numbers: our reader against the package Sep, on the same 20,000 rows of a quoted name and 128 numbers with decimals.</summary>
/// <remarks>Sep is given the separator and the header, and finds neither missing values nor dialects; ours looks for all of these.</remarks>
[MemoryDiagnoser]
public class TextTableBenchmarks
{
    private const int Rows = 20_000;
    private const int Columns = 128;

    private string _folder = "";

    private string PathOfTable => Path.Combine(_folder, "a.csv");

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        using var text = new StreamWriter(PathOfTable);
        text.Write("name," + string.Join(',', Enumerable.Range(0, Columns).Select(j => $"\"v, {j}\"")) + "\n");
        for (var i = 0; i < Rows; i++)
            text.Write($"\"row \"\"{i}\"\", of all\"," + string.Join(',', Enumerable.Range(0, Columns).Select(j => (((i * 31) + (j * 17)) % 1000 / 8.0).ToString("0.000", CultureInfo.InvariantCulture))) + "\n");
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public Dataset Ours() => CsvFile.Read(PathOfTable, new CsvOptions { IdColumn = "name" });

    [Benchmark]
    public double[] WithSep()
    {
        var values = new double[Rows * Columns];
        var names = new List<string>(Rows);
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true }).FromFile(PathOfTable);
        var place = 0;
        foreach (var row in reader)
        {
            names.Add(row[0].ToString());
            for (var j = 1; j <= Columns; j++)
                values[place++] = row[j].Parse<double>();
        }

        return values;
    }
}
