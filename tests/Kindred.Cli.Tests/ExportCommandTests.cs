using System.Text.Json;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Manifold;
using Kindred.Models;

namespace Kindred.Cli.Tests;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_becomes_one_file_and_its_inputs_and_outputs_are_told()
    {
        var images = Wardrobe.Load(trainCount: 200, testCount: 1).Train;
        var model = Path.Combine(_folder.Path, "model.kindred");
        KindredModel.Of(images, [], new KMeans { ClusterCount = 4, Seed = 1 }.Fit(images.Bytes!)).Save(model);
        var file = Path.Combine(_folder.Path, "new", "model.onnx");
        var (exit, output, error) = KindredProcess.Run("export", _folder.Path, "--onnx", file, "--json");
        Assert.True(exit == 0, error);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal("kindred/export", answer.RootElement.GetProperty("schema").GetString());
        Assert.Equal(file, answer.RootElement.GetProperty("onnx").GetString());
        Assert.Equal(new FileInfo(file).Length, answer.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(["cluster", "distance", "code"], answer.RootElement.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()!));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void A_page_that_can_hold_no_model_is_written_without_it_and_says_why()
    {
        var table = _folder.Write("numbers.csv", "u,v\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{(i % 2 * 5) + (0.01 * i)},{i % 7}")) + "\n");
        var (exit, _, error) = KindredProcess.Run("cluster", table, "-k", "2", "--with-model", "--out", Path.Combine(_folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Assert.Contains("is written without its model. The model takes rows of numbers, and a page only reads pictures.", error, StringComparison.Ordinal);
        var page = Assert.Single(Directory.GetFiles(_folder.Path, "report.html", SearchOption.AllDirectories));
        Assert.True(new FileInfo(page).Length < 1_000_000);
    }

    [Fact]
    public void What_cannot_be_exported_leaves_no_file_and_says_which_step()
    {
        var images = Wardrobe.Load(trainCount: 60, testCount: 1).Train;
        var umap = new Umap { Components = 2, Neighbours = 5, Seed = 1 }.Fit(images.Pixels);
        var model = Path.Combine(_folder.Path, "model.kindred");
        KindredModel.Of(images, [umap], new KMeans { ClusterCount = 3, Seed = 1 }.Fit(umap.Transform(images.Pixels))).Save(model);
        var file = Path.Combine(_folder.Path, "model.onnx");
        var (exit, _, error) = KindredProcess.Run("export", model, "--onnx", file);
        Assert.Equal(2, exit);
        Assert.Contains("The step umap of this model is not exported to ONNX", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }
}
