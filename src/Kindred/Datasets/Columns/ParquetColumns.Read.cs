using System.Numerics;
using Kindred.Numerics;
using Parquet.Data;

namespace Kindred.Datasets.Columns;

/// <summary>Values of columns, group of rows after group of rows.</summary>
internal sealed partial class ParquetColumns
{
    private delegate void TakeGroup<T>(int firstRow, int rows, RawColumnData<T> values)
        where T : struct;

    private NumberColumn<byte> ReadTruths(int column)
    {
        var values = new byte[Rows];
        var isMissing = ReadRows<bool>(column, (place, found) =>
        {
            for (var i = 0; i < found.Length; i++)
                values[place + i] = (byte)(found[i] ? 1 : 0);
        });
        return new NumberColumn<byte>(values, isMissing);
    }

    private string?[] ReadStrings(int column)
    {
        var texts = new string?[Rows];
        ReadRows<ReadOnlyMemory<char>>(column, (place, found) =>
        {
            for (var i = 0; i < found.Length; i++)
                texts[place + i] = found[i].ToString();
        });
        return texts;
    }

    private NumberColumn<T> Read<T>(int column)
        where T : unmanaged, INumber<T>
    {
        var values = new T[Rows];
        var isMissing = ReadRows<T>(column, (place, found) => found.CopyTo(values.AsSpan(place)));
        return new NumberColumn<T>(values, isMissing);
    }

    /// <summary>Hands over runs of values that are there, with the row of the first; says where one is missing, or null where none is.</summary>
    private bool[]? ReadRows<T>(int column, Action<int, ReadOnlySpan<T>> take)
        where T : struct
    {
        var (isMissing, most) = (default(bool[]), _fields[column]!.MaxDefinitionLevel);
        ForEachGroup<T>(column, (first, rows, raw) =>
        {
            if (most == 0 || !raw.DefinitionLevels[..rows].ContainsAnyExcept(most))
            {
                take(first, raw.Values[..rows]);
                return;
            }

            var levels = raw.DefinitionLevels;
            var from = 0;  // the file keeps only the values that are there
            for (var row = 0; row < rows; row++)
            {
                if (levels[row] == most)
                    take(first + row, raw.Values.Slice(from++, 1));
                else
                    (isMissing ??= new bool[Rows])[first + row] = true;
            }
        });
        return isMissing;
    }

    private (INumberColumn Values, int Width) ReadLists<T>(int column)
        where T : unmanaged, INumber<T>
    {
        var (lists, field) = (new ListCollector<T>(_file, $"column {column + 1} ({_reader.Schema.Fields[column].Name})"), _fields[column]!);
        var (most, element) = (field.MaxDefinitionLevel, field.IsNullable ? field.MaxDefinitionLevel - 1 : field.MaxDefinitionLevel);
        ForEachGroup<T>(column, (_, rows, raw) =>
        {
            var definition = raw.DefinitionLevels;
            var repetition = raw.RepetitionLevels;
            var (end, from) = (lists.Rows + rows, 0);
            for (var i = 0; i < definition.Length; i++)
            {
                if (repetition[i] == 0 && i > 0)
                    lists.EndRow();
                if (definition[i] == most)
                    lists.Add(raw.Values[from++]);
                else if (definition[i] >= element)
                    lists.AddMissing();
            }

            lists.EndRow();
            if (lists.Rows != end)
                throw new InvalidDataException("There are other numbers of lists and of rows.");
        });
        return lists.Finish();
    }

    private void ForEachGroup<T>(int column, TakeGroup<T> take)
        where T : struct
    {
        var first = 0;
        for (var i = _firstGroup; i < _firstGroup + _groups; i++)
        {
            using var group = _reader.OpenRowGroupReader(i);
            var rows = (int)group.RowCount;
            if (rows == 0)
                continue;
            var part = group.GetMetadata(_fields[column]!)?.MetaData ?? throw new InvalidDataException("A column has no part in a group of rows.");
            Require(column, part.NumValues, rows);
            ParquetCheck.Pages(_stream, part);
            using var raw = group.ReadRawColumnDataBaseAsync(_fields[column]!).AsTask().GetAwaiter().GetResult();
            take(first, rows, (RawColumnData<T>)raw);
            first += rows;
        }
    }

    /// <summary>The library makes room for as many values as are promised.</summary>
    private void Require(int column, long promised, int rows)
    {
        if (promised < 0 || (Columns[column].Kind != ColumnKind.Lists && promised != rows))
            throw new InvalidDataException("There are other numbers of values and of rows.");
        if (MemoryLimit.Problem($"column {column + 1} promises {promised} values, which take", promised * (sizeof(double) + (2.0 * sizeof(int)))) is { } problem)
            throw new DataFileException(_file, problem);
    }
}
