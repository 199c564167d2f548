namespace Kindred.Datasets.Tables;

/// <summary>From a row of 64 bits to one of 32: float(value − origin) of some columns.</summary>
/// <param name="Columns">Of the numbers, in the order wanted.</param>
/// <param name="Origins">One a column; null where that is 0 for all.</param>
/// <param name="Fill">What stands for a missing value, one a column; null where none is missing.</param>
internal sealed record RowNarrowing(int[] Columns, double[]? Origins, double[]? Fill)
{
    /// <summary>Fills <paramref name="target"/>, one value a column.</summary>
    public void Narrow(INumbers numbers, int row, Span<float> target)
    {
        for (var k = 0; k < target.Length; k++)
        {
            var (j, origin) = (Columns[k], Origins?[k] ?? 0);
            var value = numbers.Less(row, j, origin);
            target[k] = (float)(double.IsNaN(value) && Fill is not null ? Fill[k] - origin : value);
        }
    }
}
