using System.Numerics;
using Apache.Arrow;

namespace Kindred.Datasets.Columns;

/// <summary>Values of columns, batch of rows after batch of rows.</summary>
internal sealed partial class ArrowColumns
{
    private NumberColumn<T> Read<T>(int column)
        where T : unmanaged, INumber<T>
    {
        var (values, isMissing, first) = (new T[Rows], default(bool[]), 0);
        foreach (var batch in _batches)
        {
            var array = batch.Column(column);
            if (array.Length != batch.Length)
                throw new InvalidDataException("A column has another number of rows.");
            var source = ValuesIn<T>(array is DictionaryArray words ? words.Dictionary : array);
            for (var i = 0; i < array.Length; i++)
            {
                var place = array is DictionaryArray indexed ? IndexOf(indexed, i) : i;
                if (array.IsNull(i) || place is null || (array is DictionaryArray list && list.Dictionary.IsNull(place.Value)))
                    (isMissing ??= new bool[Rows])[first + i] = true;
                else
                    values[first + i] = source[place.Value];
            }

            first += array.Length;
        }

        return new NumberColumn<T>(values, isMissing);
    }

    private (INumberColumn Values, int Width) ReadLists<T>(int column)
        where T : unmanaged, INumber<T>
    {
        var lists = new ListCollector<T>(_file, $"column {column + 1} ({Columns[column].Name})");
        foreach (var batch in _batches)
        {
            var array = batch.Column(column);
            if (array.Length != batch.Length)
                throw new InvalidDataException("A column has another number of rows.");
            var items = ItemsOf(array);
            var values = ValuesIn<T>(items);
            for (var i = 0; i < array.Length; i++)
            {
                var (start, length) = array.IsNull(i) ? (0, 0) : RangeOf(array, i);
                if (items.NullCount == 0)
                    lists.Add(values.Slice(start, length));
                for (var k = start; k < start + length && items.NullCount != 0; k++)
                {
                    if (items.IsNull(k))
                        lists.AddMissing();
                    else
                        lists.Add(values[k]);
                }

                lists.EndRow();
            }
        }

        return lists.Finish();
    }

    private static IArrowArray ItemsOf(IArrowArray lists) => lists switch
    {
        FixedSizeListArray array => array.Values,
        ListArray array => array.Values,
        LargeListArray array => array.Values,
        _ => throw new InvalidDataException("A column does not hold what its schema says."),
    };

    private static (int Start, int Length) RangeOf(IArrowArray lists, int place)
    {
        if (lists is FixedSizeListArray { Data.DataType: Apache.Arrow.Types.FixedSizeListType type } fixedSize)
            return (checked((fixedSize.Offset + place) * type.ListSize), type.ListSize);
        if (lists is LargeListArray large)
            return checked(((int)large.ValueOffsets[place], (int)(large.ValueOffsets[place + 1] - large.ValueOffsets[place])));
        var offsets = ((ListArray)lists).ValueOffsets;
        return (offsets[place], offsets[place + 1] - offsets[place]);
    }

    private static ReadOnlySpan<T> ValuesIn<T>(IArrowArray array)
        where T : unmanaged, INumber<T> => array switch
        {
            HalfFloatArray halves when typeof(T) == typeof(Half) => (T[])(object)halves.Values.ToArray(),
            PrimitiveArray<T> numbers => numbers.Values,
            BooleanArray truths when typeof(T) == typeof(byte) => (T[])(object)Enumerable.Range(0, truths.Length).Select(i => (byte)(truths.GetValue(i) == true ? 1 : 0)).ToArray(),
            Decimal128Array decimals when typeof(T) == typeof(decimal) => (T[])(object)Enumerable.Range(0, decimals.Length).Select(i => decimals.GetValue(i) ?? 0).ToArray(),
            _ => throw new InvalidDataException("A column does not hold what its schema says."),
        };
}
