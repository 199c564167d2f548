using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>Pictures from an array: the same ones, whatever type of number holds them. Values from 0 to 1, to 255 or, whole, to 65535 become brightness; others keep their unit.</summary>
internal static class PictureSamples
{
    private const float ByteScale = 1f / 255;

    /// <param name="file">For messages.</param>
    /// <param name="numbers">One row a picture.</param>
    /// <param name="shape">Of a picture.</param>
    /// <param name="rows">To take; null takes all.</param>
    /// <param name="fill">What stands for missing values, one a column; null where none is missing.</param>
    /// <param name="known">The unit of the pictures that these are to be compared with; null where there are none.</param>
    /// <param name="origins">Of the pictures that these belong to; null chooses.</param>
    /// <param name="labels">Classes of those taken.</param>
    /// <param name="names">Of those taken.</param>
    /// <exception cref="DataFileException">They are to be compared with brightness, and are none.</exception>
    public static ImageSet Of(
        string file, INumbers numbers, ImageShape shape, int[]? rows, double[]? fill, PixelUnit? known, double[]? origins, int[]? labels, string[]? names)
    {
        var bytes = rows is null ? numbers.Bytes : null;
        var range = bytes is { } all ? new PictureRange(TensorPrimitives.Min(all.Span), TensorPrimitives.Max(all.Span), AreWhole: true) : Range(numbers);
        var unit = PictureUnits.Of(file, range, numbers.White, known);
        if (bytes is not null && (unit is PixelUnit.One or PixelUnit.Byte))
            return new ImageSet(new ByteMatrix(numbers.Rows, shape.Size, bytes.Value, unit == PixelUnit.One ? 1 : ByteScale), shape, labels, names) { Unit = unit };
        if (unit == PixelUnit.Byte && fill is null && range is { AreWhole: true, Low: >= 0, High: <= byte.MaxValue })
            return new ImageSet(new ByteMatrix(rows?.Length ?? numbers.Rows, shape.Size, Bytes(numbers, rows)), shape, labels, names) { Unit = unit };
        int[] columns = [.. Enumerable.Range(0, shape.Size)];
        origins = unit == PixelUnit.Own ? origins ?? Narrowing.CommonOrigin(numbers, columns) : null;
        var x = Narrowing.Narrow(numbers, rows, columns, origins, fill);
        if (unit.White() is { } white and not 1)
            TensorPrimitives.Divide(x.Values, white, x.MutableValues);
        return new ImageSet(x, shape, labels, names) { Origins = origins, Unit = unit };
    }

    private static PictureRange Range(INumbers numbers)
    {
        var (low, high, whole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        for (var i = 0; i < numbers.Rows; i++)
        {
            for (var j = 0; j < numbers.Columns; j++)
            {
                var value = numbers.Value(i, j);
                if (double.IsNaN(value))
                    continue;
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
                whole = whole && value == Math.Floor(value);
            }
        }

        return new PictureRange(low, high, whole);
    }

    private static byte[] Bytes(INumbers numbers, int[]? rows)
    {
        var bytes = new byte[checked((rows?.Length ?? numbers.Rows) * numbers.Columns)];
        for (var k = 0; k < bytes.Length; k++)
            bytes[k] = (byte)numbers.Value(rows?[k / numbers.Columns] ?? k / numbers.Columns, k % numbers.Columns);
        return bytes;
    }
}
