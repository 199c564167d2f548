using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Encoding;

/// <summary>What an encoder makes of the files of pictures, made anew whenever it is read.</summary>
internal sealed class EncodedFiles(ImageFiles files, long bytesOfRow, IPictureEncoder encoder) : IRowSource
{
    public int Rows => files.Paths.Count;

    public int Columns => encoder.Identity.Columns;

    public float? ByteScale => null;

    public long BytesOfRow => bytesOfRow;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        var made = new Matrix(values.Length / Columns, Columns);
        WorkerPool.Run(made.Rows, (i, _) => PictureEncoding.OfFile(Path.Combine(files.Folder, files.Paths[start + i]), encoder, made.MutableRow(i)));
        made.Values.CopyTo(values);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");
}
