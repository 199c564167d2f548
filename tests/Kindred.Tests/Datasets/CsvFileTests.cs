using System.Globalization;
using System.Text;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void The_785_column_form_gives_pictures_as_bytes(bool header, bool packed)
    {
        var rng = new Rng(1);
        var rows = Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 784).Select(_ => rng.NextInt(256)).Prepend(i % 10).ToArray()).ToArray();
        var text = new StringBuilder(header ? "label," + string.Join(',', Enumerable.Range(1, 784).Select(i => $"pixel{i}")) + "\n" : "");
        foreach (var row in rows)
            text.Append(string.Join(',', row)).Append('\n');
        var bytes = System.Text.Encoding.UTF8.GetBytes(text.ToString());

        var dataset = CsvFile.Read(_folder.Write("a.csv", packed ? TemporaryFolder.Packed(bytes) : bytes));

        Assert.Equal("a.csv", dataset.Name);
        Assert.Null(dataset.Test);
        Assert.Empty(dataset.ClassNames);
        Assert.Equal(new ImageShape(28, 28, 1), dataset.Shape);
        Assert.Equal(rows.Select(row => row[0]), dataset.Train.Classes);
        Assert.Equal(rows.SelectMany(row => row.Skip(1)), dataset.Train.Bytes!.Values.ToArray().Select(value => (int)value));
    }

    [Theory]
    [InlineData("1,2.5\n-3,4e2\n")]
    [InlineData("1;2.5\n-3;4e2")]
    [InlineData("1\t2.5\r\n-3\t4e2\r\n")]
    [InlineData("a,b\n1,2.5\n\n-3,4e2\n\n")]
    [InlineData("\uFEFFa,b\n\"1\" , \"2.5\"\n -3,+400 \n")]
    public void Any_table_of_numbers_is_read(string text)
    {
        var dataset = CsvFile.Read(_folder.Write("a.csv", text));

        Assert.Null(dataset.Train.Classes);
        Assert.Equal(ImageShape.OfTable(2), dataset.Shape);
        Assert.Equal([1, 2.5f, -3, 400], dataset.Train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Floats_are_read_as_the_platform_reads_them()
    {
        var rng = new Rng(3);
        var values = Enumerable.Range(0, 2000).Select(i => (float)(rng.NextNormal() * Math.Pow(10, rng.NextInt(60) - 30))).ToArray();
        var text = string.Join('\n', values.Chunk(4).Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));

        Assert.Equal(values, CsvFile.Read(_folder.Write("a.csv", text)).Train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Pictures_with_a_value_that_is_no_byte_become_floats_as_they_are()
    {
        var row = string.Join(',', Enumerable.Range(0, 784));
        var last = string.Join(',', Enumerable.Repeat("0.5", 784));

        var train = CsvFile.Read(_folder.Write("a.csv", row + "\n" + last)).Train;

        Assert.Null(train.Bytes);
        Assert.Equal(255, train.Pixels[0, 255]);
        Assert.Equal(783, train.Pixels[0, 783]);
        Assert.Equal(0.5f, train.Pixels[1, 0]);
    }

    [Fact]
    public void Labels_that_are_names_are_numbered_in_sorted_order()
    {
        var dataset = CsvFile.Read(_folder.Write("a.csv", "x,class,y\n1,\"cat, black\",2\n3,ant,4\n5,\"say \"\"bee\"\"\",6\n7,ant,8\n"));

        Assert.Equal(["ant", "cat, black", "say \"bee\""], dataset.ClassNames);
        Assert.Equal([1, 0, 2, 0], dataset.Train.Classes!);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], dataset.Train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Labels_that_do_not_count_from_zero_are_numbered_in_numeric_order()
    {
        var dataset = CsvFile.Read(_folder.Write("a.csv", "label,x\n10,1\n9,2\n-2,3\n10,4\n"));

        Assert.Equal(["-2", "9", "10"], dataset.ClassNames);
        Assert.Equal([2, 1, 0, 2], dataset.Train.Classes!);
    }

    [Fact]
    public void Both_parts_number_their_classes_alike()
    {
        var train = _folder.Write("train.csv", "label,x\nb,1\nc,2\n");
        var test = _folder.Write("test.csv", "label,x\nc,3\na,4\n");

        var dataset = CsvFile.Read("letters", train, test);

        Assert.Equal("letters", dataset.Name);
        Assert.Equal(["a", "b", "c"], dataset.ClassNames);
        Assert.Equal([1, 2], dataset.Train.Classes!);
        Assert.Equal([2, 0], dataset.Test!.Classes!);
    }

    [Fact]
    public void Columns_are_chosen_by_name_or_number()
    {
        var path = _folder.Write("a.csv", "id,x,kind,y\nr1,1,u,2\nr2,3,v,4\n");

        var byName = CsvFile.Read(path, new CsvOptions { LabelColumn = "kind", IgnoredColumns = ["id"] });
        var byNumber = CsvFile.Read(path, new CsvOptions { LabelColumn = "3", IgnoredColumns = ["1"] });

        Assert.Equal(["u", "v"], byName.ClassNames);
        Assert.Equal([1, 2, 3, 4], byName.Train.Pixels.Values.ToArray());
        Assert.Equal(byName.Sha256, byNumber.Sha256);
    }

    [Fact]
    public void A_table_without_header_has_its_label_where_the_caller_says()
    {
        var dataset = CsvFile.Read(_folder.Write("iris.csv", "5.1,3.5,setosa\n6.2,2.9,virginica\n"), new CsvOptions { LabelColumn = "3" });

        Assert.Equal([0, 1], dataset.Train.Classes!);
        Assert.Equal(2, dataset.Shape.Size);
    }

    [Fact]
    public void A_column_called_label_can_be_kept_out_or_be_a_feature()
    {
        var path = _folder.Write("a.csv", "label,x\n7,1\n8,2\n");

        Assert.Equal(2, CsvFile.Read(path, new CsvOptions { LabelColumn = CsvOptions.NoLabels }).Shape.Size);
        Assert.Null(CsvFile.Read(path, new CsvOptions { IgnoredColumns = ["label"] }).Train.Classes);
    }

    [Fact]
    public void A_given_shape_makes_pictures()
    {
        var dataset = CsvFile.Read(_folder.Write("a.csv", "0,16,3,4\n1,2,3,255\n"), new CsvOptions { Shape = new ImageShape(2, 2, 1) });

        Assert.Equal([0, 16, 3, 4, 1, 2, 3, 255], dataset.Train.Bytes!.Values.ToArray());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n \n\r\n", "the file is empty")]
    [InlineData("a,b\n", "a header but no rows")]
    [InlineData("1,2\n3\n", "line 2 has 1 column, the first line has 2")]
    [InlineData("1,2\n3,4,5\n", "line 2 has 3 columns, the first line has 2")]
    [InlineData("1,2\n\n3,x\n", "line 3, column 2: 'x' is not a number")]
    [InlineData("a,b\n3,\n", "line 2, column 2 (b): the field is empty")]
    [InlineData("1,2\n3,NaN\n", "line 2, column 2: 'NaN' stands for a missing value")]
    [InlineData("1,2\nInfinity,2\n", "line 2, column 1: 'Infinity' is not finite")]
    [InlineData("1,2\n3,-1e39\n", "line 2, column 2: '-1e39' is not finite")]
    [InlineData("1.5;2\n3;4,5\n", "decimals need a point")]
    [InlineData("1,2\n3,\"4\n", "a quote does not close")]
    [InlineData("1,2\n3,\"4\"5\n", "a quote does not close")]
    [InlineData("\"a,b\n1,2\n", "first line, column 1: a quote does not close")]
    [InlineData("label,x\n,1\n", "line 2, column 1 (label): the label is missing")]
    [InlineData("label\n1\n2\n", "none of the 1 column is left")]
    [InlineData("1,2\n3,\u00010000000000000000000000000000000\n", "'?00000000000000000000000…' is not a number")]
    public void A_table_that_cannot_be_used_is_refused_in_a_sentence(string text, string sentence)
    {
        var path = _folder.Write("a.csv", text);

        var error = Assert.Throws<DataFileException>(() => CsvFile.Read(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_and_shapes_that_do_not_fit_are_refused_in_a_sentence()
    {
        var path = _folder.Write("a.csv", "x,y,y\n1,2,3\n");

        Assert.Contains("no column 'z'; its header has x, y, y", Message(new CsvOptions { LabelColumn = "z" }), StringComparison.Ordinal);
        Assert.Contains("no column '4'", Message(new CsvOptions { LabelColumn = "4" }), StringComparison.Ordinal);
        Assert.Contains("2 columns are called 'y'", Message(new CsvOptions { IgnoredColumns = ["y"] }), StringComparison.Ordinal);
        Assert.Contains("2x2 has 4 values, but the rows have 3", Message(new CsvOptions { Shape = new ImageShape(2, 2, 1) }), StringComparison.Ordinal);

        string Message(CsvOptions options) => Assert.Throws<DataFileException>(() => CsvFile.Read(path, options)).Message;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_32_is_read_by_its_mark(bool bigEndian)
    {
        var encoding = new System.Text.UTF32Encoding(bigEndian, byteOrderMark: true);
        var path = _folder.Write("a.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("größe,v\n1,2\n3,4\n")]);

        Assert.Equal([1f, 2, 3, 4], CsvFile.Read(path).Train.Pixels.Values.ToArray());
        Assert.Equal("größe", CsvFile.Read(path).Table!.Columns.Names[0]);
    }

    [Fact]
    public void Parts_with_different_columns_are_refused()
    {
        var train = _folder.Write("train.csv", "label,x\n0,1\n1,2\n");

        Assert.Throws<DataFileException>(() => CsvFile.Read("a", train, _folder.Write("wide.csv", "label,x,y\n0,1,2\n")));
        Assert.Throws<DataFileException>(() => CsvFile.Read("a", train, _folder.Write("bare.csv", "x\n1\n")));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_whole()
    {
        var text = string.Join(',', Enumerable.Range(0, 400_000)) + "\n" + string.Join(',', Enumerable.Repeat("7", 400_000)) + "\n";

        var train = CsvFile.Read(_folder.Write("wide.csv", text)).Train;

        Assert.Equal((2, 400_000), (train.Count, train.Shape.Size));
        Assert.Equal(399_999, train.Pixels[0, 399_999]);
    }
}
