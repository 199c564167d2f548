using Kindred.Networks.Storage;
using Kindred.Numerics;
using Parquet;
using Parquet.Schema;

namespace Kindred.Datasets.Columns;

/// <summary>Writes rows of numbers as a Parquet file: a column of names and one of lists, as vector databases and data frames take embeddings.</summary>
internal static class ParquetRows
{
    private const int MostValues = 1 << 22;  // of a group of rows, which is written from memory as a whole

    private static readonly DataField<string> Names = new("item");
    private static readonly DataField<float> Number = new("element");

    /// <summary>Appears under its name only when whole.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="parts">One below the other.</param>
    /// <param name="names">One a row, part for part.</param>
    /// <param name="column">What the column of lists is called.</param>
    public static void Write(string path, IReadOnlyList<Matrix> parts, IReadOnlyList<IReadOnlyList<string>> names, string column) =>
        WholeFile.Write(path, file => WriteAsync(file, parts, names, column).GetAwaiter().GetResult());

    private static async Task WriteAsync(Stream file, IReadOnlyList<Matrix> parts, IReadOnlyList<IReadOnlyList<string>> names, string column)
    {
        var schema = new ParquetSchema(Names, new ListField(column, Number));
        var writer = await ParquetWriter.CreateAsync(schema, file).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var (part, items) in parts.Zip(names))
            {
                var most = Math.Max(1, MostValues / part.Columns);
                for (var start = 0; start < part.Rows; start += most)
                {
                    var rows = Math.Min(most, part.Rows - start);
                    using var group = writer.CreateRowGroup();
                    await group.WriteAsync(schema.DataFields[0], (string[])[.. items.Skip(start).Take(rows)]).ConfigureAwait(false);
                    var number = schema.DataFields[1];
                    var present = Enumerable.Repeat(number.MaxDefinitionLevel, rows * part.Columns).ToArray();
                    await group.WriteAllPartsAsync<float>(number, Values(part, start, rows), present, Levels(rows, part.Columns), CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    private static float[] Values(Matrix part, int start, int rows)
    {
        var values = new float[rows * part.Columns];
        for (var i = 0; i < rows; i++)
            part.Row(start + i).CopyTo(values.AsSpan(i * part.Columns));
        return values;
    }

    /// <summary>0 where a list begins, 1 within it.</summary>
    private static int[] Levels(int rows, int columns)
    {
        var levels = new int[rows * columns];
        for (var k = 0; k < levels.Length; k++)
            levels[k] = k % columns == 0 ? 0 : 1;
        return levels;
    }
}
