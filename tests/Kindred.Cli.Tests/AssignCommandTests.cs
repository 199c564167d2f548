using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Models;

namespace Kindred.Cli.Tests;

public sealed class AssignCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_leaves_a_model_that_gives_its_own_assignments()
    {
        var runs = Path.Combine(_folder.Path, "runs");
        Assert.Equal(0, KindredProcess.Run("run", "--recipe", "kmeans-pixels", "--out", runs).ExitCode);
        var run = Assert.Single(Directory.GetDirectories(runs));
        var (exit, output, error) = KindredProcess.Run("assign", Path.Combine(run, "model.kindred"), "wardrobe", "--out", Out);
        Assert.True(exit == 0, error);
        Assert.Contains("wardrobe: 7000 items", output, StringComparison.Ordinal);
        Assert.Contains("of 7000 are unlike anything", output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(Out, "assignments.csv"));
        Assert.Equal("item,part,cluster,name,probability,distance,unusual,class", lines[0]);
        var expected = File.ReadLines(Path.Combine(run, "assignments.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => $"{string.Join(',', cells[..4])},{cells[5]}");
        Assert.Equal(expected, lines.Skip(1).Select(line => line.Split(',')).Select(cells => $"{string.Join(',', cells[..4])},{cells[5]}"));
    }

    [Fact]
    public void A_folder_of_pictures_of_other_sizes_is_brought_to_the_models_shape()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder.Path, "new, pictures")).FullName;
        PngFile.Write(Path.Combine(pictures, "dark.png"), new Picture(9, 7, 1, Enumerable.Repeat((byte)10, 63).ToArray()));
        PngFile.Write(Path.Combine(pictures, "light, in colour.png"), new Picture(3, 3, 3, Enumerable.Repeat((byte)240, 27).ToArray()));
        PngFile.Write(Path.Combine(pictures, "middle.png"), new Picture(2, 2, 1, Enumerable.Repeat((byte)128, 4).ToArray()));
        _folder.Write("new, pictures/broken.png", "no picture");
        _folder.Write("new, pictures/notes.txt", "no picture either");
        var names = _folder.Write("names.json", """{"clusters":[{"cluster":0,"name":"night, dark"},{"cluster":1,"name":"day"}]}""");
        var (exit, output, error) = KindredProcess.Run("assign", DarkAndLight(), pictures, "--out", Out, "--names", names);
        Assert.True(exit == 0, error);
        Assert.Contains("night, dark", output, StringComparison.Ordinal);
        Assert.Contains("Skipped, being damaged: 1.", output, StringComparison.Ordinal);
        Assert.Contains("broken.png: this is no image", output, StringComparison.Ordinal);
        Assert.Contains("1 of 3 is unlike anything", output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(Out, "assignments.csv"));
        Assert.Equal("item,part,cluster,name,probability,distance,unusual,class", lines[0]);
        Assert.StartsWith("dark.png,train,0,\"night, dark\",,0.", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",no,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\"light, in colour.png\",train,1,day,,0.", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",yes,", lines[3], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void Rows_of_a_table_in_any_units_go_by_their_names_into_the_groups_they_were_in()
    {
        var rows = Enumerable.Range(0, 90).Select(i => $"plant {i},{(i % 3 * 4000) + (i * 7 % 11)},{0.001 * ((i % 3) + (i % 5 * 0.1))}");
        var table = _folder.Write("plants.csv", "name,height,width\n" + string.Join('\n', rows) + "\n");
        var (exit, _, error) = KindredProcess.Run("cluster", table, "-k", "3", "--id-column", "name", "--out", Path.Combine(_folder.Path, "runs"));
        Assert.True(exit == 0, error);
        var model = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "runs"), "model.kindred", SearchOption.AllDirectories));
        (exit, _, error) = KindredProcess.Run("assign", model, table, "--id-column", "name", "--out", Out);
        Assert.True(exit == 0, error);
        var groups = File.ReadLines(Path.Combine(Out, "assignments.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var run = File.ReadLines(Path.Combine(Path.GetDirectoryName(model)!, "assignments.csv")).Select(line => line.Split(',')).ToList();
        Assert.Equal(Enumerable.Range(0, 90).Select(i => $"plant {i}"), groups.Select(cells => cells[0]));
        Assert.Equal(run.Skip(1).Select(cells => cells[Array.IndexOf(run[0], "cluster")]), groups.Select(cells => cells[2]));
        Assert.Equal(run.Skip(1).Select(cells => cells[Array.IndexOf(run[0], "distance")]), groups.Select(cells => cells[5]));
    }

    [Fact]
    public void Where_all_new_items_are_unlike_what_was_learned_a_warning_says_so()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder.Path, "grey")).FullName;
        for (var i = 0; i < 5; i++)
            PngFile.Write(Path.Combine(pictures, $"{i}.png"), new Picture(2, 2, 1, Enumerable.Repeat((byte)(120 + i), 4).ToArray()));
        var (exit, output, error) = KindredProcess.Run("assign", DarkAndLight(), pictures, "--out", Out, "--quiet");
        Assert.True(exit == 0, error);
        Assert.Contains("Warning: 5 of 5 new items are unlike anything the model learned from", output, StringComparison.Ordinal);
        Assert.Contains("\"warning\": \"5 of 5", KindredProcess.Run("assign", DarkAndLight(), pictures, "--out", Out, "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_model_cannot_take_is_one_sentence_and_exit_code_2()
    {
        var table = _folder.Write("table.csv", "1,2,3\n4,5,6\n");
        OneSentence("Rows of 4 numbers are needed, these have 3.", DarkAndLight(), table);
        OneSentence("there is no such file", Path.Combine(_folder.Path, "none.kindred"), table);
        OneSentence("not a model file", table, table);
        OneSentence("neither a known data set", DarkAndLight(), "no-such-data");
        OneSentence("There is no cluster 7", DarkAndLight(), table, "--names", _folder.Write("names.csv", "cluster,name\n7,x\n"));
        Assert.False(Directory.Exists(Out));
    }

    private string Out => Path.Combine(_folder.Path, "out");

    private void OneSentence(string expected, params string[] arguments)
    {
        var (exit, _, error) = KindredProcess.Run(["assign", .. arguments, "--out", Out]);
        Assert.Equal(2, exit);
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>2 x 2 grey images, dark or light.</summary>
    private string DarkAndLight()
    {
        byte[] pixels = [.. Enumerable.Range(0, 80).Select(i => (byte)(i < 40 ? i % 20 : 235 + (i % 20)))];
        var images = new ImageSet(new Numerics.ByteMatrix(20, 4, pixels), new ImageShape(2, 2, 1));
        float[] centres = [0.04f, 0.04f, 0.04f, 0.04f, 0.96f, 0.96f, 0.96f, 0.96f];
        var path = Path.Combine(_folder.Path, "dark.kindred");
        KindredModel.Of(images, [], new KMeansModel(new Numerics.Matrix(2, 4, centres))).Save(path);
        return path;
    }
}
