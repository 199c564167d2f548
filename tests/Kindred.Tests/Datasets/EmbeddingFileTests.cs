using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Tests.Datasets;

/// <summary>Rows of numbers joined to pictures by name or by order, and refused where neither explains them.</summary>
public sealed class EmbeddingFileTests
{
    [Theory]
    [InlineData("sub/b.png,1,2\na.png,3,4\n", "joined by path")]
    [InlineData("/elsewhere/b.png,1,2\n/elsewhere/a.png,3,4\n", "joined by file name")]
    [InlineData("b,1,2\na,3,4\nstranger,5,6\n", "joined by file name without its ending; 1 row belongs to no item")]
    public void Rows_go_by_name(string lines, string says)
    {
        using var folder = Pictures();
        var (data, sentence) = EmbeddingFile.Attach(ImageFolder.Read(folder.Path), folder.Write("vectors.csv", "file,x,y\n" + lines));
        Assert.Contains(says, sentence, StringComparison.Ordinal);
        Assert.Equal([3, 4, 1, 2], data.Embedding!.Rows.Train!.Values.ToArray());  // a.png, then sub/b.png
        Assert.Equal(ImageShape.OfTable(2), data.Embedded().Shape);
        Assert.Equal(data.Train.Names, data.Embedded().Train.Names);
    }

    [Fact]
    public void Rows_without_names_go_by_order()
    {
        using var folder = Pictures();
        NumpyWriter.Write(folder["vectors.npy"], [new Matrix(1, 3, new float[] { 1, 2, 3 }), new Matrix(1, 3, new float[] { 4, 5, -6.5f })]);
        var (data, sentence) = EmbeddingFile.Attach(ImageFolder.Read(folder.Path), folder["vectors.npy"]);
        Assert.Equal("vectors.npy: 2 rows of 3 numbers, taken in the order of the files' names.", sentence);
        Assert.Equal([1, 2, 3, 4, 5, -6.5f], data.Embedding!.Rows.Train!.Values.ToArray());
    }

    [Fact]
    public void A_missing_row_is_named()
    {
        using var folder = Pictures();
        var path = folder.Write("vectors.csv", "file,x,y\na.png,3,4\nc.png,1,2\n");
        Assert.Contains("no row for 1 of 2 items, such as sub/b.png", Assert.Throws<DataFileException>(() => EmbeddingFile.Attach(ImageFolder.Read(folder.Path), path)).Message, StringComparison.Ordinal);
        NumpyWriter.Write(folder["vectors.npy"], [new Matrix(3, 1, new float[] { 1, 2, 3 })]);
        Assert.Contains("it has 3 rows without names", Assert.Throws<DataFileException>(() => EmbeddingFile.Attach(ImageFolder.Read(folder.Path), folder["vectors.npy"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_alone_are_data_of_their_own()
    {
        using var folder = new TemporaryFolder();
        var data = EmbeddingFile.Open(folder.Write("vectors.csv", "file,x,y\na,3,4\nb,1,2\n"));
        Assert.Equal(["a", "b"], data.Train.Names!);
        Assert.Equal([3, 4, 1, 2], data.Embedding!.Rows.Train!.Values.ToArray());
    }

    [Fact]
    public void Written_codes_are_read_back()
    {
        using var folder = new TemporaryFolder();
        var rows = new Parts<Matrix>(new Matrix(2, 2, new float[] { 1.5f, 2, 3, 1e-7f }), null, null);
        var clusters = new Parts<ClusteredRows>(new ClusteredRows([0, 1], [0, 1], [0, 0], null, null) { Names = ["a, b.png", "c.png"] }, null, null);
        CodesFile.Write(folder["codes.csv"], rows, clusters);
        CodesFile.Write(folder["codes.npy"], rows, clusters);
        Assert.Equal(rows.Train!.Values.ToArray(), EmbeddingFile.Open(folder["codes.npy"]).Embedding!.Rows.Train!.Values.ToArray());
        var read = EmbeddingFile.Open(folder["codes.csv"]);
        Assert.Equal(["a, b.png", "c.png"], read.Train.Names!);
        Assert.Equal(rows.Train.Values.ToArray(), read.Embedding!.Rows.Train!.Values.ToArray());
        CodesFile.Write(folder["codes.parquet"], rows, clusters);
        var lists = EmbeddingFile.Open(folder["codes.parquet"]);
        Assert.Equal(["a, b.png", "c.png"], lists.Train.Names!);
        Assert.Equal(rows.Train.Values.ToArray(), lists.Embedding!.Rows.Train!.Values.ToArray());
        Assert.Throws<ArgumentException>(() => CodesFile.Check("codes.xyz"));
        CodesFile.WriteProjector(folder["projector"], rows, clusters);
        Assert.Equal(["1.5\t2", "3\t1E-07"], File.ReadAllLines(folder["projector/vectors.tsv"]));
        Assert.Equal("a, b.png\ttrain\t0", File.ReadAllLines(folder["projector/metadata.tsv"])[1]);
    }

    private static TemporaryFolder Pictures()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["sub"]);
        foreach (var (name, level) in new[] { ("a.png", 10), ("sub/b.png", 200) })
            PngFile.Write(folder[name], new Picture(2, 2, 1, Enumerable.Repeat((byte)level, 4).ToArray()));
        return folder;
    }
}
