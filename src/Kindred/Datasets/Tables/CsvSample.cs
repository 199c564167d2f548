namespace Kindred.Datasets.Tables;

/// <summary>The first records of a text table, kept so that they can be looked at before they are read.</summary>
internal sealed class CsvSample
{
    private const int MostRecords = 200;
    private const int MostBytes = 1 << 20;

    private CsvSample(List<(int Line, byte[] Bytes)> records) => Records = records;

    /// <summary>The line on which each begins, and its bytes.</summary>
    public List<(int Line, byte[] Bytes)> Records { get; }

    public static CsvSample Take(CsvRecords records)
    {
        var (taken, bytes) = (new List<(int Line, byte[] Bytes)>(), 0L);
        while (taken.Count < MostRecords && bytes < MostBytes && records.TryNext(out var record))
        {
            taken.Add((records.Number, record.ToArray()));
            bytes += record.Length;
        }

        return new CsvSample(taken);
    }

    /// <summary>The fields of every record, from the given one on, that is not empty.</summary>
    public IEnumerable<List<byte[]>> Rows(byte separator, int from)
    {
        foreach (var (_, bytes) in Records.Skip(from))
        {
            var fields = Split(bytes, separator);
            if (fields.Exists(field => field.Length > 0))
                yield return fields;
        }
    }

    public static List<byte[]> Split(ReadOnlySpan<byte> record, byte separator)
    {
        var fields = new CsvFields(record, separator);
        var split = new List<byte[]>();
        while (fields.More)
            split.Add(fields.Next().ToArray());
        return split;
    }
}
