using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>The shape of one sample. A row holds the pixels from top left to bottom right, the channels of a pixel side by side.</summary>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Columns of a row.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Whether a sample is a row of numbers without a picture, as <see cref="OfTable"/> makes it.</summary>
    public bool IsTable => Height == 1 && Channels == 1;

    /// <summary>A table without pictures: <paramref name="columns"/> numbers a row.</summary>
    public static ImageShape OfTable(int columns) => new(1, columns, 1);

    public override string ToString() => Channels == 1 ? $"{Height}x{Width}" : $"{Height}x{Width}x{Channels}";
}

/// <summary>Samples of one shape, kept as bytes where they came as bytes, with their true classes where these are known.</summary>
public sealed class ImageSet
{
    private Matrix? _pixels;

    public ImageSet(ByteMatrix bytes, ImageShape shape, int[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (Bytes, Shape, Labels, Count) = (bytes, shape, labels, bytes.Rows);
        Check(bytes.Columns);
    }

    public ImageSet(Matrix pixels, ImageShape shape, int[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        (_pixels, Shape, Labels, Count) = (pixels, shape, labels, pixels.Rows);
        Check(pixels.Columns);
    }

    public int Count { get; }

    public ImageShape Shape { get; }

    /// <summary>The samples as bytes, when they came as bytes: a quarter of the memory.</summary>
    public ByteMatrix? Bytes { get; }

    /// <summary>The samples as floats, pixels in [0, 1]; made from the bytes at the first call and kept.</summary>
    public Matrix Pixels => _pixels ??= Bytes!.ToMatrix();

    /// <summary>True classes. For evaluation only: nothing that fits ever takes them.</summary>
    public int[]? Labels { get; }

    /// <summary>A copy of the given rows, in the given order.</summary>
    public ImageSet Take(ReadOnlySpan<int> rows)
    {
        int[]? labels = null;
        if (Labels is not null)
        {
            labels = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++)
                labels[i] = Labels[rows[i]];
        }

        return Bytes is not null ? new ImageSet(Bytes.Take(rows), Shape, labels) : new ImageSet(Pixels.Take(rows), Shape, labels);
    }

    private void Check(int columns)
    {
        if (columns != Shape.Size)
            throw new ArgumentException($"A sample of shape {Shape} has {Shape.Size} values, got rows of {columns}.");
        if (Labels is not null && Labels.Length != Count)
            throw new ArgumentException($"There are {Count} samples but {Labels.Length} labels.");
    }
}
