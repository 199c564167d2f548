using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>An array of numbers in one to four dimensions, the first of which counts the items.</summary>
internal sealed partial class NumpyArray
{
    private const int MostDimensions = 4;
    private const int LongestHeader = 1 << 16;

    private readonly string _file;
    private readonly byte[] _payload;
    private readonly char _kind;
    private readonly int _size;
    private readonly bool _bigEndian, _fortranOrder;

    private NumpyArray(string file, string type, bool fortranOrder, int[] shape, DataContent content)
    {
        (_file, Shape, _fortranOrder) = (file, shape, fortranOrder);
        (_bigEndian, _kind, _size) = (type[0] == '>', type[1], type[2] - '0');
        var count = 1L;
        foreach (var size in shape)
            count = Math.Min(count * size, 1L << 31);  // sizes are below 2³¹, so no product on the way overflows
        var bytes = count * _size;
        var sizes = string.Join(" x ", shape);
        if (bytes > Array.MaxLength)
            throw new DataFileException(file, $"the header promises {sizes} values; at most {Array.MaxLength} bytes can be read.");
        _payload = bytes <= content.MostBytes ? content.ReadUpTo((int)bytes) : [];
        if (_payload.Length < bytes || !content.AtEnd())
            throw new DataFileException(file, $"the header promises {sizes} values, but {(_payload.Length < bytes ? "the array ends before" : "more follows")}; exactly {bytes} bytes must follow the header.");
    }

    public int[] Shape { get; }

    private ImageShape ItemShape => Shape.Length switch
    {
        1 => ImageShape.OfTable(1),
        2 => ImageShape.OfTable(Shape[1]),
        3 => new ImageShape(Shape[1], Shape[2], 1),
        _ => new ImageShape(Shape[1], Shape[2], Shape[3]),
    };

    private static ReadOnlySpan<byte> Signature => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="DataFileException">The content is not a whole array of numbers.</exception>
    public static NumpyArray Parse(DataContent content)
    {
        var header = ReadHeader(content);
        var type = Type().Match(header);
        var order = Order().Match(header);
        var sizes = Sizes().Match(header);
        if (!type.Success || !order.Success || !sizes.Success)
            throw new DataFileException(content.Name, "the header of the array does not name a type of numbers (integers or floats of 1 to 8 bytes), an order and a shape; all three are needed.");
        var texts = sizes.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[texts.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            if (!int.TryParse(texts[i], CultureInfo.InvariantCulture, out shape[i]) || shape[i] <= 0)
                throw new DataFileException(content.Name, $"size {i + 1} in the header is {texts[i]}; every size must be from 1 to {int.MaxValue}.");
        }

        if (shape.Length is 0 or > MostDimensions)
            throw new DataFileException(content.Name, $"the array has {shape.Length} dimensions; 1 to {MostDimensions} are needed.");
        return new NumpyArray(content.Name, type.Groups[1].Value, order.Groups[1].Value == "True", shape, content);
    }

    /// <summary>One sample an item. Unsigned bytes stay bytes, meaning byte / 255; every other type becomes float, as it is.</summary>
    public ImageSet ToImageSet(int[]? labels)
    {
        var columns = _payload.Length / _size / Shape[0];
        if (_kind == 'u' && _size == 1)
            return new ImageSet(new ByteMatrix(Shape[0], columns, InRows(_payload)), ItemShape, labels);
        var values = new float[_payload.Length / _size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)Value(i);
            if (!float.IsFinite(values[i]))
                throw new DataFileException(_file, $"value {i + 1} is {Value(i)}; finite numbers within the range of a 32-bit float are needed.");
        }

        return new ImageSet(new Matrix(Shape[0], columns, InRows(values)), ItemShape, labels);
    }

    /// <summary>The classes in an array with one number an item.</summary>
    public int[] ToLabels()
    {
        var labels = new int[Shape[0]];
        if (_payload.Length / _size != labels.Length)
            throw new DataFileException(_file, $"labels are one number an item, these are {string.Join(" x ", Shape)}.");
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Value(i);
            if (!(label >= 0 && label <= IdxArray.LargestLabel && label == Math.Floor(label)))
                throw new DataFileException(_file, $"label {i + 1} is {label}; whole numbers from 0 to {IdxArray.LargestLabel} are needed.");
            labels[i] = (int)label;
        }

        return labels;
    }

    private static string ReadHeader(DataContent content)
    {
        Span<byte> start = stackalloc byte[12];
        var isArray = content.Stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) == 8 && start.StartsWith(Signature);
        var lengthBytes = isArray ? start[6] switch { 1 => 2, 2 or 3 => 4, _ => 0 } : 0;
        if (lengthBytes == 0 || content.Stream.ReadAtLeast(start.Slice(8, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw new DataFileException(content.Name, "this is not a NumPy array of format 1 to 3; 93 'NUMPY' and a version are needed at its beginning.");
        var length = lengthBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        var header = length <= LongestHeader ? content.ReadUpTo((int)length) : [];
        return header.Length == length ? System.Text.Encoding.UTF8.GetString(header)
            : throw new DataFileException(content.Name, $"the header of the array has {length} bytes, which are not there or more than {LongestHeader}.");
    }

    /// <summary>From the order in the file to one item after the other.</summary>
    private T[] InRows<T>(T[] values)
    {
        if (!_fortranOrder || Shape.Length == 1)
            return values;
        var rows = new T[values.Length];
        var index = new int[Shape.Length];
        foreach (var value in values)
        {
            var place = 0;
            for (var dimension = 0; dimension < index.Length; dimension++)
                place = (place * Shape[dimension]) + index[dimension];
            rows[place] = value;
            for (var dimension = 0; dimension < index.Length && ++index[dimension] == Shape[dimension]; dimension++)
                index[dimension] = 0;
        }

        return rows;
    }

    private double Value(int index)
    {
        Span<byte> little = stackalloc byte[8];
        _payload.AsSpan(index * _size, _size).CopyTo(little);
        if (_bigEndian)
            little[.._size].Reverse();
        return (_kind, _size) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(little),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(little),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(little),
            ('i', 1) => (sbyte)little[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(little),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(little),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(little),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(little),
        };
    }

    [GeneratedRegex("""'descr'\s*:\s*'([<>|=](?:[iu][1248]|f[248]))'""")]
    private static partial Regex Type();

    [GeneratedRegex("""'fortran_order'\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""'shape'\s*:\s*\(([^()]*)\)""")]
    private static partial Regex Sizes();
}
