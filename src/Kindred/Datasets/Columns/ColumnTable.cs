using System.Globalization;
using Kindred.Datasets.Streaming;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets.Columns;

/// <summary>A table of a file of columns: which of them are learned from, and what the others are.</summary>
internal sealed class ColumnTable
{
    private const double MostWhole = 1L << 53;

    private readonly string _name;
    private readonly IColumnFile _file;
    private readonly TableLayout _layout;
    private readonly int? _list;

    private ColumnTable(string name, IColumnFile file, DatasetOptions options)
    {
        (_name, _file) = (name, file);
        if (file.Rows == 0 || file.Columns.Count == 0)
            throw new DataFileException(name, "there are no rows; at least one row of numbers is needed.") { HasNoRows = true };
        _list = new ListChoice(name, file.Columns).Choose(options);
        _layout = new TableLayout(name, [.. file.Columns.Select(column => column.Name)], [.. file.Columns.Select(column => column.Summary)], options.Csv, _list);
    }

    /// <exception cref="DataFileException">The columns do not make a table of numbers, or a choice is needed.</exception>
    public static TableContent Read(string name, IColumnFile file, DatasetOptions options)
    {
        var table = new ColumnTable(name, file, options);
        var content = table._list is { } list ? table.ReadLists(list) : table.ReadNumbers(options.Csv);
        return content with { Ids = table.ReadIds(), ClassTexts = table.ReadLabels(), Notes = table._layout.Notes };
    }

    /// <summary>How many rows and numbers would be learned from, as the file says.</summary>
    public static (double Rows, double Values) Size(string name, IColumnFile file, DatasetOptions options)
    {
        var table = new ColumnTable(name, file, options);
        return (file.Rows, table._list is { } list ? file.Promised(list) : (double)file.Rows * table._layout.Features.Length);
    }

    /// <summary>The same table as <see cref="Read"/> gives, part after part, with its numbers in a file; null where its rows are pictures.</summary>
    public static TableContent? ReadToFile(string name, IColumnFile file, DatasetOptions options)
    {
        var (whole, numbers, missing, ids, labels, row) = (default(TableContent), default(NumbersFile), new MissingList(), new List<string>(), new ClassTexts(), 0);
        foreach (var part in file.Parts)
        {
            var rows = Read($"{name}, rows {row + 1} to {row + part.Rows}", part, options);
            if (!rows.Shape.IsTable)
                return null;
            whole ??= rows;
            numbers ??= new NumbersFile(name, rows.Numbers.Columns) { FitFloats = rows.Numbers.FitFloats };
            if (rows.Numbers.Columns != numbers.Columns)
                throw new DataFileException(rows.File, $"the lists have {Amount.Of(rows.Numbers.Columns, "number")}, those before them have {numbers.Columns}; all lists need the same number.");
            Keep(rows, numbers);
            missing.Append(rows.Missing, row, line => $"row {line} of these");
            ids.AddRange(rows.Ids ?? []);
            if (rows.ClassTexts is { } texts && !labels.TryAppend(texts))
                throw new DataFileException(name, $"there are more than {IdxArray.LargestLabel + 1} different labels; is this a column of ids?");
            row += part.Rows;
        }

        if (whole is null || numbers is null)
            throw new DataFileException(name, "there are no rows; at least one row of numbers is needed.") { HasNoRows = true };
        numbers.Complete();
        return whole with { File = name, Numbers = numbers, Missing = missing, Ids = whole.Ids is null ? null : ids, ClassTexts = whole.ClassTexts is null ? null : labels };
    }

    private static void Keep(TableContent rows, NumbersFile numbers)
    {
        for (var i = 0; i < rows.Numbers.Rows; i++)
        {
            for (var j = 0; j < numbers.Columns; j++)
            {
                var value = rows.Numbers.Value(i, j);
                if (Math.Abs(value) > MostWhole && rows.Numbers.Less(i, j, value) != 0)
                    throw new DataFileException(rows.File, $"row {i + 1}, {rows.Describe(j)} is a whole number of more than 53 bits, which is kept in a table that fits in memory alone; --memory allows more, and a number counted from something nearer needs fewer bits.");
                numbers.Add(value);
            }
        }
    }

    /// <summary>The columns, without their values.</summary>
    public static ValueList<PartNote> Survey(IColumnFile file) => ValueList.Create<PartNote>([.. file.Columns.Select(column => new PartNote(column.Name, column.Words))]);

    private TableContent ReadNumbers(CsvOptions options)
    {
        var features = _layout.Features;
        Require(features.Length);
        var numbers = new ColumnNumbers([.. features.Select(_file.ReadNumbers)], _file.Rows);
        var shape = options.Shape ?? CsvTable.ShapeOf(features.Length);
        if (shape.Size != features.Length)
            throw new DataFileException(_name, $"a picture of {shape} has {Amount.Of(shape.Size, "value")}, but the rows have {features.Length}.");
        return new TableContent(_name, numbers, shape)
        {
            Columns = [.. Enumerable.Range(0, features.Length)],
            Missing = ArrayContent.Missing(_name, numbers, numbers.IsFinite, Describe),
            Describe = Describe,
            MayCount = options.Like is null && shape.IsTable && features[0] == 0 ? RowNumbers.RuleFor(_layout.Names[0]) : null,
            Taken = taken => _layout.Columns([.. taken.Select(j => features[j])]),
        };

        string Describe(int column) => _layout.Describe(features[column]);
    }

    private TableContent ReadLists(int list)
    {
        var (values, width) = _file.ReadLists(list);
        Require(width);
        var numbers = new ListNumbers(values, _file.Rows, width);
        return new TableContent(_name, numbers, ImageShape.OfTable(width))
        {
            Columns = [.. Enumerable.Range(0, width)],
            Missing = ArrayContent.Missing(_name, numbers, numbers.IsFinite, Describe),
            Describe = Describe,
            Taken = taken => _layout.Columns([.. taken.Select(_ => list)]),
        };

        string Describe(int place) => $"{_layout.Describe(list)}, number {place + 1}";
    }

    private void Require(int columns)
    {
        if (MemoryLimit.Problem($"{_file.Rows} rows of {columns} numbers take", (double)_file.Rows * columns * (sizeof(double) + sizeof(float))) is { } problem)
            throw new DataFileException(_name, problem);
    }

    private IReadOnlyList<string>? ReadIds()
    {
        var place = Array.IndexOf(_layout.Roles, ColumnRole.Id);
        return place < 0 ? null : [.. ReadTexts(place).Select((text, row) => text ?? $"row {(row + 1).ToString(CultureInfo.InvariantCulture)}")];
    }

    private ClassTexts? ReadLabels()
    {
        if (_layout.LabelColumn is not { } place)
            return null;
        var labels = new ClassTexts();
        foreach (var (row, text) in ReadTexts(place).Index())
        {
            if (string.IsNullOrEmpty(text))
                throw new DataFileException(_name, $"row {row + 1}, {_layout.Describe(place)}: the label is missing; a number or a name is needed.");
            if (!labels.TryAdd(text))
                throw new DataFileException(_name, $"{_layout.Describe(place)} has more than {IdxArray.LargestLabel + 1} different labels; is this a column of ids?");
        }

        return labels;
    }

    private string?[] ReadTexts(int place) => _file.Columns[place].Kind is ColumnKind.Texts or ColumnKind.Numbers ? _file.ReadTexts(place)
        : throw new DataFileException(_name, $"{_layout.Describe(place)} holds {_file.Columns[place].Words}; a column of texts or numbers is needed for ids or labels.");
}
