namespace Kindred.Datasets.Tables;

/// <summary>How a text table is written: what separates its fields, and what stands before decimals. Chosen by what makes most of the rows numbers.</summary>
/// <param name="Separator">Between fields.</param>
/// <param name="Point">Before decimals: a point or a comma.</param>
/// <param name="Skipped">Records at the beginning that are no rows: a line <c>sep=;</c>, comments, a title of the whole.</param>
internal sealed record CsvDialect(byte Separator, byte Point, int Skipped)
{
    private const int RowsLookedAt = 50;
    private const int MostTitleLines = 20;

    /// <summary>What may separate fields, the likelier first.</summary>
    public static ReadOnlySpan<byte> Separators => ",;\t| :^~\u0001\u001F"u8;

    /// <exception cref="DataFileException">A comma may stand before decimals or before thousands, and nothing tells.</exception>
    public static CsvDialect Of(string file, CsvSample sample, CsvOptions options)
    {
        var (hint, hints) = Hint(sample);
        var separator = options.Delimiter is { } given ? (byte)given : hint ?? Likeliest(sample, options);
        if (separator == ',' && options.Delimiter is null && hint is null && options.DecimalMark is null && IsOneColumn(sample, Comments(sample, separator)))
            return new CsvDialect((byte)';', (byte)',', Comments(sample, (byte)';'));
        var skipped = Math.Max(hints, Comments(sample, separator));
        skipped += options.Header == false ? 0 : TitleLines(sample, separator, skipped);
        return new CsvDialect(separator, options.DecimalMark is { } point ? (byte)point : PointOf(file, sample, separator, skipped), skipped);
    }

    /// <summary>A line that names the separator, as spreadsheets write it.</summary>
    private static (byte? Separator, int Skipped) Hint(CsvSample sample)
    {
        var first = sample.Records[0].Bytes.AsSpan().Trim((byte)'"');
        return first.Length == 5 && System.Text.Ascii.EqualsIgnoreCase(first[..4], "sep="u8) ? (first[4], 1) : (null, 0);
    }

    /// <summary>Records at the beginning that start with #, % or // and have other columns than the rows: remarks. The last of them is the header if it has as many as the row below. Without a separator, all that start so.</summary>
    private static int Comments(CsvSample sample, byte? separator)
    {
        var count = sample.Records.TakeWhile(record => IsRemark(record.Bytes)).Count();
        if (count == 0 || count == sample.Records.Count || separator is not { } known)
            return count < sample.Records.Count ? count : 0;
        var columns = CsvFields.Count(sample.Records[count].Bytes, known);
        if (!CsvSample.Split(sample.Records[count].Bytes, known).Exists(field => CsvNumber.LooksLikeNumber(field)))
            return count;  // a header follows the remarks, so that none of them is one
        return CsvFields.Count(WithoutMark(sample.Records[count - 1].Bytes), known) == columns && columns > 1 ? count - 1 : count;
    }

    private static bool IsRemark(ReadOnlySpan<byte> record) => record.TrimStart((byte)' ') is [(byte)'#' or (byte)'%', ..] or [(byte)'/', (byte)'/', ..];

    /// <summary>Lines above a header that are shorter than it: a title, who measured, when. A header is one if all its fields, as many as the rows have, are texts, and rows of numbers are below.</summary>
    private static int TitleLines(CsvSample sample, byte separator, int skipped)
    {
        var rows = sample.Rows(separator, skipped).ToList();
        var columns = rows.Count < 3 ? 0 : rows.CountBy(row => row.Count).MaxBy(entry => entry.Value).Key;
        if (columns < 2)
            return 0;
        var header = rows.FindIndex(row => row.Count(field => field.Length > 0) == columns);
        var isOne = header is > 0 and <= MostTitleLines && header < rows.Count - 1 && rows.Count == sample.Records.Count - skipped
            && rows[header].TrueForAll(field => !CsvNumber.LooksLikeNumber(field) && !CsvNumber.IsMissing(field))
            && rows.Take(header).All(row => row.Count(field => field.Length > 0) < columns - 1 && !IsRowOfNumbers(row)) && IsRowOfNumbers(rows[header + 1]);
        return isOne ? header : 0;
    }

