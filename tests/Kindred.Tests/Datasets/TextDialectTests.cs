using Kindred.Datasets;

namespace Kindred.Tests.Datasets;

/// <summary>Tables as text as programs and people write them: separators, notations, remarks, encodings, what is no table.</summary>
public sealed class TextDialectTests : IDisposable
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
    [InlineData("1.5-", "minus sign behind it")]
    [InlineData("<0.5", "more, less or about")]
    [InlineData(">= 100", "more, less or about")]
    [InlineData("≈3", "more, less or about")]
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
    [InlineData("n.d.")]
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
    [InlineData("u,v\n1.5,2\n2.5,3\n", 9)]
    [InlineData("u,v\n1.5,2\n2.5,3", 700)]
    [InlineData("u,v\n1.5,2\n2.5,3\n", 5000)]
    public void Zeros_that_a_disk_left_behind_a_table_are_passed_over(string text, int zeros)
    {
        var train = CsvFile.Read(_folder.Write("a.csv", text + new string('\0', zeros))).Train;

        Assert.Equal([1.5f, 2, 2.5f, 3], train.Pixels.Values.ToArray());
        Assert.Contains("a binary file", Refusal(_folder.Write("b.csv", new string('\0', zeros))), StringComparison.Ordinal);
        Assert.Contains("a binary file", Refusal(_folder.Write("b.csv", text.Replace("2.5", "\0\0", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('\u2028', "U+2028")]
    [InlineData('\u2029', "U+2029")]
    [InlineData('\u0085', "U+0085")]
    [InlineData('\v', "vertical tab")]
    [InlineData('\f', "form feed")]
    public void Ends_of_lines_that_are_not_read_are_named_and_at_the_ends_of_fields_not_minded(char end, string name)
    {
        Assert.Contains(name, Refusal(_folder.Write("a.csv", $"u,v{end}1.5,2{end}2.5,3{end}")), StringComparison.Ordinal);
        if (end > '\x7F')
            Assert.Equal([1.5f, 2, 2.5f, 3], CsvFile.Read(_folder.Write("b.csv", $"u,v\n1.5,2{end}\n2.5,3{end}\n")).Train.Pixels.Values.ToArray());
    }

    [Theory]
    [InlineData("٢٫٥")]
    [InlineData("２.５")]
    [InlineData("२.५")]
    public void Digits_of_other_scripts_are_called_so(string number) =>
        Assert.Contains("digits other than 0 to 9", Refusal(_folder.Write("a.csv", $"u,v\n{number},2\n{number},3\n{number},4\n")), StringComparison.Ordinal);

    [Fact]
    public void A_column_that_is_missing_in_every_row_is_named_once()
    {
        var path = _folder.Write("a.csv", "u,v\nNA,2\nNA,3\nNA,4\n");

        Assert.Contains("column 1 (u) holds no values", Refusal(path), StringComparison.Ordinal);
        Assert.Equal([2f, 3, 4], CsvFile.Read(path, new CsvOptions { IgnoredColumns = ["u"] }).Train.Pixels.Values.ToArray());
    }

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

    private static string Refusal(string path, CsvOptions? options = null) => Assert.Throws<DataFileException>(() => CsvFile.Read(path, options)).Message;
}
