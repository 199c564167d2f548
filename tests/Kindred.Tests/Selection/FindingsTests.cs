using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Runs;
using Kindred.Selection;

namespace Kindred.Tests.Selection;

public sealed class FindingsTests : IDisposable
{
    private const int Drawn = 1000;

    private static readonly Lazy<Run> PlantedRun = new(() => Found(Planted()));
    private static readonly string[] OddNames = ["a,b.png", "say \"x\".png", "two\nlines.png"];

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Copies_are_found_and_what_differs_more_is_not()
    {
        var pairs = PlantedRun.Value.Findings!.NearDuplicates;
        Assert.Equal(new RowPair(new("train", 3), new("train", Drawn), 0), pairs[0]);
        Assert.Contains(pairs, pair => (pair.First, pair.Second) == (new RowPlace("train", 5), new RowPlace("train", Drawn + 1)));
        Assert.DoesNotContain(pairs, pair => pair.First.Place == 7 && pair.Second.Place == Drawn + 2);
        Assert.All(pairs, pair => Assert.InRange(pair.Difference, 0, 0.02f));
        Assert.Equal(pairs.OrderBy(pair => pair.Difference), pairs);
    }

    [Fact]
    public void What_no_cluster_expects_is_an_outlier()
    {
        var run = PlantedRun.Value;
        Assert.Equal(new RowPlace("train", Drawn + 3), run.Findings!.Outliers[0]);
        var distances = run.Findings.Outliers.Select(place => run.Clusters.Train!.Distances[place.Place]).ToArray();
        Assert.Equal(distances.OrderDescending(), distances);
        Assert.True(distances[^1] >= run.Clusters.Train!.Distances.Order().ElementAt(run.Clusters.Train.Clusters.Length - distances.Length));
        Assert.Equal(run.Record.Findings!.Outliers, run.Findings.Outliers.Count);
    }

    [Fact]
    public void What_is_written_is_what_is_read_whatever_the_files_are_called()
    {
        var data = Planted();
        string[] names = [.. OddNames, .. Enumerable.Range(3, data.Train.Count - 3).Select(i => $"{i}.png")];
        data = data with { Train = new ImageSet(data.Train.Pixels, data.Shape, classes: null, names) };
        var run = Found(data);
        var read = RunFolder.ReadWhole(RunFolder.Write(_folder, run));
        Assert.Equal(run.Findings!.Outliers, read.Findings!.Outliers);
        Assert.Equal(run.Findings.NearDuplicates, read.Findings.NearDuplicates);
        Assert.Equal(names, read.Clusters.Train!.Names);
        Assert.Equal(run.Clusters.Train!.Clusters, read.Clusters.Train.Clusters);
        Assert.Equal(run.Record.Findings, read.Record.Findings);
    }

    [Fact]
    public void A_table_that_names_a_row_nobody_grouped_is_refused()
    {
        var folder = RunFolder.Write(_folder, PlantedRun.Value);
        File.AppendAllText(Path.Combine(folder, "outliers.csv"), "999999,train,0,1\n");
        Assert.Contains("999999", Assert.Throws<InvalidDataException>(() => RunFolder.ReadWhole(folder)).Message, StringComparison.Ordinal);
    }

    private static Run Found(Dataset data)
    {
        var run = RecipeCatalog.Create("pca90-gmm", 1, data, clusterCount: 4).Run(data);
        return new OutlierAndDuplicateSearch().Add(run, data);
    }

    /// <summary>A thousand drawn clothes; then a copy of row 3, row 5 a little changed, row 7 much changed, and a chequered board.</summary>
    private static Dataset Planted()
    {
        var clothes = Wardrobe.Load(Drawn, 1).Train.Pixels;
        var x = new Matrix(Drawn + 4, clothes.Columns);
        for (var i = 0; i < Drawn + 4; i++)
            clothes.Row(i switch { Drawn => 3, Drawn + 1 => 5, Drawn + 2 => 7, Drawn + 3 => 0, _ => i }).CopyTo(x.MutableRow(i));
        for (var j = 0; j < x.Columns; j++)
        {
            x.MutableRow(Drawn + 1)[j] = Math.Clamp(x.Row(Drawn + 1)[j] + (j % 2 == 0 ? 0.01f : -0.01f), 0, 1);
            x.MutableRow(Drawn + 2)[j] = Math.Clamp(x.Row(Drawn + 2)[j] + (j % 2 == 0 ? 0.1f : -0.1f), 0, 1);
            x.MutableRow(Drawn + 3)[j] = ((j / 28 / 7) + (j % 28 / 7)) % 2;
        }

        return new Dataset("planted", new string('0', 64), new ImageSet(x, new ImageShape(28, 28, 1)), null, []);
    }
}
