using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Images;

/// <summary>Samples of one shape as samples of another, by the rules folders of images are read by: colour or grey first, then size.</summary>
internal static class ShapeConversion
{
    /// <summary>Images of <paramref name="shape"/>. Rows of a table of as many values are taken as they are.</summary>
    /// <exception cref="ArgumentException">The samples cannot become that: numbers of a table have no size, and only grey and colour replace each other.</exception>
    public static ImageSet Convert(ImageSet images, ImageShape shape, ImageFit fit)
    {
        var given = images.Shape;
        if (given == shape)
            return images;
        if (given.IsTable || shape.IsTable)
        {
            return given.Size == shape.Size
                ? Reshaped(images, shape)
                : throw new ArgumentException($"Rows of {Amount.Of(shape.Size, "number")} are needed, {(given.IsTable ? $"these have {given.Size}" : $"these are pictures of {given.Size} values, {given}")}.");
        }

        if (given.Channels != shape.Channels && (given.Channels, shape.Channels) is not ((1, 3) or (3, 1)))
            throw new ArgumentException($"Images of {shape} are needed, these are {given}; only grey (1 channel) and colour (3 channels) can be turned into each other.");
        return images.Bytes is { } bytes
            ? new ImageSet(new ByteMatrix(images.Count, shape.Size, Bytes(bytes, given, shape, fit), bytes.Scale), shape, images.Classes, images.Names) { Unit = images.Unit }
            : new ImageSet(Floats(images.Pixels, given, shape, fit), shape, images.Classes, images.Names)
            {
                Origins = images.Origins is { } origins ? [.. Enumerable.Repeat(origins[0], shape.Size)] : null,  // one for all pixels
                Unit = images.Unit,
            };
    }

    private static ImageSet Reshaped(ImageSet images, ImageShape shape) =>
        images.Bytes is { } bytes ? new ImageSet(bytes, shape, images.Classes, images.Names) { Unit = images.Unit }
        : new ImageSet(images.Pixels, shape, images.Classes, images.Names) { Origins = images.Origins, Unit = images.Unit };

    private static byte[] Bytes(ByteMatrix bytes, ImageShape given, ImageShape to, ImageFit fit)
    {
        var converted = new byte[checked(bytes.Rows * to.Size)];
        WorkerPool.ForEachChunk(bytes.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = given.Channels == to.Channels ? bytes.Row(i)
                    : to.Channels == 1 ? ColourConversion.ToGrey(bytes.Row(i), 3) : ColourConversion.ToRgb(bytes.Row(i), 1);
                var target = converted.AsSpan(i * to.Size, to.Size);
                if ((given.Height, given.Width) == (to.Height, to.Width))
                    row.CopyTo(target);
                else
                    Array.ConvertAll(ImageResampling.Resize(row, given with { Channels = to.Channels }, new ImageSize(to.Height, to.Width), fit), ImageResampling.Rounded).CopyTo(target);
            }
        });
        return converted;
    }

    private static Matrix Floats(Matrix x, ImageShape given, ImageShape to, ImageFit fit)
    {
        var converted = new Matrix(x.Rows, to.Size);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = given.Channels == to.Channels ? x.Row(i)
                    : to.Channels == 1 ? ColourConversion.ToGrey(x.Row(i)) : ColourConversion.ToRgb(x.Row(i));
                if ((given.Height, given.Width) != (to.Height, to.Width))
                    row = ImageResampling.Resize(row, given with { Channels = to.Channels }, new ImageSize(to.Height, to.Width), fit);
                row.CopyTo(converted.MutableRow(i));
            }
        });
        return converted;
    }
}
