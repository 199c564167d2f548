using Kindred.Datasets.Streaming;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>A table read from text: its numbers in 64 bits and, apart from them, the labels and ids as they stand in the file.</summary>
internal sealed class CsvTable
{
    private const int ImageColumns = 28 * 28;
    private const int LinesShown = 5;
    private const byte EndOfText = 0x1A;

    private readonly string _file;
    private readonly CsvDialect _dialect;
    private readonly TableLayout _layout;
    private readonly bool[] _isFeature;
    private readonly byte[]? _header;
    private readonly List<int> _headersBelow = [], _remarks = [];
    private readonly string[] _notes;
    private readonly NumbersFile? _disk;
    private int _rows;

    private readonly bool _mayCount;

    private CsvTable(DataContent content, CsvOptions options, bool toFile = false)
    {
        (_file, _mayCount) = (content.Name, options.Like is null);
        var records = new CsvRecords(content);
        var sample = CsvSample.Take(records);
        if (sample.Records.Count == 0)
            throw new DataFileException(_file, "the file is empty; at least one row of numbers is needed.") { HasNoRows = true };
        _dialect = CsvDialect.Of(_file, sample, options);
        if (sample.Records.Count == _dialect.Skipped)
            throw new DataFileException(_file, "there are no rows; at least one row of numbers is needed.") { HasNoRows = true };
        records.Separator = _dialect.Separator;
        _layout = CsvLayout.Of(_file, sample, _dialect, options);
        _isFeature = [.. Enumerable.Range(0, _layout.Roles.Length).Select(_layout.Features.Contains)];
        _header = _layout.HasHeader ? sample.Records[_dialect.Skipped].Bytes : null;
        var first = _dialect.Skipped + (_layout.HasHeader ? 1 : 0);
        var units = _layout.HasHeader && first + 1 < sample.Records.Count && HasNoNumber(sample.Records[first].Bytes) ? 1 : 0;
        _notes = units == 0 ? [] : [$"Line {sample.Records[first].Line} holds no numbers ({CsvCell.Excerpt(sample.Records[first].Bytes)}); it is taken for units or remarks and left out."];
        Shape = options.Shape ?? ShapeOf(_layout.Features.Length);
        if (Shape.Size != _layout.Features.Length)
            throw new DataFileException(_file, $"a picture of {Shape} has {Amount.Of(Shape.Size, "value")}, but the rows have {_layout.Features.Length}.");
        _disk = toFile && Shape.IsTable ? new NumbersFile(_file, Shape.Size) : null;
        Values = new TableValues(_file, Shape.Size, startAsBytes: !Shape.IsTable, _disk);
        if (toFile && _disk is null)
            return;
        foreach (var (line, bytes) in sample.Records.Skip(first + units))
            ReadRow(bytes, line);
        while (records.TryNext(out var record))
            ReadRow(record, records.Number);
        if (Values.Rows == 0)
            throw new DataFileException(_file, "there is a header but no rows; at least one row of numbers is needed.") { HasNoRows = true };
    }

    /// <summary>One column for each to learn from, in the order of the file.</summary>
    public TableValues Values { get; }

    public ImageShape Shape { get; }

    public TableLayout Layout => _layout;

    public ClassTexts? ClassTexts { get; private set; }

    public List<string> Ids { get; } = [];

    /// <summary>Values that are not there.</summary>
    public MissingList Missing { get; } = new();

    public static CsvTable Parse(DataContent content, CsvOptions options) => new(content, options);

    /// <summary>The table with its numbers in a file; null where its rows are pictures, which are not read.</summary>
    public static TableContent? ParseToFile(DataContent content, CsvOptions options)
    {
        var table = new CsvTable(content, options, toFile: true);
        if (table._disk is null)
            return null;
        table._disk.Complete();
        return table.ToContent() with { Numbers = table._disk };
    }

    /// <summary>Of a row of so many numbers: 784 are 28 x 28 pixels, anything else is a table.</summary>
    public static ImageShape ShapeOf(int columns) => columns == ImageColumns ? new ImageShape(28, 28, 1) : ImageShape.OfTable(columns);

    /// <summary>All columns to learn from.</summary>
    public TableColumns Columns => _layout.Columns(_layout.Features);

    /// <summary>The rows as they came, ready to be finished; of a part that belongs to another, only its last columns may be wanted.</summary>
    public TableContent ToContent(int? wanted = null)
    {
        int[] places = [.. Enumerable.Range(0, _isFeature.Length).Where(j => _isFeature[j])];  // of the columns of the values
        var columns = Array.ConvertAll(_layout.Features, place => Array.IndexOf(places, place));
        return new TableContent(_file, Values, Shape)
        {
            Columns = columns[^(wanted ?? columns.Length)..],
            Missing = Missing,
            Describe = j => _layout.Describe(places[j]),
            Unit = "line",
            MayCount = _mayCount && Shape.IsTable && places[0] == 0 ? RowNumbers.RuleFor(_layout.HasHeader ? _layout.Names[0] : null) : null,
            Ids = _layout.HasIds ? Ids : null,
            ClassTexts = ClassTexts,
            Taken = taken => _layout.Columns([.. taken.Select(j => places[j])]),
            Notes = [.. _notes, .. LeftOut(_headersBelow, "repeats the header", "repeat the header"), .. LeftOut(_remarks, "is a remark, as it begins with #", "are remarks, as they begin with #"), .. _layout.Notes],
        };
    }

