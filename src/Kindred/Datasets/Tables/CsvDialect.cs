namespace Kindred.Datasets.Tables;

/// <summary>How a text table is written: what separates its fields, and what stands before decimals. Chosen by what makes most of the rows numbers.</summary>
/// <param name="Separator">Between fields.</param>
/// <param name="Point">Before decimals: a point or a comma.</param>
/// <param name="Skipped">Records at the beginning that are no rows: a line <c>sep=;</c>, comments.</param>
internal sealed record CsvDialect(byte Separator, byte Point, int Skipped)
{
    private const int RowsLookedAt = 50;

    /// <summary>What may separate fields, the likelier first.</summary>
    public static ReadOnlySpan<byte> Separators => ",;\t| :^~"u8;

    /// <exception cref="DataFileException">A comma may stand before decimals or before thousands, and nothing tells.</exception>
    public static CsvDialect Of(string file, CsvSample sample, CsvOptions options)
    {
        var (hint, hints) = Hint(sample);
        var separator = options.Delimiter is { } given ? (byte)given : hint ?? Likeliest(sample, options);
        var skipped = Math.Max(hints, Comments(sample, separator));
        return new CsvDialect(separator, options.DecimalMark is { } point ? (byte)point : PointOf(file, sample, separator, skipped), skipped);
    }

    /// <summary>A line that names the separator, as spreadsheets write it.</summary>
    private static (byte? Separator, int Skipped) Hint(CsvSample sample)
    {
        var first = sample.Records[0].Bytes.AsSpan().Trim((byte)'"');
        return first.StartsWith("sep="u8) && first.Length == 5 ? (first[4], 1) : (null, 0);
    }

    /// <summary>Records at the beginning that start with # and have other columns than the rows: remarks. The last of them is the header if it has as many as the row below. Without a separator, all that start so.</summary>
    private static int Comments(CsvSample sample, byte? separator)
    {
        var count = sample.Records.TakeWhile(record => record.Bytes.AsSpan().TrimStart((byte)' ').StartsWith("#"u8)).Count();
        if (count == 0 || count == sample.Records.Count || separator is not { } known)
            return count < sample.Records.Count ? count : 0;
        var columns = CsvFields.Count(sample.Records[count].Bytes, known);
        if (!CsvSample.Split(sample.Records[count].Bytes, known).Exists(field => CsvNumber.LooksLikeNumber(field)))
            return count;  // a header follows the remarks, so that none of them is one
        return CsvFields.Count(WithoutMark(sample.Records[count - 1].Bytes), known) == columns && columns > 1 ? count - 1 : count;
    }

    /// <summary>A header that is marked as a remark, without the mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> record) => record.TrimStart("# "u8);

    private static byte Likeliest(CsvSample sample, CsvOptions options)
    {
        var skipped = Comments(sample, null);
        return Separators.ToArray().Where(candidate => !(candidate == ',' && options.DecimalMark == ','))
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
