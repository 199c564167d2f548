using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>What an IDX file holds: values of one type in one to four dimensions, the first of which counts the items.</summary>
public sealed class IdxArray
{
    /// <summary>Classes count from 0, so they are small.</summary>
    internal const int LargestLabel = 65_535;

    private readonly string _file;
    private readonly byte[] _payload;

    internal IdxArray(string file, IdxElement element, ValueList<int> shape, byte[] payload) =>
        (_file, Element, Shape, _payload) = (file, element, shape, payload);

    public IdxElement Element { get; }

    /// <summary>One to four sizes, each at least 1.</summary>
    public ValueList<int> Shape { get; }

    /// <summary>The shape of one item: pictures from three dimensions on (of four, the last or else the second are channels), else a row of numbers.</summary>
    public ImageShape ItemShape => Numbers.Shape;

    private ArrayNumbers Numbers => field ??= new ArrayNumbers(_payload, Element.Type(), Shape, columnsFirst: false);

    /// <summary>One sample an item. Unsigned bytes stay bytes; of other types, pictures with values up to 1 or to 255 become brightness.</summary>
    /// <exception cref="DataFileException">A value is missing (NaN), infinite, or too large for a 32-bit float.</exception>
    public ImageSet ToImageSet(int[]? labels = null) => (ArrayContent.Of(_file, Numbers) with { Classes = labels }).Finish(MissingValues.Error).Samples;

    /// <summary>The classes in a file of one dimension.</summary>
    /// <exception cref="DataFileException">There is more than one dimension, or a value is not a whole number from 0 to 65,535.</exception>
    public int[] ToClasses() => Shape.Count == 1 ? ArrayContent.Classes(_file, Numbers)
        : throw new DataFileException(_file, $"labels have one dimension, this file has {Shape.Count}; are these the images?");
}
