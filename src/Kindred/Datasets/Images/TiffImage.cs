using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace Kindred.Datasets.Images;

/// <summary>The first picture of a TIFF file, in strips or tiles, of 1 to 8 or 16 bits a sample: grey, colour or with a palette, with opacity or without.</summary>
internal sealed class TiffImage : IImageRows
{
    private const int Black = 3;  // the sample of that ink, after cyan, magenta and yellow

    private readonly DecodingMemory.Share _share;
    private readonly byte[][] _planes;
    private readonly int _bits, _samples, _rowBytes;
    private readonly TiffColour _colour;
    private readonly int _opacityAt;
    private readonly bool _isPremultiplied;
    private readonly float[]? _palette;

    static TiffImage() => Tiff.SetErrorHandler(new Problems());

    /// <exception cref="DataFileException">The pixels are not all there, or of a variety that is not read.</exception>
    /// <exception cref="OtherImageException">It is a camera's raw image.</exception>
    public TiffImage(ReadOnlySpan<byte> file, string name, int orientation)
    {
        var directory = new TiffDirectory(file, name);
        if (directory.Problem() is { } problem)
            throw new DataFileException(name, $"the TIFF image has {problem}, a variety that is not read; saved again as {(directory.Bits > 16 ? "PNG of 16 bits, or as an array of NumPy," : "PNG or JPEG")} it would be.");
        (Width, Height, Orientation) = ((int)directory.Width, (int)directory.Height, orientation);
        (_bits, _samples, _colour) = (directory.Bits, directory.Samples, directory.Colour);
        var colours = directory.Colours;
        _opacityAt = _samples > colours && (directory.Extra is 1 or 2) ? colours : -1;
        _isPremultiplied = _opacityAt >= 0 && directory.Extra == 1;
        var (planes, apart) = directory.IsPlanar ? (_samples, 1) : (1, _samples);
        _rowBytes = (int)(((directory.Width * apart * _bits) + 7) / 8);
        _share = DecodingMemory.Take(((long)_rowBytes * Height * planes) + (2L * file.Length), name);
        try
        {
            if ((long)_rowBytes * Height > Array.MaxLength)
                throw new DataFileException(name, $"the image has {Width} x {Height} pixels of {_samples * _bits} bits; fewer are read.");
            _planes = [.. Enumerable.Range(0, planes).Select(_ => new byte[_rowBytes * Height])];
            using var content = new Content(file.ToArray());
            _palette = Decode(content, directory.IsTiled, name);
        }
        catch (Exception damage) when (damage is not (DataFileException or OutOfMemoryException))
        {
            _share.Dispose();
            throw Damaged(name, damage);
        }
        catch
        {
            _share.Dispose();
            throw;
        }
    }

    public int Height { get; }

    public int Width { get; }

    public int Orientation { get; }

    public float White => _bits == 16 && _palette is null ? ushort.MaxValue : byte.MaxValue;

