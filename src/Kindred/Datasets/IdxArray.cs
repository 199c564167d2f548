using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>What an IDX file holds: values of one type in one to four dimensions, the first of which counts the items.</summary>
public sealed class IdxArray
{
    /// <summary>Labels count classes, so they are small.</summary>
    internal const int LargestLabel = 65_535;

    private readonly string _file;
    private readonly byte[] _payload;

    internal IdxArray(string file, IdxElement element, ValueList<int> shape, byte[] payload) =>
        (_file, Element, Shape, _payload) = (file, element, shape, payload);

    public IdxElement Element { get; }

    /// <summary>One to four sizes, each at least 1.</summary>
    public ValueList<int> Shape { get; }

    /// <summary>The shape of one item: pictures from three dimensions on (the fourth are channels), else a row of numbers.</summary>
    public ImageShape ItemShape => Shape.Count switch
    {
        1 => ImageShape.OfTable(1),
        2 => ImageShape.OfTable(Shape[1]),
        3 => new ImageShape(Shape[1], Shape[2], 1),
        _ => new ImageShape(Shape[1], Shape[2], Shape[3]),
    };

    /// <summary>One sample an item. Unsigned bytes stay bytes, meaning byte / 255; every other type becomes float, as it is.</summary>
    /// <exception cref="DataFileException">A value is not finite, or not as a 32-bit float.</exception>
    public ImageSet ToImageSet(int[]? labels = null)
    {
        var columns = _payload.Length / Element.Size() / Shape[0];
        if (Element == IdxElement.UnsignedByte)
            return new ImageSet(new ByteMatrix(Shape[0], columns, _payload), ItemShape, labels);
        var x = new Matrix(Shape[0], columns);
        var values = x.MutableValues;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)Value(i);
            if (!float.IsFinite(values[i]))
                throw new DataFileException(_file, $"value {i % columns + 1} of item {i / columns + 1} is {Value(i)}; finite numbers within the range of a 32-bit float are needed.");
        }

        return new ImageSet(x, ItemShape, labels);
    }

    /// <summary>The classes in a file of one dimension.</summary>
    /// <exception cref="DataFileException">There is more than one dimension, or a value is not a whole number from 0 to 65,535.</exception>
    public int[] ToLabels()
    {
        if (Shape.Count != 1)
            throw new DataFileException(_file, $"labels have one dimension, this file has {Shape.Count}; are these the images?");
        var labels = new int[Shape[0]];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Value(i);
            if (!(label >= 0 && label <= LargestLabel && label == Math.Floor(label)))
                throw new DataFileException(_file, $"label {i + 1} is {label}; whole numbers from 0 to {LargestLabel} are needed.");
            labels[i] = (int)label;
        }

        return labels;
    }

    private double Value(int index) => Element.Read(_payload.AsSpan(index * Element.Size()));
}
