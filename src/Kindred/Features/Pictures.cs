using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Features;

/// <summary>Rows seen as pictures: a plane of doubles per channel. Bytes give what the floats they stand for give, to the bit.</summary>
internal static class Pictures
{
    /// <summary>A shape that has a picture in it.</summary>
    /// <exception cref="ArgumentException">It is that of a table, or of a single pixel.</exception>
    public static ImageShape Check(ImageShape shape)
    {
        if (shape.Height < 1 || shape.Width < 1 || shape.Channels < 1)
            throw new ArgumentException($"A picture has at least one row, one column and one channel, got a shape of {shape.Height}x{shape.Width}x{shape.Channels}.");
        if (shape.IsTable)
            throw new ArgumentException($"Rows of {shape.Width} numbers are no pictures, so nothing can be read from neighbouring pixels; for a table, scale its columns instead.");
        return shape;
    }

    /// <summary>planes ← the picture in the row, pixel (i, j) of channel c at (c · height + i) · width + j</summary>
    public static void Read(ReadOnlySpan<float> row, int channels, Span<double> planes)
    {
        var pixels = row.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var plane = planes.Slice(c * pixels, pixels);
            for (var p = 0; p < plane.Length; p++)
                plane[p] = row[(p * channels) + c];
        }
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{float}, int, Span{double})"/>
    public static void Read(ReadOnlySpan<byte> row, float scale, int channels, Span<double> planes)
    {
        var pixels = row.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var plane = planes.Slice(c * pixels, pixels);
            for (var p = 0; p < plane.Length; p++)
                plane[p] = row[(p * channels) + c] * scale;
        }
    }

    /// <summary>The rows are pictures of this shape, every value finite.</summary>
    /// <exception cref="ArgumentException">They are not; the message says what is needed.</exception>
    public static void Check(Matrix x, ImageShape shape, int atLeast)
    {
        Guard.Samples(x, atLeast);
        Check(x.Columns, shape);
    }

    /// <inheritdoc cref="Check(Matrix, ImageShape, int)"/>
    public static void Check(ByteMatrix x, ImageShape shape, int atLeast)
    {
        Guard.Samples(x, atLeast);
        Check(x.Columns, shape);
    }

    private static void Check(int columns, ImageShape shape)
    {
        if (columns != shape.Size)
            throw new ArgumentException($"Pictures of {shape} are rows of {shape.Size} values, got {columns}.");
    }
}
