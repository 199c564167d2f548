using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>The shape of one sample. A row holds the pixels from top left to bottom right, the channels of a pixel side by side.</summary>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Columns of a row.</summary>
    public int Size => checked(Height * Width * Channels);

    /// <summary>Whether a sample is a row of numbers without a picture, as <see cref="OfTable"/> makes it.</summary>
    public bool IsTable => Height == 1 && Channels == 1;

    /// <summary>A table without pictures: <paramref name="columns"/> numbers a row.</summary>
    public static ImageShape OfTable(int columns) => new(1, columns, 1);

    /// <summary>As arrays name it, and so records: rows, columns, channels where there are several.</summary>
    public string InArrayOrder => Channels == 1 ? $"{Height}x{Width}" : $"{Height}x{Width}x{Channels}";

    /// <summary>As people say it: width, height, channels where there are several.</summary>
    public override string ToString() => Channels == 1 ? $"{Width}x{Height}" : $"{Width}x{Height}x{Channels}";
}

/// <summary>Samples of one shape, kept as bytes where they came as bytes, with their true classes where these are known.</summary>
public sealed class ImageSet
{
    private Matrix? _pixels;

    public ImageSet(ByteMatrix bytes, ImageShape shape, int[]? classes = null, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (Bytes, Shape, Classes, Names, Count) = (bytes, shape, classes, names, bytes.Rows);
        Check(bytes.Columns);
    }

    public ImageSet(Matrix pixels, ImageShape shape, int[]? classes = null, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        (_pixels, Shape, Classes, Names, Count) = (pixels, shape, classes, names, pixels.Rows);
        Check(pixels.Columns);
    }

    public int Count { get; }

    public ImageShape Shape { get; }

    /// <summary>The samples as bytes, when they came as bytes: a quarter of the memory.</summary>
    public ByteMatrix? Bytes { get; }

    /// <summary>The samples as floats, pixels in [0, 1]; made from the bytes at the first call and kept.</summary>
    public Matrix Pixels => _pixels ??= Bytes!.ToMatrix();

    /// <summary>What <see cref="Pixels"/> are counted from, one number a column in 64 bits: a value is its origin plus its pixel. Null: 0 for all.</summary>
    /// <remarks>Set where 32 bits cannot tell values apart that the file does, as times in seconds since 1970.</remarks>
    public double[]? Origins
    {
        get;
        init => field = value is null || value.Length == Shape.Size ? value : throw new ArgumentException($"A sample of shape {Shape} needs {Shape.Size} origins, got {value.Length}.");
    }

    /// <summary>What the values of pictures were counted in where they came from.</summary>
    public PixelUnit Unit { get; init; } = PixelUnit.Byte;

    /// <summary>True classes. For evaluation only: nothing that fits ever takes them.</summary>
    public int[]? Classes { get; }

    /// <summary>What people know each sample by: its file in the folder, or its id in the table.</summary>
    public string[]? Names { get; }

    /// <summary>Gives the samples to what takes <paramref name="bytes"/> where they are bytes, else to what takes <paramref name="floats"/>: the one place where that is decided.</summary>
    internal T PassTo<T>(Func<Matrix, T> floats, Func<ByteMatrix, T> bytes) => Bytes is null ? floats(Pixels) : bytes(Bytes);

    /// <summary>A copy of the given rows, in the given order.</summary>
    public ImageSet Take(ReadOnlySpan<int> rows)
    {
        var (classes, names) = (Take(Classes, rows), Take(Names, rows));
        return Bytes is not null
            ? new ImageSet(Bytes.Take(rows), Shape, classes, names) { Unit = Unit }
            : new ImageSet(Pixels.Take(rows), Shape, classes, names) { Origins = Origins, Unit = Unit };
    }

    /// <summary>A window on <paramref name="count"/> samples, without copying, classes or names.</summary>
    public ImageSet Slice(int start, int count) => Bytes is not null
        ? new ImageSet(Bytes.Slice(start, count), Shape) { Unit = Unit }
        : new ImageSet(Pixels.Slice(start, count), Shape) { Origins = Origins, Unit = Unit };

    /// <summary>The same values counted from other origins.</summary>
    /// <exception cref="ArgumentException">There is not one origin a column.</exception>
    public ImageSet From(double[]? origins)
    {
        if (origins == Origins || (origins is not null && Origins is not null && origins.AsSpan().SequenceEqual(Origins)))
            return this;
        var moved = new Matrix(Count, Shape.Size);
        for (var i = 0; i < Count; i++)
        {
            var source = Pixels.Row(i);
            var target = moved.MutableRow(i);
            for (var j = 0; j < target.Length; j++)
                target[j] = (float)(source[j] + ((Origins?[j] ?? 0) - (origins?[j] ?? 0)));
        }

        return new ImageSet(moved, Shape, Classes, Names) { Origins = origins, Unit = Unit };
    }

    /// <summary>What belongs to some rows, in their order; null where there is nothing.</summary>
    internal static T[]? Take<T>(T[]? values, ReadOnlySpan<int> rows)
    {
        if (values is null)
            return null;
        var taken = new T[rows.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = values[rows[i]];
        return taken;
    }

    private void Check(int columns)
    {
        if (columns != Shape.Size)
            throw new ArgumentException($"A sample of shape {Shape} has {Amount.Of(Shape.Size, "value")}, got rows of {columns}.");
        if (Classes is not null && Classes.Length != Count)
            throw new ArgumentException($"There are {Count} samples but {Classes.Length} classes.");
        if (Names is not null && Names.Length != Count)
            throw new ArgumentException($"There are {Count} samples but {Names.Length} names.");
    }
}
