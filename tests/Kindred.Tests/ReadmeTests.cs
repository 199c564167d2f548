using System.Runtime.CompilerServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Recipes;

namespace Kindred.Tests;

/// <summary>The README's code is this file's code, so it compiles and runs.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_library_lines_run()
    {
        // readme
        var images = DatasetCatalog.Open("wardrobe").Train;                         // 28 x 28 pixels, drawn from a seed
        var model = new KMeans { ClusterCount = 10, Seed = 1 }.Fit(images.Pixels);  // settings are a record, a fit returns a model
        var clusters = model.Predict(images.Pixels);                                // n, [0, 10)
        var scores = Scores.Compare(images.Classes!, clusters);                     // classes score, they never teach
        Console.WriteLine($"accuracy {scores.Accuracy:0.000}, NMI {scores.NormalizedMutualInformation:0.000}");
        // end
        Assert.InRange(scores.Accuracy, 0.3, 1);
    }

    [Fact]
    public void The_lines_on_a_kept_model_run()
    {
        using var folder = new Datasets.TemporaryFolder();
        QuickRecipes.KMeans().Run(Wardrobe.Load(trainCount: 300, testCount: 10)).Model!.Save(folder["model.kindred"]);
        var path = folder["model.kindred"];
        // readme: model
        var images = DatasetCatalog.Open("wardrobe").Train;               // or a folder of pictures: they are brought to the model's shape
        var items = KindredModel.Load(path).Assign(images);               // nothing in the file is executed
        Console.WriteLine($"{items[0].Name}, {items.UnusualCount} of {items.Count} unlike anything seen");
        // end
        Assert.Equal(6000, items.Count);
    }

    [Theory]
    [InlineData("// readme", 5)]
    [InlineData("// readme: model", 3)]
    public void The_readme_shows_those_lines(string mark, int atLeast)
    {
        var source = Lines(Here()).SkipWhile(line => line != mark).Skip(1).TakeWhile(line => line != "// end").ToList();
        var readme = Lines(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "README.md"));
        Assert.True(source.Count >= atLeast);
        Assert.Equal(source, readme.SkipWhile(line => line != source[0]).Take(source.Count));
    }

    private static IEnumerable<string> Lines(string path) => File.ReadLines(path).Select(line => line.Trim());

    private static string Here([CallerFilePath] string path = "") => path;
}
