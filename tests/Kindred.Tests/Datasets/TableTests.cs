using System.Globalization;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

/// <summary>Tables as people have them: dialects, headers, missing values, numbers of rows, far origins.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("id;u;v\na;1.5;2\nb;-3;4\n")]
    [InlineData("id|u|v\na|1.5|2\nb|-3|4\n")]
    [InlineData("id\tu\tv\na\t1.5\t2\nb\t-3\t4\n")]
    [InlineData("id u v\na 1.5  2\n b -3 4 \n")]
    [InlineData("id:u:v\na:1.5:2\nb:-3:4\n")]
    [InlineData("sep=;\nid;u;v\na;1.5;2\nb;-3;4\n")]
    [InlineData("\"sep=|\"\r\nid|u|v\r\na|1.5|2\r\nb|-3|4\r\n")]
    [InlineData("id;u;v\na;1,5;2\nb;-3;4\n")]
    [InlineData("id\tu\tv\na\t1,5\t2,0\nb\t-3,0\t4,25e0\n", 4.25f)]
    [InlineData("id,u,v,\na,1.5,2,\nb,-3,4,\n")]
    [InlineData("id,u,v\na,1.5,2,\nb,-3,4,\n")]
    [InlineData("id,u,v\na,1.5,2\nb,-3,4\n,,\n,,\n")]
    [InlineData("id,u,v\ra,1.5,2\rb,-3,4\r")]
    [InlineData("id,u,v\r\na,1.5,2\r\nb,-3,4")]
    [InlineData("# written by hand\n# id,u,v\na,1.5,2\nb,-3,4\n")]
    [InlineData("# by hand\n# made today now\nid u v\na 1.5 2\nb -3 4\n")]
    [InlineData("# one remark\nid,u,v\na,1.5,2\nb,-3,4\n")]
    [InlineData("\"id\";\"u, in EUR, gross\";\"v, net\"\n\"a\";1.5;2\n\"b\";-3;4\n")]
    [InlineData("\"id\",\"u\",\"v\"\n\"a\",\"1.5\",\"2\"\n\"b\",\"-3\",\"4\"\n")]
    public void Usual_dialects_are_read(string text, float last = 4)
    {
        var train = CsvFile.Read(_folder.Write("a.csv", text), new CsvOptions { IdColumn = text.Contains("sep", StringComparison.Ordinal) || text[0] != '"' || !text.Contains("EUR", StringComparison.Ordinal) ? "id" : "1" }).Train;

        Assert.Equal(["a", "b"], train.Names!);
        Assert.Equal([1.5f, 2, -3, last], train.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData("id;u\na;1,5\nb;2,5\n")]
    [InlineData("id;u\nx y;1,5\nz w;2,5\n")]
    [InlineData("\"id, name\";u\na;1,5\nb;2,5\n")]
    public void Where_rows_do_not_tell_the_separator_the_header_does(string text) =>
        Assert.Equal([1.5f, 2.5f], CsvFile.Read(_folder.Write("a.csv", text), new CsvOptions { IdColumn = "1" }).Train.Pixels.Values.ToArray());

    [Fact]
    public void A_quoted_field_may_hold_line_breaks_separators_and_quotes()
    {
        var train = CsvFile.Read(_folder.Write("a.csv", "\"na\nme\",u\n\"a\r\nb\",1\n\"c,\"\"d\"\"\",2\n\"\",3\n"), new CsvOptions { IdColumn = "1" }).Train;

        Assert.Equal(["a\r\nb", "c,\"d\"", ""], train.Names!);
        Assert.Equal([1f, 2, 3], train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Lines_are_counted_within_quotes()
    {
        var path = _folder.Write("a.csv", "name,u\n\"a\nb\nc\",1\nd,x\n" + string.Concat(Enumerable.Repeat("e,1\n", 9)));

        Assert.Contains("line 5, column 2 (u): 'x' is not a number", Refusal(path, new CsvOptions { IdColumn = "name" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,234.5", "separators of thousands")]
    [InlineData("1,234,567", "separators of thousands")]
    [InlineData("1 234", "separators of thousands")]
    [InlineData("1'234.5", "separators of thousands")]
    [InlineData("12%", "percent")]
    [InlineData("$3.50", "currency")]
    [InlineData("3.50 €", "currency")]
    [InlineData("2.5kg", "unit")]
    [InlineData("(3.5)", "brackets")]
    [InlineData("1.5D+02", "exponent after D")]
    [InlineData("0x1F", "hexadecimal")]
    [InlineData("'3.5'", "single quotes")]
    [InlineData("inf", "infinite")]
    [InlineData("3,25", "comma before its decimals")]
    public void Numbers_in_a_notation_that_is_not_read_are_refused_by_its_name(string number, string name) =>
        Assert.Contains(name, Refusal(_folder.Write("a.csv", $"u;v\n1.5;2\n3;{number}\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("−2.5", -2.5f)]          // a typeset minus
    [InlineData("\u00A02.5\u202F", 2.5f)]  // hard spaces
    [InlineData("\" 2.5 \"", 2.5f)]
    public void Numbers_are_read_in_spite_of_how_they_are_set(string number, float expected) =>
        Assert.Equal(expected, CsvFile.Read(_folder.Write("a.csv", $"u,v\n1.5,2\n3,{number}\n4,5\n")).Train.Pixels[1, 1]);

    [Theory]
    [InlineData("--")]
    [InlineData("...")]
    [InlineData("—")]
    [InlineData("\\N")]
    [InlineData("<NA>")]
    [InlineData("#NA")]
    [InlineData("nil")]
    [InlineData("n.a.")]
    [InlineData("-nan")]
    [InlineData("-1.#IND")]
    [InlineData("#DIV/0!")]
    [InlineData("unknown")]
    public void Words_for_a_missing_value_are_known(string word)
    {
        var path = _folder.Write("a.csv", $"u,v\n1.5,2\n3,{word}\n4,5\n");

        Assert.Contains($"'{word}' stands for a missing value", Refusal(path), StringComparison.Ordinal);
        Assert.Equal(2, CsvFile.Read(path, new CsvOptions { Missing = MissingValues.Drop }).Train.Count);
    }

    [Theory]
    [InlineData("u,v,w\tx\n1.5,2,12:30\n2.5,3,12:40\n", "texts, such as")]  // colons within a field separate nothing
    [InlineData("u,v\n0.80 €,3.1 €\n1.80 €,4.1 €\n", "currency")]  // nor do spaces before signs
    public void Signs_within_fields_separate_nothing(string text, string reason) =>
        Assert.Contains(reason.Replace("texts", "text", StringComparison.Ordinal), Refusal(_folder.Write("a.csv", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("u,v\n1.5,2\t\n2.5,3\t\n")]
    [InlineData("u\u0001v\n1.5\u00012\n2.5\u00013\n")]
    [InlineData("u\u001Fv\n1.5\u001F2\n2.5\u001F3\n")]
    [InlineData("SEP=;\nu;v\n1,5;2\n2,5;3\n")]
    [InlineData("u,v\n1.5,2\n2.5,3\n\u001A")]
    [InlineData("% made today\nu,v\n1.5,2\n2.5,3\n")]
    [InlineData("// made today\nu,v\n1.5,2\n2.5,3\n")]
    [InlineData("u,v\n1.5,2\n# half\n2.5,3\n# end\n")]
    [InlineData("u,v\nmm,kg\n1.5,2\n2.5,3\n")]
    [InlineData("u,v\nu,v\n1.5,2\nu,v\n2.5,3\n")]
    [InlineData("u\n7,5\n2,5\n", 1)]
    [InlineData("1,05\n2,50\n", 1)]
    public void Dialects_of_text_tables_are_read(string text, int columns = 2)
    {
        var train = CsvFile.Read(_folder.Write("a.csv", text)).Train;

        Assert.Equal((2, columns), (train.Count, train.Shape.Size));
        Assert.Equal(2.5f, train.Pixels[1, 0]);
    }

    [Fact]
    public void Lines_that_are_left_out_are_named()
    {
        var notes = string.Join(' ', CsvFile.Read(_folder.Write("a.csv", "u,v\nmm,kg\n1.5,2\nu,v\n# half\n2.5,3\n3,3\n3,4\n")).Table!.Notes);

        Assert.Contains("Line 2 holds no numbers (mm,kg)", notes, StringComparison.Ordinal);
        Assert.Contains("1 line (4) that repeats the header", notes, StringComparison.Ordinal);
        Assert.Contains("1 line (5) that is a remark", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_above_the_header_is_passed_over()
    {
        Assert.Equal(4, CsvFile.Read(_folder.Write("a.csv", "Station 5\nMeasured: 2020-01-01\n\nu,v,w\n1,2,3\n4,5,6\n7,8,8\n7,8,9\n")).Train.Count);
        Assert.Equal(4, CsvFile.Read(_folder.Write("a.csv", "My table,,\nu,v,w\n1,2,3\n4,5,6\n7,8,8\n7,8,9\n")).Train.Count);
    }

    [Fact]
    public void Truth_values_below_a_header_are_no_units() =>
        Assert.Equal(3, CsvFile.Read(_folder.Write("a.csv", "u,v\nTrue,False\nFalse,True\nTrue,True\n")).Train.Count);

    [Fact]
    public void Row_names_of_R_beside_one_column_are_no_decimals() =>
        Assert.Equal([5f, 7, 9], CsvFile.Read(_folder.Write("a.csv", "u\n1,5\n2,7\n3,9\n")).Train.Pixels.Values.ToArray().Where((_, i) => i % 2 == 1));

    [Theory]
    [InlineData("<!DOCTYPE html><html></html>", "a web page")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "an XML document")]
    [InlineData("[{\"a\": 1}, {\"a\": 2}]", "a JSON document")]
    [InlineData("{\"a\": 1}\n{\"a\": 2}\n", "a JSON document")]
    [InlineData("@RELATION x\n@ATTRIBUTE a NUMERIC\n@DATA\n1\n", "an ARFF file")]
    public void Texts_that_are_no_tables_are_called_what_they_are(string text, string name) => Assert.Contains($"this is {name}", Refusal(_folder.Write("a.csv", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_is_known_without_its_mark(bool bigEndian)
    {
        var encoding = new System.Text.UnicodeEncoding(bigEndian, byteOrderMark: false);

        Assert.Equal([1.5f, 2, 3, 4], CsvFile.Read(_folder.Write("a.csv", encoding.GetBytes("u,v\r\n1.5,2\r\n3,4\r\n"))).Train.Pixels.Values.ToArray());
    }

    [Fact]
    public void Packed_text_that_is_cut_is_never_read_as_numbers()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 7919 % 1000 / 8.0},{i * 104729 % 1000 / 16.0}\n"))));
        var whole = packed.ToArray();
        for (var length = 30; length < whole.Length - sizeof(int); length += 7)  // without the last bytes, which are the length, all is there and its checksum right
            Assert.Contains("damaged or cut short", Refusal(_folder.Write("a.csv.gz", whole[..length])), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_name_rows_are_not_learned_from()
    {
        string Table(string title) => $"{title},u,v\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{(i * 37 % 9) + 1000},{i}.5,{i % 3}\n"));

        foreach (var title in (string[])["id", "ID", "customer_id", "PatientID", "sampleId"])
            Assert.Equal(2, CsvFile.Read(_folder.Write("a.csv", Table(title))).Train.Shape.Size);
        foreach (var title in (string[])["grid", "solid", "price"])
            Assert.Equal(3, CsvFile.Read(_folder.Write("a.csv", Table(title))).Train.Shape.Size);
    }

    [Fact]
    public void Values_smaller_than_floats_are_refused_not_taken_for_zeros() =>
        Assert.Contains("32-bit floats do not hold", Refusal(_folder.Write("a.csv", "u,v\n1e-300,2\n2e-300,3\n3e-300,4\n")), StringComparison.Ordinal);

    [Fact]
    public void A_comma_before_three_digits_is_asked_about_unless_another_tells()
    {
        Assert.Contains("--decimal", Refusal(_folder.Write("a.csv", "u;v\n1,234;2\n1,500;3\n")), StringComparison.Ordinal);
        Assert.Equal(1.234f, CsvFile.Read(_folder.Write("b.csv", "u;v\n1,234;2\n0,500;3\n")).Train.Pixels[0, 0]);
        Assert.Equal(1.234f, CsvFile.Read(_folder["a.csv"], new CsvOptions { DecimalMark = ',' }).Train.Pixels[0, 0]);
        Assert.Contains("thousands", Refusal(_folder["a.csv"], new CsvOptions { DecimalMark = '.' }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_numbers_that_step_evenly_and_look_unlike_the_rows_is_a_header()
    {
        string Table(string first, Func<int, string> row) => first + "\n" + string.Concat(Enumerable.Range(0, 12).Select(i => row(i) + "\n"));

        Assert.Equal(12, Rows(Table("0,1,2", i => $"{i}.5,{i * 7 % 5}.25,{i}.75")));
        Assert.Equal(12, Rows(Table("2019,2020,2021", i => $"{i % 5},{i % 7},{i % 4}")));
        Assert.Equal(12, Rows(Table(",0,1", i => $"{i},{i * 7 % 5}.25,{i}.75")));
        Assert.Equal(13, Rows(Table("1,2,3", i => $"{i % 5},{i % 7},{i % 4}")));
        Assert.Equal(13, Rows(Table("1,2,4", i => $"{i}.5,{i}.25,{i}.75")));
        Assert.Equal(12, CsvFile.Read(_folder["a.csv"], new CsvOptions { Header = true }).Train.Count);

        int Rows(string text) => CsvFile.Read(_folder.Write("a.csv", text)).Train.Count;
    }

    [Fact]
    public void Missing_values_are_named_left_out_or_filled_as_asked()
    {
        var path = _folder.Write("a.csv", "NA,NA,1.5\n1,2,3\n3,?,5\n5,8,4\n");
        var message = Refusal(path);
        Assert.Contains("line 1, column 1: 'NA' stands for a missing value", message, StringComparison.Ordinal);
        Assert.Contains("line 3, column 2", message, StringComparison.Ordinal);
        Assert.Contains("--missing drop", message, StringComparison.Ordinal);

        var dropped = CsvFile.Read(path, new CsvOptions { Missing = MissingValues.Drop });
        Assert.Equal([1f, 2, 3, 5, 8, 4], dropped.Train.Pixels.Values.ToArray());
        Assert.Equal([1, 3], dropped.Table!.LeftOut.Select(row => row.Line));
        Assert.Contains("2 of 4 rows", Assert.Single(dropped.Table.Notes), StringComparison.Ordinal);

        var filled = CsvFile.Read(path, new CsvOptions { Missing = MissingValues.Mean });
        Assert.Equal([3f, 5, 1.5f, 1, 2, 3, 3, 5, 5, 5, 8, 4], filled.Train.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData(",u,v\n0,.5,2\n1,.25,3\n2,.75,4\n3,.5,5\n")]
    [InlineData("Unnamed: 0,u,v\n3,.5,2\n7,.25,3\n8,.75,4\n20,.5,5\n")]
    [InlineData("7,.5,2\n8,.25,3\n9,.75,4\n10,.5,5\n")]
    [InlineData("u,v\n1,.5,2\n2,.25,3\n3,.75,4\n4,.5,5\n")]
    public void A_first_column_that_counts_the_rows_is_not_learned_from(string text)
    {
        var data = CsvFile.Read(_folder.Write("a.csv", text));

        Assert.Equal([.5f, 2, .25f, 3, .75f, 4, .5f, 5], data.Train.Pixels.Values.ToArray());
        Assert.Contains("not learned from", Assert.Single(data.Table!.Notes), StringComparison.Ordinal);
        Assert.Equal([2, 3], data.Table.Columns.Places);
    }

    [Fact]
    public void A_first_column_of_texts_without_a_title_names_the_rows() =>
        Assert.Equal(["a", "b"], CsvFile.Read(_folder.Write("a.csv", ",u\na,1\nb,2\n")).Train.Names!);

    [Fact]
    public void All_columns_of_texts_are_named_at_once_with_what_can_be_done()
    {
        var message = Refusal(_folder.Write("a.csv", "city,u,kind\nRome,1,x\nOslo,2,y\n"));

        Assert.Contains("column 1 (city) and column 3 (kind) hold text, such as 'Rome' and 'x'", message, StringComparison.Ordinal);
        Assert.Contains("--id-column city", message, StringComparison.Ordinal);
        Assert.Contains("--ignore-column kind", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_64_bits_tell_apart_32_bits_still_do()
    {
        double[] times = [1_700_000_000, 1_700_000_001, 1_700_000_060, 1_700_000_061.5];
        var train = CsvFile.Read(_folder.Write("a.csv", "t,u\n" + string.Concat(times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time:R},0.1\n"))))).Train;

        var origin = train.Origins![0];
        Assert.Equal(times, Enumerable.Range(0, 4).Select(i => origin + train.Pixels[i, 0]));
        Assert.Equal(0, train.Origins[1]);
        Assert.Equal(times.Select(time => (float)(time - 1_700_000_000)), Enumerable.Range(0, 4).Select(i => train.From([1_700_000_000, 0]).Pixels[i, 0]));
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand()
    {
        var first = CsvFile.Read(_folder.Write("a.csv", "id,u,v\na,1,2\nb,3,4\n"), new CsvOptions { IdColumn = "id" });
        var again = CsvFile.Read(_folder.Write("b.csv", "v,more,u,id\n2,9,1,a\n4,9,3,b\n"), new CsvOptions { Like = first.Table!.Columns });

        Assert.Equal(first.Train.Pixels.Values.ToArray(), again.Train.Pixels.Values.ToArray());
        Assert.Equal(["a", "b"], again.Train.Names!);
        Assert.Contains("column 2 (more)", Assert.Single(again.Table!.Notes), StringComparison.Ordinal);
        Assert.Contains("column v is missing", Refusal(_folder.Write("c.csv", "u,w\n1,2\n3,4\n"), new CsvOptions { Like = first.Table.Columns }), StringComparison.Ordinal);
        Assert.Contains("none of the columns", Refusal(_folder.Write("d.csv", "x,y\n1,2\n3,4\n"), new CsvOptions { Like = first.Table.Columns }), StringComparison.Ordinal);
        Assert.Contains("by their places", Assert.Single(CsvFile.Read(_folder.Write("e.csv", "1,2\n3,4\n"), new CsvOptions { Like = first.Table.Columns }).Table!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_is_called_what_it_is()
    {
        byte[] image = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13];

        Assert.Contains("a PNG image", Refusal(_folder.Write("a.csv", image)), StringComparison.Ordinal);
        Assert.Contains("a binary file", Refusal(_folder.Write("a.csv", [1, 2, 0, 3])), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_decimals_are_rounded_as_the_platform_rounds_them()
    {
        var rng = new Rng(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Math.Round((rng.NextDouble() - 0.5) * Math.Pow(10, rng.NextInt(15)), rng.NextInt(12)).ToString("0.############", CultureInfo.InvariantCulture);
            Assert.True(Kindred.Datasets.Tables.CsvNumber.TryParse(System.Text.Encoding.UTF8.GetBytes(text), (byte)'.', out var number));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number);
        }
    }

    private static string Refusal(string path, CsvOptions? options = null) => Assert.Throws<DataFileException>(() => CsvFile.Read(path, options)).Message;
}
