using System.Buffers.Binary;

namespace Kindred.Datasets.Images;

/// <summary>The first directory of a TIFF file: what its picture is and where its pixels lie, all of which is there.</summary>
/// <remarks>Adobe, "TIFF Revision 6.0", 1992: an entry has a tag, a type, a count and a value, or its place where it is longer than four bytes.</remarks>
internal readonly ref struct TiffDirectory
{
    /// <summary>Of LZW, where a code of 12 bits stands for the longest text there is; deflate and runs of bytes stay below.</summary>
    private const int MostUnpackedPerByte = 4096;

    private const int Lzw = 5, OldJpeg = 6, Jpeg = 7, AdobeDeflate = 8, PackBits = 32773, Deflate = 32946, Jpeg2000 = 34712;
    private const int HeaderLength = 8, EntryLength = 12, Short = 3, Long = 4;
    private const int SubfileType = 254, WidthTag = 256, HeightTag = 257, BitsTag = 258, CompressionTag = 259, ColourTag = 262, StripPlaces = 273, SamplesTag = 277,
        StripBytes = 279, PlanarTag = 284, SubDirectories = 330, TilePlaces = 324, TileBytes = 325, ExtraTag = 338, InksTag = 332, FormatTag = 339, NegativeTag = 50706;

    /// <summary>Bytes of a value of each type.</summary>
    private static readonly int[] Sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    private readonly ReadOnlySpan<byte> _file;
    private readonly string _name;
    private readonly bool _isLittle;
    private readonly int _entries, _count;

    /// <exception cref="DataFileException">The file ends before what it promises, or is no picture that is read.</exception>
    /// <exception cref="OtherImageException">It is a camera's raw image, which is built like a TIFF file.</exception>
    public TiffDirectory(ReadOnlySpan<byte> file, string name)
    {
        _file = file;
        (_name, _isLittle) = (name, file.StartsWith("II"u8));
        var place = file.Length >= HeaderLength ? Number(file[4..], Long) : file.Length;
        if (place < HeaderLength || place > file.Length - 2)
            throw CutShort();
        (_entries, _count) = ((int)place + 2, (int)Number(file[(int)place..], Short));
        if (_entries + ((long)_count * EntryLength) > file.Length)
            throw CutShort();
        for (var i = 0; i < _count; i++)
            _ = Content(i);
        if (Find(NegativeTag) >= 0 || (file.Length > HeaderLength + 2 && file[HeaderLength..].StartsWith("CR"u8)) || ((First(SubfileType, 0) & 1) != 0 && Find(SubDirectories) >= 0))
            throw new OtherImageException(ImageKind.Raw);
        (Width, Height) = (First(WidthTag, 0), First(HeightTag, 0));
        Picture.RequireSize(name, "the image has", Width, Height);
        var packed = Packed(StripPlaces, StripBytes) + Packed(TilePlaces, TileBytes);
        if (packed > 0 && (Compression is 1 or Lzw or Deflate or AdobeDeflate or PackBits) && (double)Width * Height * Samples * Bits / 8 > packed * (Compression == 1 ? 1.0 : MostUnpackedPerByte))
            throw new DataFileException(name, $"the TIFF header promises {Width} x {Height} pixels, but not all are there: the file is damaged or cut short.");
    }

    public long Width { get; }

    public long Height { get; }

    public int Bits => (int)First(BitsTag, 1);

    /// <summary>Samples of a pixel.</summary>
    public int Samples => (int)First(SamplesTag, 1);

    public TiffColour Colour => (TiffColour)First(ColourTag, 0);

    public bool IsTiled => Find(TilePlaces) >= 0;

    /// <summary>Whether the samples of a pixel lie apart, each in a picture of its own.</summary>
    public bool IsPlanar => First(PlanarTag, 1) == 2;

    public int Compression => (int)First(CompressionTag, 1);

    public bool IsGrey => Colour is TiffColour.WhiteIsZero or TiffColour.BlackIsZero;

    /// <summary>Samples that make up the colour of a pixel.</summary>
    public int Colours => IsGrey || Colour == TiffColour.Palette ? 1 : Colour == TiffColour.Separated ? 4 : 3;

    /// <summary>What the first sample beyond the colours is: 1 opacity that the colours were multiplied by, 2 opacity alone, 0 something else.</summary>
    public int Extra => Find(ExtraTag) >= 0 ? (int)First(ExtraTag, 0) : 0;

    /// <summary>Null where the picture is of a variety that is read, else why not.</summary>
    public string? Problem()
    {
        if (Colour == TiffColour.Separated && (Compression == Jpeg || First(InksTag, 1) != 1))
            return "colours of print that are packed as JPEG, or other inks than cyan, magenta, yellow and black";
        if (Colour is not (TiffColour.WhiteIsZero or TiffColour.BlackIsZero or TiffColour.Rgb or TiffColour.Palette or TiffColour.Separated) && !(Colour == TiffColour.YCbCr && Compression == Jpeg))
            return $"colours of kind {(int)Colour}";
        if (Bits is not (8 or 16) && !(Bits is 1 or 2 or 4 && Samples == 1))
            return $"{Bits} bits a sample";
        if (First(FormatTag, 1) is not (1 or 4))
            return "samples that are no whole numbers from 0 on";
        if (Compression is OldJpeg or Jpeg2000)
            return $"a compression of kind {Compression}";
        return Samples < Colours || Samples > 16 ? $"{Samples} samples a pixel" : null;
    }

    /// <summary>Bytes of the strips or tiles, each of which must be there.</summary>
    private long Packed(int places, int lengths)
    {
        var (place, length) = (Find(places), Find(lengths));
        if (place < 0 || length < 0)
            return 0;
        var at = Content(place);
        var bytes = Content(length);
        var sum = 0L;
        for (var (atSize, bytesSize) = (SizeOf(place), SizeOf(length)); at.Length >= atSize && bytes.Length >= bytesSize; at = at[atSize..], bytes = bytes[bytesSize..])
        {
            sum += Number(bytes, TypeOf(length));
            if (Number(at, TypeOf(place)) + Number(bytes, TypeOf(length)) > _file.Length)
                throw CutShort();
        }

        return sum;
    }

    /// <summary>The first number of a tag.</summary>
    private long First(int tag, long otherwise) => Find(tag) is >= 0 and var entry && Content(entry) is { IsEmpty: false } content ? Number(content, TypeOf(entry)) : otherwise;

    private int Find(int tag)
    {
        for (var i = 0; i < _count; i++)
        {
            if (Number(Entry(i), Short) == tag)
                return i;
        }

        return -1;
    }

    private ReadOnlySpan<byte> Entry(int i) => _file.Slice(_entries + (i * EntryLength), EntryLength);

    private int TypeOf(int i) => (int)Number(Entry(i)[2..], Short);

    private int SizeOf(int i) => TypeOf(i) is var type && type < Sizes.Length ? Math.Max(1, Sizes[type]) : 1;

    /// <summary>The values of an entry, as they lie in the file.</summary>
    private ReadOnlySpan<byte> Content(int i)
    {
        var bytes = Number(Entry(i)[4..], Long) * SizeOf(i);
        if (bytes <= 4)
            return Entry(i).Slice(8, (int)bytes);
        var place = Number(Entry(i)[8..], Long);
        return place + bytes <= _file.Length ? _file.Slice((int)place, (int)bytes) : throw CutShort();
    }

    private long Number(ReadOnlySpan<byte> at, int type) => (type, _isLittle) switch
    {
        (Short, true) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (Short, false) => BinaryPrimitives.ReadUInt16BigEndian(at),
        (Long, true) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (Long, false) => BinaryPrimitives.ReadUInt32BigEndian(at),
        _ => at[0],
    };

    private DataFileException CutShort() => new(_name, "the TIFF file is cut short, or its directory is damaged; a whole file is needed.");
}

/// <summary>What the samples of a TIFF picture are.</summary>
internal enum TiffColour
{
    WhiteIsZero = 0,
    BlackIsZero = 1,
    Rgb = 2,
    Palette = 3,
    Separated = 5,
    YCbCr = 6,
}
