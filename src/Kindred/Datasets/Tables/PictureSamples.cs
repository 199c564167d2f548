using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>Pictures from an array: the same ones, whatever type of number holds them. Values from 0 to 1 or to 255 become brightness; others keep their unit.</summary>
internal static class PictureSamples
{
    private const float ByteScale = 1f / 255;

    /// <param name="numbers">One row a picture.</param>
    /// <param name="shape">Of a picture.</param>
    /// <param name="rows">To take; null takes all.</param>
    /// <param name="fill">What stands for missing values, one a column; null where none is missing.</param>
    /// <param name="known">The unit of the pictures that these are to be compared with; null where there are none.</param>
    /// <param name="origins">Of the pictures that these belong to; null chooses.</param>
    /// <param name="labels">Classes of those taken.</param>
    /// <param name="names">Of those taken.</param>
    public static ImageSet Of(INumbers numbers, ImageShape shape, int[]? rows, double[]? fill, PixelUnit? known, double[]? origins, int[]? labels, string[]? names)
    {
        if (numbers.Bytes is { } bytes && rows is null)
        {
            var isTruth = TensorPrimitives.Max(bytes.Span) <= 1 && known != PixelUnit.Byte;
            return new ImageSet(new ByteMatrix(numbers.Rows, shape.Size, bytes, isTruth ? 1 : ByteScale), shape, labels, names) { Unit = isTruth ? PixelUnit.One : PixelUnit.Byte };
        }

        var (low, high, whole) = Range(numbers);
        var unit = known == PixelUnit.Own || low < 0 || high > byte.MaxValue ? PixelUnit.Own : high > 1 ? PixelUnit.Byte : PixelUnit.One;
        int[] columns = [.. Enumerable.Range(0, shape.Size)];
        if (unit == PixelUnit.Byte && whole && fill is null)
            return new ImageSet(new ByteMatrix(rows?.Length ?? numbers.Rows, shape.Size, Bytes(numbers, rows)), shape, labels, names) { Unit = unit };
        origins = unit == PixelUnit.Own ? origins ?? Narrowing.CommonOrigin(numbers, columns) : null;
        var x = Narrowing.Narrow(numbers, rows, columns, origins, fill);
        if (unit == PixelUnit.Byte)
            TensorPrimitives.Divide(x.Values, byte.MaxValue, x.MutableValues);
        return new ImageSet(x, shape, labels, names) { Origins = origins, Unit = unit };
    }

    private static (double Low, double High, bool Whole) Range(INumbers numbers)
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

        return (low, high, whole);
    }

    private static byte[] Bytes(INumbers numbers, int[]? rows)
    {
        var bytes = new byte[checked((rows?.Length ?? numbers.Rows) * numbers.Columns)];
        for (var k = 0; k < bytes.Length; k++)
            bytes[k] = (byte)numbers.Value(rows?[k / numbers.Columns] ?? k / numbers.Columns, k % numbers.Columns);
        return bytes;
    }
}