    /// <summary>What the header says, once the picture is upright.</summary>
    public static (int Height, int Width, bool IsGrey, bool IsDeep) ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        var directory = new TiffDirectory(file, name);
        return ((int)directory.Height, (int)directory.Width, directory.IsGrey, directory.Bits == 16 && directory.Colour != TiffColour.Palette);
    }

    public void Read(int y, int channels, Span<float> row)
    {
        Span<float> pixel = stackalloc float[3];
        for (var x = 0; x < Width; x++)
        {
            ReadPixel(y, x, pixel);
            if (channels == 3)
                pixel.CopyTo(row[(x * 3)..]);
            else
                row[x] = _colour is TiffColour.WhiteIsZero or TiffColour.BlackIsZero ? pixel[0] : (float)((0.2126 * pixel[0]) + (0.7152 * pixel[1]) + (0.0722 * pixel[2]));
        }
    }

    /// <summary>Eight bits a sample, upright, over white: 1 channel, or 3; of a large picture of which no more than <paramref name="least"/> is needed, means.</summary>
    public Picture ToPicture(ImageSize? least) => ImageReduction.Reduce(this, _colour is TiffColour.WhiteIsZero or TiffColour.BlackIsZero ? 1 : 3, ImageReduction.Factor(this, least));

    public void Dispose() => _share.Dispose();

    private void ReadPixel(int y, int x, Span<float> pixel)
    {
        if (_palette is not null)
        {
            _palette.AsSpan(3 * Sample(y, x, 0), 3).CopyTo(pixel);
            return;
        }

        var most = (1 << _bits) - 1;
        var opacity = _opacityAt < 0 ? 1 : (float)Sample(y, x, _opacityAt) / most;
        for (var channel = 0; channel < 3; channel++)
        {
            var sample = Sample(y, x, _colour is TiffColour.WhiteIsZero or TiffColour.BlackIsZero ? 0 : channel);
            var value = (_colour switch
            {
                TiffColour.WhiteIsZero => most - sample,
                TiffColour.Separated => (float)(most - sample) * (most - Sample(y, x, Black)) / most,
                _ => sample,
            }) * (White / most);
            pixel[channel] = Math.Min(White, (_isPremultiplied ? value : value * opacity) + (White * (1 - opacity)));
        }
    }

    private int Sample(int y, int x, int sample)
    {
        var (plane, place) = _planes.Length > 1 ? (_planes[sample], x) : (_planes[0], (x * _samples) + sample);
        var row = y * _rowBytes;
        return _bits switch
        {
            8 => plane[row + place],
            16 => BitConverter.ToUInt16(plane, row + (2 * place)),
            _ => (plane[row + (place * _bits / 8)] >> (8 - _bits - (place * _bits % 8))) & ((1 << _bits) - 1),
        };
    }

    /// <summary>Reads all pixels, and returns the colours of a palette in [0, 255], three each, where there is one.</summary>
    private float[]? Decode(Content content, bool isTiled, string name)
    {
        using var tiff = Tiff.ClientOpen(name, "r", content, new TiffStream()) ?? throw Damaged(name, null);
        if (_colour == TiffColour.YCbCr)
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
        for (var plane = 0; plane < _planes.Length; plane++)
        {
            if (isTiled)
                DecodeTiles(tiff, plane, name);
            else
                DecodeRows(tiff, plane, name);
        }

        if (content.IsDamaged)
            throw Damaged(name, null);
        return _colour == TiffColour.Palette ? PaletteOf(tiff.GetField(TiffTag.COLORMAP), name) : null;
    }

    private void DecodeRows(Tiff tiff, int plane, string name)
    {
        if (tiff.ScanlineSize() != _rowBytes)
            throw Damaged(name, null);
        for (var y = 0; y < Height; y++)
        {
            if (!tiff.ReadScanline(_planes[plane], y * _rowBytes, y, (short)plane))
                throw Damaged(name, null);
        }
    }

    private void DecodeTiles(Tiff tiff, int plane, string name)
    {
        var (width, height) = (tiff.GetField(TiffTag.TILEWIDTH)?[0].ToInt() ?? 0, tiff.GetField(TiffTag.TILELENGTH)?[0].ToInt() ?? 0);
        if (width <= 0 || height <= 0 || width % 16 != 0 || (long)width * height > Picture.MostPixels || (long)tiff.TileSize() > (2L * _planes[plane].Length) + (1 << 20))
            throw Damaged(name, null);
        var (tile, tileRow) = (new byte[tiff.TileSize()], tiff.TileRowSize());
        for (var y = 0; y < Height; y += height)
        {
            for (var x = 0; x < Width; x += width)
            {
                if (tiff.ReadTile(tile, 0, x, y, 0, (short)plane) < 0)
                    throw Damaged(name, null);
                var start = x / width * tileRow;
                for (var i = 0; i < height && y + i < Height; i++)
                    tile.AsSpan(i * tileRow, Math.Min(tileRow, _rowBytes - start)).CopyTo(_planes[plane].AsSpan(((y + i) * _rowBytes) + start));
            }
        }
    }

    /// <summary>Sixteen bits a colour, of which programs fill the upper eight; a few fill the lower ones alone.</summary>
    private float[] PaletteOf(FieldValue[]? maps, string name)
    {
        if (maps is not { Length: 3 })
            throw Damaged(name, null);
        var colours = Array.ConvertAll(maps, map => MemoryMarshal.Cast<short, ushort>(map.ToShortArray()).ToArray());
        var shift = colours.All(map => map.Max() <= byte.MaxValue) ? 0 : 8;
        var palette = new float[3 << _bits];
        for (var i = 0; i < palette.Length; i++)
            palette[i] = colours[i % 3][i / 3] >> shift;
        return palette;
    }

    private static DataFileException Damaged(string name, Exception? cause) => new(name, "the pixels of the TIFF image are damaged or cut short; a whole file is needed.", cause);

    private sealed class Content(byte[] file) : MemoryStream(file, writable: false)
    {
        public bool IsDamaged { get; set; }
    }

    /// <summary>What the library would print. A JPEG picture within that ends too soon is filled up with grey, and only a warning says so.</summary>
    private sealed class Problems : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args) => Note(clientData);

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
            if (method?.Contains("JPEG", StringComparison.OrdinalIgnoreCase) == true)
                Note(clientData);
        }

        private static void Note(object clientData)
        {
            if (clientData is Content content)
                content.IsDamaged = true;
        }
    }
}
