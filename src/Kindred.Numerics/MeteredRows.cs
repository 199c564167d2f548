using System.Diagnostics;
using System.Globalization;

namespace Kindred.Numerics;

/// <summary>Rows of another source, counted as they are read.</summary>
internal sealed class MeteredRows(IRowSource source) : IRowSource, IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _rows;

    public int Rows => source.Rows;

    public int Columns => source.Columns;

    public float? ByteScale => source.ByteScale;

    public long BytesOfRow => source.BytesOfRow;

    /// <summary>Rows and bytes a second since the beginning, in words: "1,200,000 rows/s, 940 MB/s".</summary>
    public string Pace
    {
        get
        {
            var rate = Interlocked.Read(ref _rows) / Math.Max(1e-3, Stopwatch.GetElapsedTime(_begun).TotalSeconds);
            return string.Create(CultureInfo.InvariantCulture, $"{rate:N0} rows/s, {MemoryLimit.Size(rate * BytesOfRow)}/s");
        }
    }

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        source.Read(start, values);
        Interlocked.Add(ref _rows, values.Length / Columns);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values)
    {
        source.Read(start, values);
        Interlocked.Add(ref _rows, values.Length / Columns);
    }

    public void Dispose() => (source as IDisposable)?.Dispose();
}
