using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Models;

/// <summary>What a model takes: images of one size and channel count, or rows of so many numbers.</summary>
public sealed record ModelInput
{
    /// <summary>More than any image that is clustered as a whole.</summary>
    public const int MostValues = 1 << 24;

    /// <summary>What becomes of transparent pixels, of colours, of sizes: the one set of rules there is, by name, in every file.</summary>
    internal const string Rules = "over white; grey by Rec. 709; shrunk by area averaging; enlarged bilinearly";

    /// <summary>Of one item; at least one value and at most <see cref="MostValues"/>.</summary>
    public required ImageShape Shape { get; init => field = Check(value); }

    /// <summary>Values of one item.</summary>
    public int Columns => Shape.Size;

    /// <summary>How to open a folder of images so that it comes in this shape; everything else as in <paramref name="options"/>.</summary>
    public DatasetOptions Options(DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        return Shape.IsTable || Shape.Channels is not (1 or 3) ? options : options with
        {
            Images = options.Images with { Size = new ImageSize(Shape.Height, Shape.Width), Channels = Shape.Channels },
        };
    }

    /// <summary>The same items in this shape: grey or colour first, then shrunk by area averaging or enlarged bilinearly; rows of as many numbers stay.</summary>
    /// <exception cref="ArgumentException">They cannot become that; the message says what is needed.</exception>
    public ImageSet Bring(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return ShapeConversion.Convert(images, Shape);
    }

    private static ImageShape Check(ImageShape shape)
    {
        var values = shape is { Height: > 0, Width: > 0, Channels: > 0 } ? (double)shape.Height * shape.Width * shape.Channels : 0;
        return values is >= 1 and <= MostValues ? shape : throw new ArgumentException($"An item has 1 to {MostValues} values, got a shape of {shape}.");
    }
}
