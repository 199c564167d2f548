using System.Globalization;

namespace Kindred.Datasets;

/// <summary>A table read from text: its numbers and, apart from them, the labels as they stand in the file.</summary>
internal sealed class CsvTable
{
    private const int ImageColumns = 28 * 28;

    private readonly string _file;
    private readonly CsvLayout _layout;
    private readonly CsvLines _lines;
    private readonly CsvValues _values;
    private readonly Dictionary<string, int> _labelIds = new(StringComparer.Ordinal);
    private readonly List<string> _labelTexts = [];
    private readonly List<int> _labels = [];
    private readonly List<string> _ids = [];

    private CsvTable(DataContent content, CsvOptions options)
    {
        _file = content.Name;
        _lines = new CsvLines(content);
        if (!_lines.TryNext(out var line))
            throw new DataFileException(_file, "the file is empty; at least one row of numbers is needed.");
        _layout = new CsvLayout(_file, line, options);
        Shape = options.Shape ?? (_layout.FeatureCount == ImageColumns ? new ImageShape(28, 28, 1) : ImageShape.OfTable(_layout.FeatureCount));
        if (Shape.Size != _layout.FeatureCount)
            throw new DataFileException(_file, $"a picture of {Shape} has {Shape.Size} values, but the rows have {_layout.FeatureCount}.");
        _values = new CsvValues(_file, Shape.Size, startAsBytes: Shape.Height > 1);
        if (!_layout.HasHeader)
            ReadRow(line);
        while (_lines.TryNext(out line))
            ReadRow(line);
        if (Rows == 0)
            throw new DataFileException(_file, "there is a header but no rows; at least one row of numbers is needed.");
    }

    public int Rows => _values.Rows;

    public ImageShape Shape { get; }

    /// <summary>Different labels in order of appearance; null without a label column.</summary>
    public IReadOnlyList<string>? LabelTexts => _layout.LabelColumn is null ? null : _labelTexts;

    /// <summary>The place of every row's label in <see cref="LabelTexts"/>.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public static CsvTable Parse(DataContent content, CsvOptions options) => new(content, options);

    public ImageSet ToImageSet(int[]? labels) => _values.ToImageSet(Shape, labels, _layout.HasIds ? [.. _ids] : null);

    private void ReadRow(ReadOnlySpan<byte> line)
    {
        var fields = new CsvFields(line, _layout.Separator);
        _values.BeginRow();
        for (var column = 0; column < _layout.Roles.Length; column++)
        {
            if (!fields.More)
                throw Ragged(line);
            if (_layout.Roles[column] == ColumnRole.Feature && fields.TryNextByte(out var small))
                _values.Add(small);
            else
                ReadField(ref fields, column);
        }

        if (fields.More)
            throw Ragged(line);
    }

    private void ReadField(ref CsvFields fields, int column)
    {
        var field = fields.Next();
        if (fields.Misquoted)
            throw Wrong(column, "a quote does not close right before a separator; \"…\" is needed.");
        if (_layout.Roles[column] == ColumnRole.Feature)
            _values.Add(Number(field, column));
        else if (_layout.Roles[column] == ColumnRole.Label)
            AddLabel(field, column);
        else if (_layout.Roles[column] == ColumnRole.Id)
            _ids.Add(System.Text.Encoding.UTF8.GetString(field));
    }

    private float Number(ReadOnlySpan<byte> field, int column)
    {
        if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw Wrong(column, field.IsEmpty ? "the field is empty; a number is needed." : $"'{Excerpt(field)}' is not a number; {Remedy(field)}");
        if (!float.IsFinite((float)number))
            throw Wrong(column, $"'{Excerpt(field)}' is not finite as a 32-bit float; a finite number is needed.");
        return (float)number;
    }

    private void AddLabel(ReadOnlySpan<byte> field, int column)
    {
        if (field.IsEmpty)
            throw Wrong(column, "the label is missing; a number or a name is needed.");
        var text = System.Text.Encoding.UTF8.GetString(field);
        if (!_labelIds.TryGetValue(text, out var id))
        {
            _labelIds.Add(text, id = _labelTexts.Count);
            _labelTexts.Add(text);
        }

        if (id > IdxArray.LargestLabel)
            throw Wrong(column, $"there are more than {id} different labels; is this a column of ids?");
        _labels.Add(id);
    }

    private DataFileException Ragged(ReadOnlySpan<byte> line)
    {
        var fields = new CsvFields(line, _layout.Separator);
        var count = 0;
        for (; fields.More; count++)
            fields.Next();
        return new DataFileException(_file, $"line {_lines.Number} has {count} columns, the first line has {_layout.Roles.Length}; all rows need the same number.");
    }

    private DataFileException Wrong(int column, string problem) => new(_file, $"line {_lines.Number}, {_layout.Describe(column)}: {problem}");

    private static string Remedy(ReadOnlySpan<byte> field) => field.Contains((byte)',')
        ? "decimals need a point, as in 0.5."
        : "a number is needed, or the column must be chosen as label or be ignored.";

    private static string Excerpt(ReadOnlySpan<byte> field)
    {
        const int Longest = 24;
        var text = System.Text.Encoding.UTF8.GetString(field[..Math.Min(field.Length, Longest)]);
        return string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) + (field.Length > Longest ? "…" : "");
    }
}
