using Kindred.Datasets.Tables;

namespace Kindred.Datasets.Columns;

/// <summary>A column of lists, all of one length, as a table: a list is a row.</summary>
internal sealed class ListNumbers(INumberColumn values, int rows, int width) : INumbers
{
    public int Rows => rows;

    public int Columns => width;

    public bool FitFloats => values.FitFloats;

    public bool IsFinite => values.IsFinite;

    public ReadOnlyMemory<byte>? Bytes => null;

    public ReadOnlyMemory<float>? Floats => values.Floats;

    public double Value(int row, int column) => values.Value((row * width) + column);

    public double Less(int row, int column, double origin) => values.Less((row * width) + column, origin);
}
