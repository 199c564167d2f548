using Kindred.Datasets;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>
/// Tables and embeddings in files of columns, written by other programs' libraries (tests/fixtures/make_column_fixtures.mjs: Parquet by arrow-rs, Arrow by the Arrow
/// project's JavaScript). Rows 0, 2, 4, … lie around 0 and the others around 8: the formula <see cref="At"/>.
/// </summary>
public sealed class ColumnFileTests : IDisposable
{
    private const int Rows = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Numbers => ["numbers.parquet", "zstd.parquet", "gzip.parquet", "plain.parquet", "brotli.parquet", "lz4.parquet", "numbers.arrow", "stream.arrow"];

    [Theory, MemberData(nameof(Numbers))]
    public void Every_type_of_numbers_is_read_and_64_bits_keep_what_they_tell_apart(string name)
    {
        var train = Read(name, new CsvOptions { IdColumn = "name" }).Train;

        Assert.Equal(["row 0", "row 1"], train.Names![..2]);
        Assert.Equal([0, 1, 0], train.Classes![..3].Select(label => label == train.Classes[0] ? 0 : 1));
        Func<int, decimal>[] expected =
        [
            i => (i % 2 * 100) - 20 - (i % 5), i => (i % 2 * 200) + (i % 5), i => (i % 2 * 20000) - (i % 5), i => (i % 2 * 60000) + (i % 5),
            i => (i % 2 * 2000000000m) - (i % 5), i => (i % 2 * 4000000000m) + (i % 5), i => 1_700_000_000_000_000m + (i % 2 * 1000) + (i % 5),
            i => 18_000_000_000_000_000_000m + (i % 2 * 1000000) + (i % 5), i => (decimal)At(i), i => 1_000_000_000m + (decimal)At(i), i => i % 2,
        ];
        Assert.Equal(expected.Length, train.Shape.Size);
        for (var j = 0; j < expected.Length; j++)
        {
            for (var i = 0; i < Rows; i++)
            {
                // differences to the first row, as 32 bits and the origin of the column give them
                var found = (double)train.Pixels[i, j] - train.Pixels[0, j];
                var wanted = (double)(expected[j](i) - expected[j](0));
                Assert.InRange(found, wanted - (Math.Abs(wanted) * 1e-6) - 1e-6, wanted + (Math.Abs(wanted) * 1e-6) + 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("numbers.parquet")]
    [InlineData("numbers.arrow")]
    public void Columns_are_known_by_their_names(string name)
    {
        var table = Read(name, new CsvOptions { IdColumn = "name", LabelColumn = "none", IgnoredColumns = ["label", "i8", "13"] }).Table!;

        Assert.Equal(["u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64", "truth"], table.Columns.Names);
        Assert.Equal("name", table.Columns.IdColumn);
    }

    [Theory]
    [InlineData("numbers.parquet")]
    [InlineData("numbers.arrow")]
    public void The_columns_of_an_earlier_table_are_found_by_name(string name)
    {
        var like = new TableColumns(["f64", "u8"], [2, 1], 3, IdColumn: "name", LabelColumn: null);
        var data = Read(name, new CsvOptions { Like = like });

        Assert.Equal(201, data.Train.Pixels[1, 1] + (data.Train.Origins?[1] ?? 0));
        Assert.Equal("row 3", data.Train.Names![3]);
        Assert.Contains(data.Table!.Notes, note => note.StartsWith("Left out, as the model does not know them", StringComparison.Ordinal));
        Assert.Contains("the column w is missing", Refusal(name, new CsvOptions { Like = like with { Names = ["u8", "w"] } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_more_than_the_rows_are_damage() =>  // a finding of eng/fuzz.sh
        Assert.Contains("damaged", Refusal("longer-lists.arrow", new CsvOptions()), StringComparison.Ordinal);

    [Theory]
    [InlineData("missing.parquet")]
    [InlineData("pages2.parquet")]
    [InlineData("missing.arrow")]
    public void Missing_values_are_named_dropped_or_filled_in(string name)
    {
        Assert.Contains("row 4, column 1 (u): the value is missing; row 8, column 2 (v): the value is missing; row 12, column 3 (w): the value is missing; --missing drop", Refusal(name), StringComparison.Ordinal);
        var dropped = Read(name, new CsvOptions { Missing = MissingValues.Drop });
        Assert.Equal(Rows - 3, dropped.Train.Count);
        Assert.Equal([4, 8, 12], dropped.Table!.LeftOut.Select(row => row.Line));
        Assert.Equal("row", dropped.Table.Unit);
        var filled = Read(name, new CsvOptions { Missing = MissingValues.Mean }).Train;
        Assert.Equal(Enumerable.Range(0, Rows).Where(i => i != 3).Average(At), filled.Pixels[3, 0] + (filled.Origins?[0] ?? 0), 1e-6);
        Assert.Equal(At(4), filled.Pixels[4, 0] + (filled.Origins?[0] ?? 0), 1e-6);  // what follows a missing value stays in its row
        Assert.Equal(At(39), filled.Pixels[39, 0] + (filled.Origins?[0] ?? 0), 1e-6);
    }

    [Theory]
    [InlineData("embeddings.parquet")]
    [InlineData("embeddings.arrow")]
    public void A_column_of_lists_gives_the_rows(string name)
    {
        var data = Read(name);

        Assert.Equal(ImageShape.OfTable(4), data.Shape);
        for (var i = 0; i < Rows; i++)
            Assert.Equal([(float)At(i), (float)At(i + 4), 1f / (i + 1), (float)-At(i)], data.Train.Pixels.Row(i).ToArray());
        Assert.Equal("item-7", data.Train.Names![7]);
        Assert.Contains(data.Table!.Notes, note => note.Contains("Left out: column 2 (price)", StringComparison.Ordinal));
        Assert.Equal(1.5f, Read(name, new CsvOptions { IgnoredColumns = ["embedding"], IdColumn = "id" }).Train.Pixels[1, 0]);
    }

    [Theory]
    [InlineData("fixed.parquet")]
    [InlineData("fixed.arrow")]
    public void Lists_of_a_fixed_size_are_read(string name) => Assert.Equal([8.5f, 9.125f, -8.5f], Read(name).Train.Pixels.Row(1).ToArray());

    [Theory]
    [InlineData("choice.parquet")]
    [InlineData("choice.arrow")]
    public void Where_several_columns_hold_lists_one_is_asked_for(string name)
    {
        Assert.Contains("2 columns hold lists of numbers; --array chooses one of text_vector (lists of numbers), image_vector", Refusal(name), StringComparison.Ordinal);
        var chosen = ReadAll(name, new DatasetOptions { Numpy = new NumpyOptions { Array = "IMAGE_vector" } });
        Assert.Equal(ImageShape.OfTable(3), chosen.Shape);
        var again = Read(name, new CsvOptions { Like = chosen.Table!.Columns });
        Assert.Equal(chosen.Sha256, again.Sha256);
        var error = Assert.Throws<DataFileException>(() => ReadAll(name, new DatasetOptions { Numpy = new NumpyOptions { Array = "sound" } }));
        Assert.Contains("there is no column 'sound'; --array takes one of text_vector", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ragged.parquet")]
    [InlineData("ragged.arrow")]
    public void Lists_of_several_lengths_are_refused_by_their_row(string name) =>
        Assert.Contains("row 6: the list of column 1 (embedding) has 1 number, those before it have 2", Refusal(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("gaps.parquet")]
    [InlineData("gaps.arrow")]
    public void Lists_that_are_missing_or_hold_missing_numbers_are_missing_values(string name)
    {
        Assert.Contains("row 6, column 1 (embedding), number 1: the value is missing", Refusal(name), StringComparison.Ordinal);
        var dropped = Read(name, new CsvOptions { Missing = MissingValues.Drop }).Train;
        Assert.Equal(Rows - 2, dropped.Count);
        Assert.Equal((float)At(10), dropped.Pixels[8, 0]);
        Assert.Equal((float)At(39), dropped.Pixels[dropped.Count - 1, 0]);
    }

    [Theory]
    [InlineData("times.parquet", "column 1 (when) holds dates or times")]
    [InlineData("times.arrow", "column 1 (when) holds dates or times")]
    [InlineData("texts.parquet", "column 2 (colour) holds text, which cannot be learned from; --id-column colour")]
    [InlineData("texts.arrow", "column 2 (colour) holds text, which cannot be learned from; --id-column colour")]
    public void Columns_that_are_no_numbers_are_named_with_what_helps(string name, string sentence) => Assert.Contains(sentence, Refusal(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("category.parquet")]
    [InlineData("category.arrow")]
    public void Words_from_a_list_are_classes(string name)
    {
        var data = Read(name);

        Assert.Equal(["high", "low"], data.ClassNames);
        Assert.Equal([1, 0, 1, 0], data.Train.Classes![..4]);
    }

    [Fact]
    public void Files_are_told_by_their_content_packed_or_not()
    {
        File.WriteAllBytes(_folder["a.csv"], Fixture("embeddings.parquet"));
        File.WriteAllBytes(_folder["b.bin.gz"], TemporaryFolder.Packed(Fixture("embeddings.arrow")));

        Assert.Equal(Read("embeddings.parquet").Sha256, DatasetCatalog.Open(_folder["a.csv"]).Sha256);
        Assert.Equal(Read("embeddings.parquet").Sha256, DatasetCatalog.Open(_folder["b.bin.gz"]).Sha256);
    }

    private static double At(int i) => (8 * (i % 2)) + (i * 37 % 11 / 8.0);

    private static Dataset Read(string name, CsvOptions? options = null) => ReadAll(name, new DatasetOptions { Csv = options ?? new CsvOptions() });

    private static Dataset ReadAll(string name, DatasetOptions options) => DatasetCatalog.Open(PathOf(name), options);

    private static string Refusal(string name, CsvOptions? options = null) => Assert.Throws<DataFileException>(() => Read(name, options)).Message;

    private static byte[] Fixture(string name) => File.ReadAllBytes(PathOf(name));

    private static string PathOf(string name) => ImageFixtures.PathOf($"columns/{name}");
}
