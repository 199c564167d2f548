using Kindred.Numerics;

namespace Kindred.Datasets.Columns;

/// <summary>Gathers lists of numbers, row after row, all of which must have one length.</summary>
/// <param name="file">For messages.</param>
/// <param name="column">For messages.</param>
internal sealed class ListCollector<T>(string file, string column)
    where T : unmanaged, System.Numerics.INumber<T>
{
    private readonly List<T> _values = [];
    private readonly List<int> _empty = [];    // rows without a list
    private readonly List<int> _missing = [];  // places of values that are missing
    private int _width;
    private int _length;

    public int Rows { get; private set; }

    public void Add(T value)
    {
        _values.Add(value);
        _length++;
    }

    public void Add(ReadOnlySpan<T> values)
    {
        _values.AddRange(values);
        _length += values.Length;
    }

    public void AddMissing()
    {
        _missing.Add(_values.Count);
        Add(default(T));
    }

    /// <summary>After the last number of every list, and after nothing where there is none.</summary>
    public void EndRow()
    {
        if (_length == 0)
            _empty.Add(Rows);
        else if (_width == 0)
            _width = _length;
        else if (_length != _width)
            throw new DataFileException(file, $"row {Rows + 1}: the list of {column} has {Amount.Of(_length, "number")}, those before it have {_width}; all lists need the same number.");
        _length = 0;
        Rows++;
    }

    public (INumberColumn Values, int Width) Finish()
    {
        if (_width == 0)
            throw new DataFileException(file, $"all lists of {column} are empty; lists of numbers are needed.");
        if (_empty.Count == 0 && _missing.Count == 0)
            return (new NumberColumn<T>([.. _values], null), _width);
        var (values, isMissing) = (new T[checked(Rows * _width)], new bool[Rows * _width]);
        var (isGone, gone) = (new HashSet<int>(_missing), new HashSet<int>(_empty));
        for (var (row, from) = (0, 0); row < Rows; row++)
        {
            if (gone.Contains(row))
            {
                isMissing.AsSpan(row * _width, _width).Fill(true);
                continue;
            }

            for (var j = 0; j < _width; j++, from++)
                (values[(row * _width) + j], isMissing[(row * _width) + j]) = (_values[from], isGone.Contains(from));
        }

        return (new NumberColumn<T>(values, isMissing), _width);
    }
}
