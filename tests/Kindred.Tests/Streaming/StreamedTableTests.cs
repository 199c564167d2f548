using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;
using Parquet;
using Parquet.Schema;

namespace Kindred.Tests.Streaming;

/// <summary>Tables of text, Parquet and Arrow whose numbers lie in a file: rows, classes, names and notes are those of the table in memory.</summary>
public sealed class StreamedTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-tables-").FullName;

    public static TheoryData<string> Arrows => ["embeddings.arrow", "missing.arrow", "gaps.arrow", "category.arrow", "fixed.arrow"];

    public static TheoryData<string> Parquets => ["embeddings.parquet", "missing.parquet", "gaps.parquet", "category.parquet", "fixed.parquet"];

    [Theory, InlineData(MissingValues.Drop), InlineData(MissingValues.Mean)]
    public void Rows_of_a_text_are_those_of_the_table_in_memory(MissingValues missing)
    {
        var path = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"item {i},{1.7e9 + (i * 0.001)},{(i % 7 == 3 ? "" : (i % 5).ToString(CultureInfo.InvariantCulture))},{i * 0.37 % 1},{(i % 3 == 0 ? "a" : "b")}"))
            .Prepend("name,time,count,share,label"));
        RequireSame(path, new DatasetOptions { Csv = new CsvOptions { Missing = missing, LabelColumn = "label", IdColumn = "name" } }, 400);
    }

    [Fact]
    public void Remarks_units_and_columns_that_count_the_rows_are_left_out_alike()
    {
        var path = Path.Combine(_folder, "table.csv");
        File.WriteAllText(path, "id;length;width\n;cm;cm\n" + string.Concat(Enumerable.Range(1, 100).Select(i => $"{i};{i % 4},5;{i % 9}\n{(i == 50 ? "# half\n" : "")}")));
        RequireSame(path, new DatasetOptions(), 100);
    }

    [Theory, MemberData(nameof(Parquets))]
    public void Rows_of_parquet_are_those_of_the_table_in_memory(string name)
    {
        var options = new DatasetOptions { Csv = new CsvOptions { Missing = MissingValues.Mean } };
        RequireSame(Fixture.PathOf(Path.Combine("columns", name)), options, rows: null);
    }

    [Theory, MemberData(nameof(Arrows))]
    public void Rows_of_arrow_are_those_of_the_table_in_memory(string name)
    {
        var options = new DatasetOptions { Csv = new CsvOptions { Missing = MissingValues.Mean } };
        RequireSame(Fixture.PathOf(Path.Combine("columns", name)), options, rows: null);
    }

    [Theory, InlineData(null), InlineData(CompressionCodecType.Zstd)]
    public void Batches_of_rows_are_read_one_after_the_other(CompressionCodecType? packed)
    {
        var path = Path.Combine(_folder, "batches.arrow");
        WriteBatches(path, packed);
        RequireSame(path, new DatasetOptions { Csv = new CsvOptions { LabelColumn = "kind" } }, 310);
    }

    [Fact]
    public void An_arrow_file_says_before_it_is_read_how_many_numbers_it_has()
    {
        var path = Path.Combine(_folder, "batches.arrow");
        WriteBatches(path, packed: null);
        var asked = new List<(double Rows, double Values)>();
        bool Ask((double Rows, double Values) size)
        {
            asked.Add(size);
            return true;
        }

        var none = DataFile.Read(path, content => ArrowFile.TableInFile(content, new DatasetOptions { Csv = new CsvOptions { LabelColumn = "kind" } }, Ask));
        Assert.Null(none);
        Assert.Equal([(310, 620)], asked);
        var lists = Fixture.PathOf(Path.Combine("columns", "embeddings.arrow"));
        _ = DataFile.Read(lists, content => ArrowFile.TableInFile(content, new DatasetOptions(), Ask));
        Assert.Equal(DatasetCatalog.Open(lists, new DatasetOptions()).Train.Pixels.Values.Length, asked[1].Values);
    }

    [Fact]
    public void An_arrow_stream_is_left_to_those_who_read_it_whole() =>
        Assert.Null(StreamedTable.TryRead(Fixture.PathOf(Path.Combine("columns", "stream.arrow")), new DatasetOptions(), always: true));

    [Fact]
    public void Damaged_arrow_files_are_told_in_a_sentence()
    {
        var path = Path.Combine(_folder, "batches.arrow");
        WriteBatches(path, packed: null);
        var (whole, rng) = (File.ReadAllBytes(path), new Rng(6));
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var bytes = attempt % 4 == 0 ? whole[..rng.NextInt(whole.Length)] : (byte[])whole.Clone();
            for (var change = 0; attempt % 4 != 0 && change < 1 + rng.NextInt(4); change++)
                bytes[attempt % 2 == 0 ? rng.NextInt(bytes.Length) : bytes.Length - 1 - rng.NextInt(800)] = (byte)rng.NextInt(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                StreamedDataset.OpenTable(path, new DatasetOptions(), always: true, new DatasetOrigin(path, new DatasetOptions()))?.Dispose();
            }
            catch (DataFileException told)
            {
                Assert.NotEmpty(told.Message);
            }
        }
    }

    [Fact]
    public async Task Groups_of_rows_are_read_one_after_the_other()
    {
        var path = Path.Combine(_folder, "groups.parquet");
        var (x, y) = (new DataField<double>("x"), new DataField<float>("y"));
        using (var file = File.Create(path))
        {
            var writer = await ParquetWriter.CreateAsync(new ParquetSchema(x, y), file);
            await using (writer)
            {
                for (var group = 0; group < 5; group++)
                {
                    using var rows = writer.CreateRowGroup();
                    await rows.WriteAsync<double>(x, Enumerable.Range(0, 60 + group).Select(i => 1e9 + (group * 0.5) + (i * 0.001)).ToArray());
                    await rows.WriteAsync<float>(y, Enumerable.Range(0, 60 + group).Select(i => (float)(i % 11)).ToArray());
                }
            }
        }

        RequireSame(path, new DatasetOptions(), 310);
    }

    [Fact]
    public void Whole_numbers_that_64_bits_of_floats_do_not_hold_are_refused()
    {
        var path = Fixture.PathOf(Path.Combine("columns", "numbers.parquet"));
        var error = Assert.Throws<DataFileException>(() => Open(path, new DatasetOptions { Csv = new CsvOptions { IdColumn = "name" } }));
        Assert.Contains("53 bits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_in_a_text_are_left_to_those_who_read_them_whole()
    {
        var path = Path.Combine(_folder, "pictures.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 3).Select(i => string.Join(',', Enumerable.Range(0, 784).Select(j => (i + j) % 256))));
        Assert.Null(StreamedDataset.OpenTable(path, new DatasetOptions(), always: true, new DatasetOrigin(path, new DatasetOptions())));
    }

    [Fact]
    public void How_many_values_a_text_has_is_told_by_its_beginning()
    {
        var path = Path.Combine(_folder, "long.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 60_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 100},-1.5e{i % 3},{i * 7 % 10}")));
        Assert.InRange(TextSize.Of(path, new FileInfo(path).Length).Values, 170_000, 190_000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void WriteBatches(string path, CompressionCodecType? packed)
    {
        using var file = File.Create(path);
        ArrowFileWriter? writer = null;
        for (var batch = 0; batch < 5; batch++)
        {
            var rows = 60 + batch;
            var table = new RecordBatch.Builder()
                .Append("x", false, new DoubleArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(i => 1e9 + (batch * 0.5) + (i * 0.001))).Build())
                .Append("y", false, new FloatArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(i => (float)(i % 11))).Build())
                .Append("kind", false, new StringArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(i => i % 3 == batch % 3 ? "a" : "b")).Build())
                .Build();
            writer ??= packed is null ? new ArrowFileWriter(file, table.Schema) : new ArrowFileWriter(file, table.Schema, leaveOpen: false, new IpcOptions { CompressionCodec = packed, CompressionCodecFactory = new CompressionCodecFactory() });
            writer.WriteRecordBatch(table);
        }

        writer!.WriteEnd();
        writer.Dispose();
    }

    private static StreamedDataset Open(string path, DatasetOptions options) => StreamedDataset.OpenTable(path, options, always: true, new DatasetOrigin(path, options))!;

    private static void RequireSame(string path, DatasetOptions options, int? rows)
    {
        var whole = DatasetCatalog.Open(path, options);
        using var streamed = Open(path, options);
        if (rows is not null && options.Csv.Missing != MissingValues.Drop)
            Assert.Equal(rows, streamed.Rows.Rows);
        Assert.Equal((whole.Train.Count, whole.Shape), (streamed.Rows.Rows, streamed.Shape));
        Assert.Null(streamed.Rows.ByteScale);
        Assert.Equal(whole.Train.Pixels.Values.ToArray(), streamed.Rows.Slice(0, whole.Train.Count).Values.ToArray());
        Assert.Equal(whole.Train.Pixels.Row(17).ToArray(), streamed.Slice(17, 1).Pixels.Values.ToArray());
        Assert.Equal(whole.Train.Classes, streamed.Classes);
        Assert.Equal(whole.ClassNames, streamed.ClassNames);
        Assert.Equal(whole.Train.Names, streamed.Names);
        var taken = streamed.Take([3, 11]);
        Assert.Equal(whole.Train.Origins, taken.Train.Origins);
        Assert.Equal(whole.Table!.Columns, taken.Table!.Columns);
        Assert.Equal(whole.Table.Notes, taken.Table.Notes);
    }
}