    private void ReadRow(ReadOnlySpan<byte> record, int line)
    {
        if (!record.ContainsAnyExcept([(byte)' ', (byte)'\t', EndOfText, _dialect.Separator]))
            return;  // separators without values below a table, as spreadsheets leave them, or the mark of the end of old systems
        if (IsNoRow(record, line))
            return;
        var fields = new CsvFields(record, _dialect.Separator);
        Values.BeginRow();
        for (var column = 0; column < _isFeature.Length; column++)
        {
            if (!fields.More && _layout.Roles[column] != ColumnRole.Empty)
                throw Ragged(record, line);
            if (_isFeature[column] && fields.TryNextByte(out var small))
                Values.Add(small);
            else if (fields.More)
                ReadField(ref fields, column, record, line);
        }

        while (fields.More)
        {
            if (!fields.Next().IsEmpty)
                throw Ragged(record, line);
        }

        _rows++;
    }

    /// <summary>The header again, as where files were put together, or a remark: noted, and left out.</summary>
    private bool IsNoRow(ReadOnlySpan<byte> record, int line)
    {
        var lines = _header is not null && record.SequenceEqual(_header) ? _headersBelow
            : record[0] == '#' && _isFeature[0] ? _remarks : null;
        lines?.Add(line);
        return lines is not null;
    }

    private static IEnumerable<string> LeftOut(List<int> lines, string one, string several) => lines.Count == 0 ? []
        : [$"Left out: {lines.Count} {(lines.Count == 1 ? "line" : "lines")} ({string.Join(", ", lines.Take(LinesShown))}{(lines.Count > LinesShown ? ", …" : "")}) that {(lines.Count == 1 ? one : several)}."];

    /// <summary>Whether a row has texts, and no number, where all others have numbers.</summary>
    private bool HasNoNumber(ReadOnlySpan<byte> record)
    {
        var fields = CsvSample.Split(record, _dialect.Separator);
        var features = _layout.Features.Where(j => j < fields.Count).Select(j => fields[j]).ToList();
        return features.Count > 1 && !features.Exists(field => CsvNumber.LooksLikeNumber(field) || CsvNumber.TryParse(field, _dialect.Point, out _)) && features.Count(field => !CsvNumber.IsMissing(field)) * 2 > features.Count;
    }

    private void ReadField(ref CsvFields fields, int column, ReadOnlySpan<byte> record, int line)
    {
        var field = fields.Next();
        if (fields.Misquoted)
            throw Wrong(line, column, "a quote does not close right before a separator; \"…\" is needed.");
        if (_isFeature[column])
            Values.Add(Number(field, column, line));
        else if (_layout.Roles[column] == ColumnRole.Label)
            AddLabel(field, column, line);
        else if (_layout.Roles[column] == ColumnRole.Id)
            Ids.Add(CsvText.Unguarded(CsvCell.Text(field)));
        else if (_layout.Roles[column] == ColumnRole.Empty && !field.IsEmpty)
            throw Ragged(record, line);
    }

    private double Number(ReadOnlySpan<byte> field, int column, int line)
    {
        if (CsvNumber.IsMissing(field))
        {
            Missing.Add(_rows, line, FeatureOf(column), field.IsEmpty ? "the field is empty" : $"'{CsvCell.Excerpt(field)}' stands for a missing value");
            return double.NaN;
        }

        if (!CsvNumber.TryParse(field, _dialect.Point, out var number))
            throw Wrong(line, column, CsvNumber.Problem(field, _dialect.Point));
        if (!float.IsFinite((float)number))
            throw Wrong(line, column, $"'{CsvCell.Excerpt(field)}' is not finite as a 32-bit float; a finite number is needed.");
        return number;
    }

    private void AddLabel(ReadOnlySpan<byte> field, int column, int line)
    {
        if (field.IsEmpty)
            throw Wrong(line, column, "the label is missing; a number or a name is needed.");
        ClassTexts ??= new ClassTexts();
        if (!ClassTexts.TryAdd(CsvText.Unguarded(CsvCell.Text(field))))
            throw Wrong(line, column, $"there are more than {IdxArray.LargestLabel + 1} different labels; is this a column of ids?");
    }

    /// <summary>The column of the values that a column of the file is.</summary>
    private int FeatureOf(int column) => _isFeature.Take(column).Count(isFeature => isFeature);

    private DataFileException Ragged(ReadOnlySpan<byte> record, int line) => new(_file,
        $"line {line} has {Amount.Of(CsvFields.Count(record, _dialect.Separator), "column")}, the first line has {_layout.Roles.Length}; all rows need the same number.");

    private DataFileException Wrong(int line, int column, string problem) =>
        new(_file, $"line {line}, {_layout.Describe(column)}: {problem}{(line == 1 && !_layout.HasHeader ? " If the first line names the columns, --header yes says so." : string.Empty)}");
}
