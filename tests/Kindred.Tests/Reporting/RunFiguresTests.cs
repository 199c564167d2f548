using System.Xml.Linq;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Reporting;

public sealed class RunFiguresTests : IDisposable
{
    private static readonly Dataset Data = Wardrobe.Load(trainCount: 300, testCount: 50, seed: 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_with_a_network_has_every_figure()
    {
        var encoder = new Autoencoder
        {
            Architecture = new DenseArchitecture { Widths = [784, 64, 5] },
            Trainer = new Trainer { Epochs = 40, BatchSize = 20, Optimizer = new Adam { LearningRate = 3e-3 }, EarlyStopping = new EarlyStopping() },
        };
        var run = (QuickRecipes.KMeans() with { Name = "dense-kmeans", Steps = [encoder] }).Run(Data);
        Assert.Equal(
            ["clusters-test", "clusters-train", "confusion-test", "confusion-train", "loss", "reconstructions", "samples"], Names(RunFigures.Write(_folder, Data, run)));
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "figures")))
            Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName);
        Assert.Contains("trousers", File.ReadAllText(Path.Combine(_folder, "figures", "confusion-test.svg")), StringComparison.Ordinal);
        Assert.Equal(13 * 20, Pictures("samples").Count(name => name == "image"));
    }

    [Fact]
    public void A_saved_run_has_the_figures_it_had()
    {
        var run = QuickRecipes.KMeans(restarts: 1).Run(Data);
        var first = Texts(RunFigures.Write(_folder, Data, run));
        var saved = RunFolder.Write(_folder, run);
        Assert.Equal(first, Texts(RunFigures.Write(saved, Data, RunFolder.ReadWhole(saved))));
    }

    [Fact]
    public void Classes_without_names_are_numbered_and_unknown_classes_have_no_confusion()
    {
        RunFigures.Write(_folder, Data with { ClassNames = [] }, Run(Data with { ClassNames = [] }));
        Assert.Contains(">class 3<", File.ReadAllText(Path.Combine(_folder, "figures", "confusion-train.svg")).Replace("</title>", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        var unknown = new Dataset("unknown", "0", new ImageSet(Data.Train.Bytes!, Data.Shape), null, []);
        Assert.Equal(["clusters-train", "samples"], Names(RunFigures.Write(Path.Combine(_folder, "unknown"), unknown, Run(unknown))));
    }

    [Fact]
    public void A_run_that_leaves_rows_out_is_scored_and_drawn_with_these_as_one_more_cluster()
    {
        var rng = new Rng(5);
        var x = new Matrix(70, 2, Enumerable.Range(0, 140).Select(i => i < 120 ? (float)rng.NextNormal() + (i < 60 ? 0 : 40) : 300f * (i - 119) * (i % 2 == 0 ? 1 : -1)).ToArray());
        var data = new Dataset("table", "0", new ImageSet(x, ImageShape.OfTable(2), [.. Enumerable.Range(0, 70).Select(i => i < 30 ? 0 : 1)]), null, ["near", "far"]);
        var run = (QuickRecipes.KMeans() with { Name = "density", Steps = [], Clusterer = new Hdbscan() }).Run(data);
        var (groups, table) = (run.Clusters.Train!.Clusters, run.Record.Confusion.Train!);
        var none = groups.Count(group => group == Membership.NoCluster);
        Assert.InRange(none, 5, 20);
        Assert.Equal(run.Record.ClusterCount + 1, table[0].Length);
        Assert.Equal(none, table.Sum(row => row[^1]));
        Assert.Equal(["confusion-train"], Names(RunFigures.Write(_folder, data, run)));
        RunReport.Write(Path.Combine(_folder, RunReport.FileName), data, [run]);
    }

    [Fact]
    public void Rows_of_a_table_are_not_drawn_as_images()
    {
        var table = new Matrix(40, 3, Enumerable.Range(0, 120).Select(i => (i % 10) + (0.01f * i)).ToArray());
        var data = new Dataset("table", "0", new ImageSet(table, ImageShape.OfTable(3), [.. Enumerable.Range(0, 40).Select(i => i % 2)]), null, ["even", "odd"]);
        Assert.Equal(["confusion-train"], Names(RunFigures.Write(_folder, data, Run(data))));
    }

    private IEnumerable<string> Pictures(string name) =>
        XDocument.Load(Path.Combine(_folder, "figures", $"{name}.svg")).Descendants().Select(element => element.Name.LocalName);

    private static Run Run(Dataset data) => QuickRecipes.KMeans(restarts: 1).Run(data);

    private static IEnumerable<string> Names(IEnumerable<string> paths) => paths.Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    private static List<string> Texts(IEnumerable<string> paths) => [.. paths.Select(File.ReadAllText)];
}
