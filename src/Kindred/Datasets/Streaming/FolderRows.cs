using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets.Streaming;

/// <summary>The pictures of a folder, decoded whenever they are asked for.</summary>
internal sealed class FolderRows(ImageFolderDecoding decoding, int[] kept, ImageShape shape) : IRowSource
{
    public int Rows => kept.Length;

    public int Columns => shape.Size;

    public float? ByteScale => decoding.IsDeep ? null : 1f / 255;

    /// <inheritdoc/>
    public long BytesOfRow => (decoding.IsDeep ? sizeof(float) : sizeof(byte)) * (long)Columns;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        for (var i = 0; i < values.Length / Columns; i++)
        {
            var rows = Decoded(start + i);
            var image = rows.ToImageSet(shape, null, [string.Empty]);
            image.Pixels.Values.CopyTo(values.Slice(i * Columns, Columns));
        }
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values)
    {
        for (var i = 0; i < values.Length / Columns; i++)
        {
            var image = Decoded(start + i).ToImageSet(shape, null, [string.Empty]);
            (image.Bytes ?? throw new InvalidOperationException("These pictures are floats.")).Values.CopyTo(values.Slice(i * Columns, Columns));
        }
    }

    private SampleRows Decoded(int row)
    {
        var rows = new SampleRows(1, Columns, decoding.IsDeep);
        decoding.DecodeOne(kept[row], shape, rows);
        return rows;
    }
}
