using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>Samples and labels from arrays, whatever file they lie in.</summary>
internal static class ArrayContent
{
    /// <summary>One sample an item, ready to be finished.</summary>
    /// <exception cref="DataFileException">A value is infinite, or too large for 32 bits.</exception>
    public static TableContent Of(string file, ArrayNumbers numbers)
    {
        var isTable = numbers.Shape.IsTable;
        return new TableContent(file, numbers, numbers.Shape)
        {
            Columns = [.. Enumerable.Range(0, numbers.Columns)],
            Missing = Missing(file, numbers, isFinite: numbers.Bytes is not null, Describe),
            Describe = Describe,
            Taken = isTable ? columns => new TableColumns([], ValueList.Create<int>([.. columns.Select(j => j + 1)]), numbers.Columns, null, null) : null,
        };

        string Describe(int column) => isTable ? $"column {column + 1}" : $"value {column + 1}";
    }

    /// <summary>The places at which a value is missing.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="numbers">Are looked through.</param>
    /// <param name="isFinite">Whether it is known that nothing is missing, and that all is finite in 32 bits.</param>
    /// <param name="describe">Names a column.</param>
    /// <exception cref="DataFileException">A value is infinite, or too large for 32 bits.</exception>
    public static MissingList Missing(string file, INumbers numbers, bool isFinite, Func<int, string> describe)
    {
        var missing = new MissingList();
        for (var i = 0; i < numbers.Rows && !isFinite; i++)
        {
            for (var j = 0; j < numbers.Columns; j++)
            {
                var value = numbers.Value(i, j);
                if (double.IsNaN(value))
                    missing.Add(i, i + 1, j, "the value is missing");
                else if (!float.IsFinite((float)value))
                    throw new DataFileException(file, $"row {i + 1}, {describe(j)} is {value}; finite numbers within the range of a 32-bit float are needed.");
            }
        }

        return missing;
    }

    /// <summary>The classes in an array with one number an item.</summary>
    /// <exception cref="DataFileException">There is more than one number an item, or one that is no class.</exception>
    public static int[] Classes(string file, ArrayNumbers numbers)
    {
        if (numbers.Columns != 1)
            throw new DataFileException(file, $"labels are one number an item, here are {numbers.Columns}; the array of labels is needed.");
        var labels = new int[numbers.Rows];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = numbers.Value(i, 0);
            if (!(label >= 0 && label <= IdxArray.LargestLabel && label == Math.Floor(label)))
                throw new DataFileException(file, $"label {i + 1} is {label}; whole numbers from 0 to {IdxArray.LargestLabel} are needed.");
            labels[i] = (int)label;
        }

        return labels;
    }
}
