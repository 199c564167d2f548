using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Kindred.Datasets.Images;

/// <summary>From packed rows to samples of eight bits.</summary>
internal sealed class PngDecoder
{
    /// <summary>PNG specification, 8.2.</summary>
    private static readonly Pass[] Adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    private readonly string _name;
    private readonly PngChunks _chunks;
    private readonly PngHeader _header;
    private readonly PngSamples _samples;

    private PngDecoder(PngChunks chunks, string name)
    {
        (_chunks, _header, _name) = (chunks, chunks.Header, name);
        if (_header.Colour == PngColour.Palette && chunks.Palette.Length == 0)
            throw new DataFileException(name, "the PNG file has indexed colours but no palette; a chunk PLTE is needed.");
        _samples = new PngSamples(chunks, name);
    }

    /// <exception cref="DataFileException">The bytes are not a whole PNG file.</exception>
    public static Picture Decode(ReadOnlyMemory<byte> file, string name)
    {
        var decoder = new PngDecoder(PngChunks.Read(file, name), name);
        try
        {
            return decoder.Decode();
        }
        catch (InvalidDataException damage)
        {
            throw new DataFileException(name, "the packed pixels of the PNG file are damaged; a whole file is needed.", damage);
        }
    }

    private Picture Decode()
    {
        ReadOnlySpan<Pass> passes = _header.Interlaced ? Adam7 : [new Pass(0, 0, 1, 1)];
        var rows = Unpack(passes);  // first, so that a header alone never makes us reserve a picture
        var pixels = GC.AllocateUninitializedArray<byte>(checked(_header.Width * _header.Height * _samples.Channels));
        foreach (var pass in passes)
            rows = rows[DecodePass(pass, rows, pixels)..];
        return new Picture(_header.Height, _header.Width, _samples.Channels, pixels);
    }

    /// <summary>All rows of all passes, one after the other, each with its filter before it.</summary>
    private Span<byte> Unpack(ReadOnlySpan<Pass> passes)
    {
        var needed = 0L;
        foreach (var pass in passes)
            needed += pass.Rows(_header) * (1L + _header.RowBytes(pass.Columns(_header)));
        MemoryMarshal.TryGetArray(_chunks.Packed, out var packed);
        using var stream = new ZLibStream(new MemoryStream(packed.Array!, packed.Offset, packed.Count), CompressionMode.Decompress);
        var most = (long)packed.Count * DataFile.MostUnpackedPerByte;
        var rows = needed <= most ? new DataContent(stream, _name, most, (long)packed.Count * DataFile.LikelyUnpackedPerByte).ReadUpTo((int)needed) : [];
        return rows.Length == needed ? rows
            : throw new DataFileException(_name, $"the PNG header promises {_header.Width} x {_header.Height} pixels, but not all are there; {needed} unpacked bytes are needed.");
    }

    /// <summary>How many bytes the pass took.</summary>
    private int DecodePass(Pass pass, Span<byte> rows, Span<byte> pixels)
    {
        var (columns, count) = (pass.Columns(_header), pass.Rows(_header));
        var bytes = _header.RowBytes(columns);
        ReadOnlySpan<byte> above = new byte[bytes];
        for (var i = 0; i < count; i++)
        {
            var filter = rows[i * (bytes + 1)];
            var row = rows.Slice((i * (bytes + 1)) + 1, bytes);
            var y = pass.Y + (i * pass.StepY);
            if (filter >= PngFilters.Count)
                throw new DataFileException(_name, $"row {y + 1} of the PNG file names filter {filter}; 0 to {PngFilters.Count - 1} are known.");
            PngFilters.Undo(filter, row, above, _header.PixelStride);
            _samples.Expand(row, columns, pixels[(((y * _header.Width) + pass.X) * _samples.Channels)..], pass.StepX * _samples.Channels);
            above = row;
        }

        return count * (bytes + 1);
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
