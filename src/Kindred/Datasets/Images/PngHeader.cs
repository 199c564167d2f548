using System.Buffers.Binary;

namespace Kindred.Datasets.Images;

/// <summary>What the first chunk of a PNG file says.</summary>
/// <remarks>PNG specification, third edition, 11.2.1.</remarks>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    public const int Length = 13;

    /// <summary>Where in a file the bits of a sample stand: behind the signature, the chunk's length and type, width and height.</summary>
    public const int DepthAt = 24;

    /// <summary>Samples a pixel in the file; a palette index is one.</summary>
    public int FileChannels => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    /// <summary>Bytes from one pixel to the next, for the filters; at least 1.</summary>
    public int PixelStride => Math.Max(1, FileChannels * Depth / 8);

    /// <summary>Bytes of a row of so many pixels, its filter not counted.</summary>
    public int RowBytes(int width) => (int)((((long)width * FileChannels * Depth) + 7) / 8);

    /// <exception cref="DataFileException">The header is none, or asks for more than a picture can be.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length != Length)
            throw new DataFileException(name, $"the PNG header has {chunk.Length} bytes; {Length} are needed.");
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]));
        var (depth, colour) = (chunk[8], (PngColour)chunk[9]);
        Picture.RequireSize(name, "the PNG header promises", width, height);
        var depths = colour switch
        {
            PngColour.Grey => "1, 2, 4, 8 or 16",
            PngColour.Palette => "1, 2, 4 or 8",
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => "8 or 16",
            _ => throw new DataFileException(name, $"the PNG header names colour type {chunk[9]}; 0, 2, 3, 4 or 6 is needed."),
        };
        if (!depths.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains($"{depth}"))
            throw new DataFileException(name, $"the PNG header names {depth} bits a sample; colour type {chunk[9]} needs {depths}.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new DataFileException(name, $"the PNG header names compression {chunk[10]}, filter {chunk[11]} and interlacing {chunk[12]}; 0, 0 and 0 or 1 are needed.");
        return new PngHeader(width, height, depth, colour, chunk[12] == 1);
    }
}

/// <summary>What the samples of a pixel mean, by the code in the header.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
