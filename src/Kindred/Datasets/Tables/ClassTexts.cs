namespace Kindred.Datasets.Tables;

/// <summary>ClassTexts as they come: the different texts in order of appearance, and the place among them of every row's.</summary>
internal sealed class ClassTexts
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _rows = [];

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>False where there are too many different ones.</summary>
    public bool TryAdd(string text)
    {
        if (!_places.TryGetValue(text, out var place))
        {
            _places.Add(text, place = _texts.Count);
            _texts.Add(text);
        }

        _rows.Add(place);
        return place <= IdxArray.LargestLabel;
    }

    /// <summary>Adds those of the rows below; false where there are too many different ones.</summary>
    public bool TryAppend(ClassTexts below) => below._rows.TrueForAll(place => TryAdd(below._texts[place]));

    /// <summary>The classes of the given rows, or of all.</summary>
    public int[] Classes(Dictionary<string, int> classes, int[]? rows)
    {
        var classOfPlace = _texts.ConvertAll(text => classes[text]);
        return rows is null ? [.. _rows.Select(place => classOfPlace[place])] : [.. rows.Select(row => classOfPlace[_rows[row]])];
    }
}
