using System.Globalization;
using Kindred.Datasets;
using Kindred.Models;

namespace Kindred.Tests.Models;

/// <summary>Models that people have kept since version 1 of the format go on giving the answers that they gave.</summary>
public sealed class VersionOneTests
{
    [Theory]
    [InlineData("kmeans-pixels", "pictures.npy")]
    [InlineData("pca-gmm", "pictures.npy")]
    [InlineData("conv-gmm", "pictures.npy")]
    [InlineData("table", "plants.csv")]
    public void Models_of_version_1_answer_as_they_did(string name, string input)
    {
        var folder = Fixture.PathOf(Path.Combine("models", "version-1"));
        var model = KindredModel.Load(Path.Combine(folder, $"{name}.kindred"));
        var data = DatasetCatalog.Open(Path.Combine(folder, input), new DatasetOptions { Csv = new CsvOptions { IdColumn = input.EndsWith(".csv", StringComparison.Ordinal) ? "name" : null } });
        var items = model.Assign(data.Train);

        string[][] expected = [.. File.ReadLines(Path.Combine(folder, $"{name}.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(expected.Select(cells => int.Parse(cells[2], CultureInfo.InvariantCulture)), items.Clusters.ToArray());
        for (var row = 0; row < expected.Length; row++)
        {
            var distance = double.Parse(expected[row][3], CultureInfo.InvariantCulture);
            Assert.Equal(distance, items.Distances[row], 1e-4 * Math.Max(1, Math.Abs(distance)));
        }

        Assert.Equal(0, items.UnusualCount);
    }
}
