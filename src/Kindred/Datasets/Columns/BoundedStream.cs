namespace Kindred.Datasets.Columns;

/// <summary>A file read by a library: a damaged one may send it round in circles, which ends here.</summary>
/// <param name="file">Can seek.</param>
internal sealed class BoundedStream(Stream file) : Stream
{
    private const long Most = 1L << 26;  // bytes and calls that every file may take, however small
    private const int MostTimes = 16;    // that a whole file may be read

    private readonly long _most = Most + (MostTimes * file.Length);
    private long _taken;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set
        {
            Take(1);
            file.Position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        Take(read + 1);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // what is read here is there at once; a file handle would send each call to another thread
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Take(1);
        return file.Seek(offset, origin);
    }

    public override void Flush() => file.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Take(int bytes)
    {
        _taken += bytes;
        if (_taken > _most)
            throw new InvalidDataException("The file is read over and over.");
    }
}
