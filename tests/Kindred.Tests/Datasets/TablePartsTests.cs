using Kindred.Datasets;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>One table in several files of a folder, as jobs write it.</summary>
public sealed class TablePartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_parts_of_a_table_are_read_as_one_in_the_order_of_their_names()
    {
        _folder.Write("part-00002.csv", "name,u,v\ne,9,10\n");
        _folder.Write("part-00000.csv", "name,u,v\na,1,2\nb,3,4\n");
        _folder.Write("part-00001.csv", "name,u,v\nc,5,6.5\nd,7,8\n");
        _folder.Write("_SUCCESS", string.Empty);
        _folder.Write("_part-00003.csv", "name,u,v\nf,1,1\n");
        _folder.Write(".part-00000.csv.crc", [1, 2, 3]);
        _folder.Write(".part-00004.csv", "name,u,v\nf,1,1\n");

        var data = Open(new CsvOptions { IdColumn = "name" });

        Assert.Equal(["a", "b", "c", "d", "e"], data.Train.Names!);
        Assert.Equal([1, 2, 3, 4, 5, 6.5f, 7, 8, 9, 10], data.Train.Pixels.Values.ToArray());
        Assert.Contains("3 files, part-00000.csv, part-00001.csv, part-00002.csv", data.Table!.Notes[0], StringComparison.Ordinal);
        Assert.Equal("a folder with a table in 3 files", DataSurvey.Of(_folder.Path).What);
    }

    [Fact]
    public void Columns_of_parts_are_found_by_name_in_any_order()
    {
        _folder.Write("part-0.csv", "u,name,v\n1,a,2\n3,b,4\n");
        _folder.Write("part-1.csv", "v,u,name\n6.5,5,c\n,7,d\n10,9,e\n");

        var data = Open(new CsvOptions { IdColumn = "name", Missing = MissingValues.Drop });

        Assert.Equal(["a", "b", "c", "e"], data.Train.Names!);
        Assert.Equal([1, 2, 3, 4, 5, 6.5f, 9, 10], data.Train.Pixels.Values.ToArray());
        Assert.Contains("(v)", data.Table!.LeftOut.Single().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numbers.parquet")]
    [InlineData("stream.arrow")]
    [InlineData(null)]
    public void Parts_lie_in_folders_by_key_and_need_no_extension(string? fixture)
    {
        var file = fixture is null ? System.Text.Encoding.ASCII.GetBytes("u,v\n1,2\n3,4\n") : File.ReadAllBytes(ImageFixtures.PathOf($"columns/{fixture}"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "year=2023", "month=1"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "year=2024", "month=2"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "_temporary=1"));
        foreach (var path in (string[])["year=2023/month=1/part-0000", "year=2024/month=2/part-0000", "_temporary=1/part-0001", "year=2024/_SUCCESS"])
            _folder.Write(path, file);
        var one = _folder.Write(".one", file);

        var options = fixture is null ? new CsvOptions() : new CsvOptions { IdColumn = "name" };
        var data = Open(options);

        Assert.Equal(2 * DatasetCatalog.Open(one, new DatasetOptions { Csv = options }).Train.Count, data.Train.Count);
        Assert.Contains("Not learned from: year, month", string.Join(' ', data.Table!.Notes), StringComparison.Ordinal);
        Assert.Contains("in 2 files, in folders by year, month", DataSurvey.Of(_folder.Path).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embeddings.parquet")]
    [InlineData("embeddings.arrow")]
    [InlineData("numbers.parquet")]
    [InlineData("stream.arrow")]
    public void Files_of_columns_are_joined_as_they_stand(string fixture)
    {
        var file = File.ReadAllBytes(ImageFixtures.PathOf($"columns/{fixture}"));
        var extension = Path.GetExtension(fixture);
        var ignored = new CsvOptions { IdColumn = fixture.StartsWith("embeddings", StringComparison.Ordinal) ? "id" : "name" };
        var one = DatasetCatalog.Open(_folder.Write($"0{extension}", file), new DatasetOptions { Csv = ignored }).Train;
        _folder.Write($"1{extension}", file);

        var two = Open(ignored).Train;

        Assert.Equal([.. one.Names!, .. one.Names!], two.Names!);
        Assert.Equal([.. one.Classes ?? [], .. one.Classes ?? []], two.Classes ?? []);
        Assert.Equal(one.Origins ?? [], two.Origins ?? []);
        Assert.Equal([.. one.Pixels.Values.ToArray(), .. one.Pixels.Values.ToArray()], two.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData("u,w\n5,6\n", "lacks v")]
    [InlineData("u,v,w\n5,6,7\n", "has w")]
    [InlineData("5,6\n7,8\n", "lacks u, v")]
    public void Parts_of_other_columns_are_refused_by_both_names(string other, string problem)
    {
        _folder.Write("a.csv", "u,v\n1,2\n3,4\n");
        _folder.Write("b.csv", other);

        var message = Assert.Throws<DataFileException>(() => Open()).Message;

        Assert.Contains("a.csv", message, StringComparison.Ordinal);
        Assert.Contains("b.csv: it " + problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_several_formats_are_not_one()
    {
        _folder.Write("a.csv", "u,v\n1,2\n3,4\n");
        _folder.Write("a.parquet", [1]);

        Assert.Contains("a.csv and a.parquet", Assert.Throws<DataFileException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_value_is_named_with_its_file_and_line()
    {
        _folder.Write("a.csv", "u,v\n1,2\n3,4\n");
        _folder.Write("b.csv", "u,v\n5,6\n7,\n");

        Assert.Contains("row 4, column 2 (v): the field is empty (line 3 of b.csv)", Assert.Throws<DataFileException>(() => Open()).Message, StringComparison.Ordinal);
        var dropped = Open(new CsvOptions { Missing = MissingValues.Drop });
        Assert.Equal([1, 2, 3, 4, 5, 6], dropped.Train.Pixels.Values.ToArray());
        Assert.Equal(4, dropped.Table!.LeftOut[0].Line);
    }

    [Fact]
    public void Parts_without_rows_are_passed_over_and_named()
    {
        _folder.Write("a.csv", "u,v\n");
        _folder.Write("b.csv", "u,v\n1,2\n3,4\n");
        _folder.Write("c.csv", string.Empty);

        var data = Open();

        Assert.Equal([1, 2, 3, 4], data.Train.Pixels.Values.ToArray());
        Assert.Contains("Without rows: a.csv, c.csv.", data.Table!.Notes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Row_numbers_are_not_learned_from_whether_each_part_counts_or_all_go_on(int secondStart)
    {
        _folder.Write("a.csv", ",u,v\n0,1,2\n1,3,4\n2,5,6\n");
        _folder.Write("b.csv", $",u,v\n{secondStart},7,8\n{secondStart + 1},9,10\n");

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Open().Train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Training_and_test_parts_are_told_by_their_names_and_nothing_is_left_out_in_silence()
    {
        _folder.Write("train-0.csv", "u,label\n1,x\n2,y\n");
        _folder.Write("train-1.csv", "u,label\n3,z\n");
        _folder.Write("test-0.csv", "u,label\n4,y\n");
        _folder.Write("submission.csv", "u,label\n5,y\n");

        var data = Open();

        Assert.Equal([1, 2, 3], data.Train.Pixels.Values.ToArray());
        Assert.Equal([4f], data.Test!.Pixels.Values.ToArray());
        Assert.Equal(["x", "y", "z"], data.ClassNames);
        Assert.Equal([0, 1, 2], data.Train.Classes!);
        Assert.Equal([1], data.Test.Classes!);
        Assert.Contains("submission.csv", data.Table!.Notes[^1], StringComparison.Ordinal);
    }

    private Dataset Open(CsvOptions? options = null) => DatasetCatalog.Open(_folder.Path, new DatasetOptions { Csv = options ?? new CsvOptions() });
}
