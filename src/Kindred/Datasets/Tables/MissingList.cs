using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>The places of a table at which a value is missing, and what becomes of their rows.</summary>
internal sealed class MissingList
{
    private const int Shown = 5;

    private readonly List<(int Row, int Line, int Column, string What)> _places = [];
    private readonly HashSet<int> _rows = [];

    public int Count { get; private set; }

    public void Add(int row, int line, int column, string what)
    {
        Count++;
        if (_rows.Add(row) || _places.Count < Shown)
            _places.Add((row, line, column, what));
    }

    /// <summary>Adds those of a table whose first row is <paramref name="start"/> here, where rows are counted instead of its lines.</summary>
    public void Append(MissingList part, int start, Func<int, string> describeLine)
    {
        foreach (var (row, line, column, what) in part._places)
            _places.Add((start + row, start + row + 1, column, $"{what} ({describeLine(line)})"));
        _rows.UnionWith(part._rows.Select(row => start + row));
        Count += part.Count;
    }

    /// <summary>The same places, where a column has become another.</summary>
    public MissingList Reordered(Func<int, int> column)
    {
        var list = new MissingList { Count = Count };
        list._rows.UnionWith(_rows);
        list._places.AddRange(_places.Select(place => place with { Column = column(place.Column) }));
        return list;
    }

    /// <summary>The first places, in words.</summary>
    /// <param name="describe">Names a column.</param>
    /// <param name="unit">What rows are counted in: line or row.</param>
    public string Problem(Func<int, string> describe, string unit)
    {
        var shown = _places.Take(Shown).Select(place => $"{unit} {place.Line}, {describe(place.Column)}: {place.What}");
        var more = Count > Shown ? $"; {Amount.Of(Count, "value")} in {Amount.Of(_rows.Count, "row")} are missing" : string.Empty;
        return $"{string.Join("; ", shown)}{more}; --missing drop leaves such rows out, --missing mean puts the mean of the column there.";
    }

    /// <summary>The rows without a missing value.</summary>
    public int[] Whole(int rows) => [.. Enumerable.Range(0, rows).Where(row => !_rows.Contains(row))];

    public IEnumerable<LeftOutRow> LeftOut(Func<int, string> describe) =>
        _places.DistinctBy(place => place.Row).Select(place => new LeftOutRow(place.Line, $"{Capital(describe(place.Column))}: {place.What}."));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
