using System.Globalization;
using System.Text.Json;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Service.Bodies;

/// <summary>Rows of numbers: <c>{"rows": [[…], …]}</c>, read without a tree of the document.</summary>
internal static class JsonBody
{
    private const string Form = "Rows of numbers are an object with one list of lists: {\"rows\": [[1, 2.5], [3, 4]]}.";
    private const int Deepest = 8;

    public static async Task<Items> Read(BodyContext body)
    {
        var text = await body.ReadAll();
        try
        {
            return Parse(text, body);
        }
        catch (JsonException broken)
        {
            var place = broken.LineNumber is { } line ? $" at line {line + 1}, byte {broken.BytePositionInLine + 1}" : string.Empty;
            throw RefusedException.Broken($"The body is no JSON{place}. {Form}", broken);
        }
        catch (InvalidOperationException broken)  // text that is no UTF-8 within a name
        {
            throw RefusedException.Broken($"The body is no JSON in UTF-8. {Form}", broken);
        }
    }

    private static Items Parse(ReadOnlySpan<byte> text, BodyContext body)
    {
        var input = body.Served.Model.Input;
        var values = new List<float>(input.Columns);
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Deepest });
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals("rows"u8))
            throw RefusedException.Broken($"The body has other names than \"rows\". {Form}");
        Expect(ref reader, JsonTokenType.StartArray);
        var rows = 0;
        for (; Next(ref reader) != JsonTokenType.EndArray; rows++)
        {
            if (rows == body.Settings.MostItems)
                throw RefusedException.TooMany(body.Settings.MostItems);
            Row(ref reader, rows, input.Columns, input.Origins, values);
        }

        Expect(ref reader, JsonTokenType.EndObject);
        if (reader.Read())
            throw RefusedException.Broken($"Something stands behind the object. {Form}");
        if (rows == 0)
            throw RefusedException.Broken($"There are no rows. {Form}");
        string[] names = [.. Enumerable.Range(0, rows).Select(row => row.ToString(CultureInfo.InvariantCulture))];
        return new Items(names, [new ImageSet(new Matrix(rows, input.Columns, values.ToArray()), input.Shape)
        {
            Origins = input.Origins is { } origins ? [.. origins] : null,
            Unit = input.Unit ?? PixelUnit.Byte,
        }]);
    }

    private static void Row(ref Utf8JsonReader reader, int row, int columns, ValueList<double>? origins, List<float> values)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw RefusedException.Broken($"Row {row} is no list. {Form}");
        var column = 0;
        for (; Next(ref reader) != JsonTokenType.EndArray; column++)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var number))
                throw RefusedException.Broken($"Row {row}, column {column} is no number. {Form}");
            if (column == columns)
                throw RefusedException.Unfit($"Row {row} has more than the {Amount.Of(columns, "number")} that the model takes.");
            var value = (float)(number - (origins?[column] ?? 0));
            values.Add(float.IsFinite(value) ? value : throw RefusedException.Unfit($"Row {row}, column {column} is larger than numbers of 32 bits can be."));
        }

        if (column < columns)
            throw RefusedException.Unfit($"Row {row} has {Amount.Of(column, "number")}; the model takes {columns}.");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (Next(ref reader) != type)
            throw RefusedException.Broken($"The body is JSON, but not what is needed. {Form}");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw RefusedException.Broken($"The body ends too early. {Form}");
}
