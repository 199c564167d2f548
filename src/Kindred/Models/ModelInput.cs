using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>What a model takes: images of one size and channel count, or rows of so many numbers.</summary>
public sealed record ModelInput
{
    /// <summary>More than any image that is clustered as a whole.</summary>
    public const int MostValues = 1 << 24;

    /// <summary>What becomes of transparent pixels, of colours, of sizes: the one set of rules there is, by name, in every file.</summary>
    internal const string Rules = "over white; grey by Rec. 709; shrunk by area averaging; enlarged bilinearly";

    private const int Shown = 32;  // pixels down and across of pictures that an encoder looks at in their files

    /// <summary>Of one item; at least one value and at most <see cref="MostValues"/>.</summary>
    public required ImageShape Shape { get; init => field = Check(value); }

    /// <summary>How images of other proportions are brought to <see cref="Shape"/>.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>What the values are counted from, one number a column; null: 0 for all. See <see cref="ImageSet.Origins"/>.</summary>
    public ValueList<double>? Origins { get; init; }

    /// <summary>What the values of pictures were counted in; null where that is not known.</summary>
    public PixelUnit? Unit { get; init; }

    /// <summary>The columns of a table, by which those of others are found; null for pictures, and where that is not known.</summary>
    public TableColumns? Table { get; init; }

    /// <summary>The network whose numbers of a picture it takes; null where it takes pictures or rows as they are.</summary>
    public EncoderIdentity? Encoder { get; init; }

    /// <summary>Values of one item.</summary>
    public int Columns => Shape.Size;

    /// <summary>What items like those of <paramref name="data"/> are.</summary>
    public static ModelInput Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Embedding is { } embedding)
            return Of(data.Embedded().Train) with { Encoder = embedding.Encoder };
        return Of(data.Train) with { Table = data.Table is { Columns: { Places.Count: > 0 } columns } ? columns : null, Fit = data.Origin?.Options.Images.Fit ?? default };
    }

    /// <summary>How to open data so that they come in this shape: images by size and colours, columns by name; everything else as in <paramref name="options"/>.</summary>
    public DatasetOptions Options(DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        options = options with { Csv = options.Csv with { Like = Table, Unit = Unit }, Numpy = options.Numpy with { Unit = Unit } };
        if (Encoder is not null)  // which looks at the files themselves
            return options with { Images = options.Images with { Size = options.Images.Size ?? new ImageSize(Shown, Shown), Channels = 3 } };
        return Shape.IsTable || Shape.Channels is not (1 or 3) ? options : options with
        {
            Images = options.Images with { Size = new ImageSize(Shape.Height, Shape.Width), Channels = Shape.Channels, Fit = Fit },
        };
    }

    /// <summary>The same items in this shape: grey or colour first, then shrunk by area averaging or enlarged bilinearly; rows of as many numbers stay.</summary>
    /// <exception cref="ArgumentException">They cannot become that; the message says what is needed.</exception>
    public ImageSet Bring(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (Encoder is { } encoder && !images.Shape.IsTable)
            throw new ArgumentException(ThroughEncoder(encoder));
        if (Unit == PixelUnit.Own && (images.Bytes is not null || images.Unit == PixelUnit.Sixteen))
            throw new ArgumentException($"It learned from an array of values in a unit of their own, and these are {Brightness(images)}: nothing says what black and white are in that unit. "
                + "An array in that unit is needed, in a type that holds all its values, such as float32.");
        if (Unit is not (null or PixelUnit.Own) && images.Unit == PixelUnit.Own && !images.Shape.IsTable)
            throw new ArgumentException("It learned from pictures whose black and white are known, and these are values in a unit of their own. Whole numbers from 0 to 255 or to 65535, or numbers from 0 to 1, are needed.");
        return ShapeConversion.Convert(images, Shape, Fit).From(Origins is null ? null : [.. Origins]);
    }

    /// <summary>Pictures of any sizes in this shape, by the rules that folders of pictures are read by.</summary>
    /// <exception cref="ArgumentException">It takes no pictures, or those that went through an encoder.</exception>
    public ImageSet Bring(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        RequirePictures();
        var rows = new byte[checked(pictures.Count * Columns)];
        for (var i = 0; i < pictures.Count; i++)
        {
            var samples = Shape.Channels == 1 ? pictures[i].ToGrey() : pictures[i].ToRgb();
            var one = new ImageSet(new ByteMatrix(1, samples.Samples.Length, samples.Samples.ToArray()), new ImageShape(samples.Height, samples.Width, samples.Channels));
            ShapeConversion.Convert(one, Shape, Fit).Bytes!.Values.CopyTo(rows.AsSpan(i * Columns));
        }

        return new ImageSet(new ByteMatrix(pictures.Count, Columns, rows), Shape).From(Origins is null ? null : [.. Origins]);
    }

    /// <summary>A picture's file, in memory, in this shape: with the bits it has when it lies in a folder.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="DataFileException">It is no whole picture of a kind that is read.</exception>
    /// <exception cref="ArgumentException">It takes no pictures, or those that went through an encoder.</exception>
    public ImageSet Read(ReadOnlySpan<byte> file, string name)
    {
        RequirePictures();
        return PictureSample.Read(file, name, Shape, Fit).From(Origins is null ? null : [.. Origins]);
    }

    /// <summary>Whether pictures can be brought to it without an encoder; those learned from an array with a unit of its own have no files like them.</summary>
    public bool TakesPictures => Encoder is null && !Shape.IsTable && Shape.Channels is (1 or 3) && Unit != PixelUnit.Own;

    private void RequirePictures()
    {
        if (Encoder is not null || !TakesPictures)
            throw new ArgumentException(Encoder is { } encoder ? ThroughEncoder(encoder) : $"The model takes {(Shape.IsTable ? $"rows of {Amount.Of(Columns, "number")}" : $"images of {Shape}")}{(Unit == PixelUnit.Own ? " whose values have a unit of their own" : string.Empty)}, not pictures from files.");
    }

    private static string Brightness(ImageSet images) => images.Unit switch
    {
        PixelUnit.One => "truth values",
        PixelUnit.Sixteen => "pictures with 16 bits",
        _ => "pictures of bytes",
    };

    private static string ThroughEncoder(EncoderIdentity encoder) =>
        $"It compares the {Amount.Of(encoder.Columns, "number")} that {encoder.Name} makes of a picture, so pictures must go through that encoder first. {encoder.Source}".TrimEnd();

    internal static ModelInput Of(ImageSet images) => new()
    {
        Shape = images.Shape,
        Origins = images.Origins is null ? null : ValueList.Create<double>(images.Origins),
        Unit = images.Shape.IsTable ? null : images.Unit,
    };

    private static ImageShape Check(ImageShape shape)
    {
        var values = shape is { Height: > 0, Width: > 0, Channels: > 0 } ? (double)shape.Height * shape.Width * shape.Channels : 0;
        return values is >= 1 and <= MostValues ? shape : throw new ArgumentException($"An item has 1 to {MostValues} values, got a shape of {shape}.");
    }
}
