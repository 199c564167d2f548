namespace Kindred.Datasets.Tables;

/// <summary>A table whose columns stand in another order.</summary>
/// <param name="numbers">As they lie in their file.</param>
/// <param name="order">The column there of each column here.</param>
internal sealed class ReorderedNumbers(INumbers numbers, int[] order) : INumbers
{
    public int Rows => numbers.Rows;

    public int Columns => numbers.Columns;

    public bool FitFloats => numbers.FitFloats;

    public double? White => numbers.White;

    public ReadOnlyMemory<byte>? Bytes => null;

    public double Value(int row, int column) => numbers.Value(row, order[column]);

    public double Less(int row, int column, double origin) => numbers.Less(row, order[column], origin);
}
