using System.Globalization;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

/// <summary>Tables as people have them: headers, missing values, numbers of rows, far origins. Their dialects are <see cref="TextDialectTests"/>.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
    public void Numbers_of_rows_too_large_for_a_double_are_not_learned_from() =>
        Assert.Equal(2, CsvFile.Read(_folder.Write("a.csv", "id,u,v\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{(1L << 60) + (37 * i)},{i}.5,{i % 3}\n")))).Train.Shape.Size);

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

    [Theory]
    [InlineData("V , u,ID\n2,1,a\n4,3,b\n")]
    [InlineData("\"v \",\"U\",\" Id\"\n2,1,a\n4,3,b\n")]
    public void Names_that_differ_in_case_or_spaces_are_the_same_columns_and_that_is_said(string text)
    {
        var first = CsvFile.Read(_folder.Write("a.csv", "id,u,v\na,1,2\nb,3,4\n"), new CsvOptions { IdColumn = "id" });
        var again = CsvFile.Read(_folder.Write("b.csv", text), new CsvOptions { Like = first.Table!.Columns });

        Assert.Equal(first.Train.Pixels.Values.ToArray(), again.Train.Pixels.Values.ToArray());
        Assert.Equal(["a", "b"], again.Train.Names!);
        Assert.Contains("differ in the case of letters or in spaces", Assert.Single(again.Table!.Notes), StringComparison.Ordinal);
        Assert.Contains("column v is missing", Refusal(_folder.Write("c.csv", "u,V,V\n1,2,3\n3,4,5\n"), new CsvOptions { Like = first.Table.Columns }), StringComparison.Ordinal);
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
        Assert.Contains("more columns are called 'v'", Refusal(_folder.Write("f.csv", "u,v,v\n1,2,9\n3,4,9\n"), new CsvOptions { Like = first.Table.Columns }), StringComparison.Ordinal);
        Assert.Equal([1, 3], CsvFile.Read(_folder.Write("g.csv", "u,v,v\n1,9,2\n3,9,4\n"), new CsvOptions { Like = first.Table.Columns, IgnoredColumns = ["2"] }).Table!.Columns.Places);
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
