using System.Runtime.CompilerServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;

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
        var groups = model.Predict(images.Pixels);                                  // n, [0, 10)
        var scores = Scores.Compare(images.Labels!, groups);                        // labels score, they never teach
        Console.WriteLine($"accuracy {scores.Accuracy:0.000}, NMI {scores.NormalizedMutualInformation:0.000}");
        // end
        Assert.InRange(scores.Accuracy, 0.3, 1);
    }

    [Fact]
    public void The_readme_shows_those_lines()
    {
        var source = Lines(Here()).SkipWhile(line => line != "// readme").Skip(1).TakeWhile(line => line != "// end").ToList();
        var readme = Lines(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "README.md"));
        Assert.True(source.Count >= 5);
        Assert.Equal(source, readme.SkipWhile(line => line != source[0]).Take(source.Count));
    }

    private static IEnumerable<string> Lines(string path) => File.ReadLines(path).Select(line => line.Trim());

    private static string Here([CallerFilePath] string path = "") => path;
}
