using System.Buffers.Binary;
using System.IO.Compression;

namespace Kindred.Datasets.Images;

/// <summary>A PNG file of sixteen bits a sample, all of which are kept: depth maps and sensors use a small part of the range.</summary>
internal sealed class DeepPng : IImageRows
{
    private const int SampleBytes = 2;

    /// <summary>PNG specification, 8.2.</summary>
    private static readonly Pass[] Adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private readonly PngHeader _header;
    private readonly ushort[] _transparent;
    private readonly byte[] _pixels;
    private readonly DecodingMemory.Share _share;

    /// <exception cref="DataFileException">The pixels are not all there.</exception>
    public DeepPng(ReadOnlySpan<byte> file, string name, int orientation)
    {
        var chunks = PngChunks.Read(file, name);
        (_header, Orientation) = (chunks.Header, orientation);
        _transparent = [.. (chunks.Transparency.Length == SampleBytes * _header.FileChannels ? chunks.Transparency : []).Chunk(SampleBytes).Select(sample => BinaryPrimitives.ReadUInt16BigEndian(sample))];
        var bytes = _header.Height * (long)_header.RowBytes(_header.Width);
        _share = DecodingMemory.Take(bytes + file.Length + chunks.Packed.Length, name);
        try
        {
            _pixels = GC.AllocateUninitializedArray<byte>(checked((int)bytes));
            Unpack(chunks, name);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            _share.Dispose();
            throw new DataFileException(name, "the packed pixels of the PNG file are damaged; a whole file is needed.", damage);
        }
        catch
        {
            _share.Dispose();
            throw;
        }
    }

    public int Height => _header.Height;

    public int Width => _header.Width;

    public int Orientation { get; }

    public float White => ushort.MaxValue;

    private bool IsGrey => _header.Colour is PngColour.Grey or PngColour.GreyAlpha;

    private bool HasAlpha => _header.Colour is PngColour.GreyAlpha or PngColour.Rgba;

    public void Read(int y, int channels, Span<float> row)
    {
        var colours = IsGrey ? 1 : 3;
        Span<float> pixel = stackalloc float[3];
        for (var x = 0; x < Width; x++)
        {
            var samples = _pixels.AsSpan(((y * Width) + x) * _header.PixelStride, _header.PixelStride);
            var opacity = Opacity(samples);
            for (var channel = 0; channel < colours; channel++)
                pixel[channel] = (Sample(samples, channel) * opacity) + (White * (1 - opacity));
            if (channels == 1)
                row[x] = colours == 1 ? pixel[0] : (float)((0.2126 * pixel[0]) + (0.7152 * pixel[1]) + (0.0722 * pixel[2]));
            else if (colours == 1)
                row.Slice(x * channels, channels).Fill(pixel[0]);
            else
                pixel.CopyTo(row[(x * channels)..]);
        }
    }

    public void Dispose() => _share.Dispose();

    private static ushort Sample(ReadOnlySpan<byte> pixel, int channel) => BinaryPrimitives.ReadUInt16BigEndian(pixel[(SampleBytes * channel)..]);

    /// <summary>In [0, 1].</summary>
    private float Opacity(ReadOnlySpan<byte> pixel)
    {
        if (HasAlpha)
            return Sample(pixel, _header.FileChannels - 1) / White;
        var isTransparent = _transparent.Length > 0;
        for (var channel = 0; channel < _transparent.Length; channel++)
            isTransparent &= Sample(pixel, channel) == _transparent[channel];
        return isTransparent ? 0 : 1;
    }

    private void Unpack(PngChunks chunks, string name)
    {
        using var stream = new ZLibStream(new MemoryStream(chunks.Packed), CompressionMode.Decompress);
        ReadOnlySpan<Pass> passes = _header.Interlaced ? Adam7 : [new Pass(0, 0, 1, 1)];
        foreach (var pass in passes)
            Unpack(pass, stream, chunks.IsCut, name);
        if (!chunks.IsChecked && !chunks.IsWhole())
            throw new InvalidDataException();
    }

    private void Unpack(Pass pass, ZLibStream stream, bool isCut, string name)
    {
        var (columns, stride) = (pass.Columns(_header), _header.PixelStride);
        byte[] row = new byte[1 + (columns * stride)], above = new byte[row.Length];
        for (var i = 0; i < pass.Rows(_header); i++)
        {
            var y = pass.Y + (i * pass.StepY);
            if (!TryFill(row, stream, isCut))
                throw new DataFileException(name, $"the PNG file is cut short in row {y + 1} of {Height}; a whole file is needed.");
            if (row[0] >= PngFilters.Count)
                throw new InvalidDataException();
            PngFilters.Undo(row[0], row.AsSpan(1), above.AsSpan(1), stride);
            for (var x = 0; x < columns; x++)
                row.AsSpan(1 + (x * stride), stride).CopyTo(_pixels.AsSpan(((y * Width) + pass.X + (x * pass.StepX)) * stride));
            (row, above) = (above, row);
        }
    }

    /// <summary>False where the packed pixels end before; a cut file's end is told so, or is damage to the platform.</summary>
    private static bool TryFill(byte[] row, ZLibStream stream, bool isCut)
    {
        try
        {
            return stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) == row.Length;
        }
        catch (InvalidDataException) when (isCut)
        {
            return false;
        }
    }

    /// <summary>Some of the pixels: from where on, and how far apart.</summary>
    private readonly record struct Pass(int X, int Y, int StepX, int StepY)
    {
        /// <summary>Pixels in a row; 0 for a picture too narrow for the pass.</summary>
        public int Columns(PngHeader header) => (header.Width - X + StepX - 1) / StepX;

        /// <summary>0 where there are no columns: an empty row has no filter either.</summary>
        public int Rows(PngHeader header) => Columns(header) == 0 ? 0 : (header.Height - Y + StepY - 1) / StepY;
    }
}
