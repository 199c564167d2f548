using Kindred.Datasets.Tables;

namespace Kindred.Datasets.Columns;

/// <summary>Columns of numbers side by side, as a table.</summary>
internal sealed class ColumnNumbers(INumberColumn[] columns, int rows) : INumbers
{
    public int Rows => rows;

    public int Columns => columns.Length;

    public bool FitFloats => Array.TrueForAll(columns, column => column.FitFloats);

    public bool IsFinite => Array.TrueForAll(columns, column => column.IsFinite);

    public ReadOnlyMemory<byte>? Bytes => null;

    public double Value(int row, int column) => columns[column].Value(row);

    public double Less(int row, int column, double origin) => columns[column].Less(row, origin);
}