    private static bool IsRowOfNumbers(List<byte[]> row) => row.Count(field => CsvNumber.LooksLikeNumber(field)) * 2 >= row.Count(field => field.Length > 0);

    /// <summary>A header that is marked as a remark, without the mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> record) => record.TrimStart("# "u8);

    private static byte Likeliest(CsvSample sample, CsvOptions options)
    {
        var skipped = Comments(sample, null);
        return Separators.ToArray().Where(candidate => !(candidate == ',' && options.DecimalMark == ',') && (candidate is not (1 or 0x1F) || sample.Records[skipped].Bytes.Contains(candidate)))
            .Select((candidate, order) => (candidate, vote: Vote(sample, candidate, skipped), order))
            .MaxBy(entry => (entry.vote.Share, entry.vote.IsLikeFirst, entry.vote.Columns, -entry.order)).candidate;
    }

    /// <summary>The share of fields that are numbers, where rows have as many fields as most have; whether the first record has as many, too; and how many these are.</summary>
    private static (double Share, bool IsLikeFirst, int Columns) Vote(CsvSample sample, byte separator, int skipped)
    {
        var rows = sample.Rows(separator, skipped + (sample.Records.Count > skipped + 1 ? 1 : 0)).Take(RowsLookedAt).ToList();
        if (rows.Count == 0)
            return (0, false, 0);
        var columns = rows.CountBy(row => row.Count).MaxBy(entry => entry.Value).Key;
        var numbers = rows.Where(row => row.Count == columns).Sum(row => row.Count(field => CsvNumber.LooksLikeNumber(field) || CsvNumber.IsMissing(field)));
        var alike = (double)rows.Count(row => row.Count == columns) / rows.Count;
        var isLikeFirst = columns > 1 && CsvFields.Count(WithoutMark(sample.Records[skipped].Bytes), separator) == columns;
        return columns == 1 ? (numbers > 0 ? (double)numbers / rows.Count / 2 : 0, isLikeFirst, 1) : (Math.Round(alike * numbers / rows.Sum(row => row.Count), 3), isLikeFirst, columns);
    }

    /// <summary>Whether the commas of rows with one comma each stand before decimals: below a header of one title, where the first parts do not count the rows, as those would that R writes; or where second parts begin with a zero, as no number does.</summary>
    private static bool IsOneColumn(CsvSample sample, int skipped)
    {
        var isTitled = CsvFields.Count(sample.Records[skipped].Bytes, (byte)',') == 1 && CsvNumber.MeaningOfComma(sample.Records[skipped].Bytes) == CommaMeaning.None && !CsvNumber.LooksLikeNumber(sample.Records[skipped].Bytes);
        var rows = sample.Rows((byte)',', skipped + (isTitled ? 1 : 0)).ToList();
        if (rows.Count < 2 || rows.Exists(row => row.Count != 2 || !row.TrueForAll(field => CsvNumber.TryParse(field, (byte)',', out _)) || row[1].AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9')))
            return false;
        var hasZeros = rows.Exists(row => row[1] is [(byte)'0', _, ..]);
        var counts = rows.Index().All(row => CsvNumber.TryParse(row.Item[0], (byte)'.', out var number) && number - row.Index is 0 or 1);
        return (isTitled && !counts) || hasZeros;
    }

    private static byte PointOf(string file, CsvSample sample, byte separator, int skipped)
    {
        var (decimals, points, either) = (false, false, default(byte[]));
        foreach (var field in sample.Rows(separator, skipped).SelectMany(row => row))
        {
            var meaning = CsvNumber.MeaningOfComma(field);
            decimals |= meaning == CommaMeaning.Decimals;
            either ??= meaning == CommaMeaning.Either ? field : null;
            points |= field.AsSpan().Contains((byte)'.') && CsvNumber.TryParse(field, (byte)'.', out _);
        }

        if (points || (!decimals && either is null))
            return (byte)'.';
        return decimals ? (byte)',' : throw new DataFileException(file,
            $"'{CsvCell.Excerpt(either!)}' may be a number with decimals or one with thousands; --decimal comma or --decimal point says which.");
    }
}
