namespace Kindred.Datasets.Images;

/// <summary>Turns the samples of a row, of any depth, into channels of eight bits: v · 255 / (2^depth − 1), rounded.</summary>
internal sealed class PngSamples
{
    private readonly string _name;
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _paletteAlpha;
    private readonly int[]? _transparent;

    public PngSamples(PngChunks chunks, string name)
    {
        (_name, _header, _palette) = (name, chunks.Header, chunks.Palette);
        _paletteAlpha = _header.Colour == PngColour.Palette ? chunks.Transparency : [];
        if (_header.Colour != PngColour.Palette && chunks.Transparency.Length > 0)
            _transparent = [.. chunks.Transparency.Chunk(2).Select(pair => ((pair[0] << 8) | pair[1]) & ((1 << _header.Depth) - 1))];
        var colours = _header.Colour is PngColour.Grey or PngColour.GreyAlpha ? 1 : 3;
        Channels = colours + (chunks.HasAlpha ? 1 : 0);
    }

    /// <summary>In the picture: 1 grey, 2 with alpha, 3 colours, 4 with alpha.</summary>
    public int Channels { get; }

    /// <summary>Writes <paramref name="width"/> pixels, one every <paramref name="step"/> bytes.</summary>
    public void Expand(ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        if (_header is { Depth: 8, Colour: not PngColour.Palette } && _transparent is null && step == Channels)
            row.CopyTo(target);
        else if (_header.Colour == PngColour.Palette)
            ExpandPalette(row, width, target, step);
        else
            ExpandColours(row, width, target, step);
    }

    private void ExpandPalette(ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        for (var x = 0; x < width; x++)
        {
            var index = Sample(row, x);
            if (index * 3 >= _palette.Length)
                throw new DataFileException(_name, $"a pixel of the PNG file has colour {index}, the palette has {_palette.Length / 3}.");
            var pixel = target.Slice(x * step, Channels);
            _palette.AsSpan(index * 3, 3).CopyTo(pixel);
            if (Channels == 4)
                pixel[3] = index < _paletteAlpha.Length ? _paletteAlpha[index] : byte.MaxValue;
        }
    }

    private void ExpandColours(ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        var channels = _header.FileChannels;
        for (var x = 0; x < width; x++)
        {
            var transparent = _transparent is not null;
            for (var channel = 0; channel < channels; channel++)
            {
                var sample = Sample(row, (x * channels) + channel);
                transparent = transparent && sample == _transparent![channel];
                target[(x * step) + channel] = ToByte(sample);
            }

            if (_transparent is not null)
                target[(x * step) + channels] = transparent ? byte.MinValue : byte.MaxValue;
        }
    }

    /// <summary>Number <paramref name="index"/> of the row as it is stored; the first lies in the highest bits.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (_header.Depth == 8)
            return row[index];
        if (_header.Depth == 16)
            return (row[2 * index] << 8) | row[(2 * index) + 1];
        var bit = index * _header.Depth;
        return (row[bit >> 3] >> (8 - _header.Depth - (bit & 7))) & ((1 << _header.Depth) - 1);
    }

    private byte ToByte(int sample) => _header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)((sample + 128) / 257),
        _ => (byte)(sample * 255 / ((1 << _header.Depth) - 1)),
    };
}
