namespace Kindred.Datasets;

/// <summary>A stream read from front to back, with eight zero bytes after its end.</summary>
/// <remarks>The platform's gzip reader takes a stream whose last checksum is cut off for whole. With zeros behind it the cut checksum is wrong and noticed;
/// behind a whole stream they are passed over.</remarks>
internal sealed class ZeroPaddedStream(Stream stream) : Stream
{
    private int _left = 8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer);
        if (read > 0 || _left == 0)
            return read;
        var zeros = buffer[..Math.Min(_left, buffer.Length)];
        zeros.Clear();
        _left -= zeros.Length;
        return zeros.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
