using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>A table as it was read, before rows without a value and row numbers are left out and values are narrowed to 32 bits.</summary>
internal sealed record TableContent(string File, INumbers Numbers, ImageShape Shape)
{
    /// <summary>Columns of <see cref="Numbers"/> to learn from, in their order.</summary>
    public required int[] Columns { get; init; }

    public required MissingList Missing { get; init; }

    /// <summary>Names a column of <see cref="Numbers"/> for a message.</summary>
    public required Func<int, string> Describe { get; init; }

    /// <summary>What a row is called in messages: line or row.</summary>
    public string Unit { get; init; } = "row";

    /// <summary>Whether the first column may count the rows: how strictly is <see cref="RowNumbers"/>'s matter. Null: it may not.</summary>
    public RowNumberRule? MayCount { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public ClassTexts? ClassTexts { get; init; }

    /// <summary>Classes that need no numbering, one a row.</summary>
    public int[]? Classes { get; init; }

    /// <summary>Says which columns of the file the given ones of <see cref="Numbers"/> are; null for pictures.</summary>
    public Func<int[], TableColumns>? Taken { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The samples, and how they were read.</summary>
    /// <param name="missing">What becomes of rows without a value.</param>
    /// <param name="classes">The class of every label, where there are labels.</param>
    /// <param name="like">A part of the same data set that was finished before: values are counted as there.</param>
    /// <param name="unit">Of the pictures of an earlier data set that these are to be compared with.</param>
    /// <exception cref="DataFileException">A value is missing and must not be, or nothing is left.</exception>
    public (ImageSet Samples, TableSource? Source) Finish(MissingValues missing, Dictionary<string, int>? classes = null, ImageSet? like = null, PixelUnit? unit = null)
    {
        var chosen = Choose(missing, classes);
        return (Samples(chosen, like, unit), chosen.Source);
    }

    /// <summary>What of the table is learned from, and what is known of its rows.</summary>
    public ChosenRows Choose(MissingValues missing, Dictionary<string, int>? classes)
    {
        if (Missing.Count > 0 && missing == MissingValues.Error)
            throw new DataFileException(File, MissingProblem());
        var rows = Missing.Count > 0 && missing == MissingValues.Drop ? Missing.Whole(Numbers.Rows) : null;
        if (rows is { Length: 0 })
            throw new DataFileException(File, "a value is missing in every row, so that none is left; --missing mean puts the mean of the column there.");
        var (columns, notes) = (Columns, new List<string>(Notes));
        if (MayCount is { } rule && columns.Length > 1 && RowNumbers.Count(Numbers, columns[0], rule))
        {
            notes.Add($"{char.ToUpperInvariant(Describe(columns[0])[0])}{Describe(columns[0])[1..]} {(rule == RowNumberRule.Unique ? "names the rows by numbers" : "counts the rows")}; it is not learned from.");
            columns = columns[1..];
        }

        if (rows is not null)
            notes.Add($"Left out: {Numbers.Rows - rows.Length} of {Amount.Of(Numbers.Rows, "row")} in which a value is missing.");
        else if (Missing.Count > 0)
            notes.Add($"{Missing.Count} missing {(Missing.Count == 1 ? "value was" : "values were")} replaced by the mean of the column.");
        var shape = columns.Length == Shape.Size ? Shape : ImageShape.OfTable(columns.Length);
        var labels = ClassTexts?.Classes(classes!, rows) ?? (rows is null ? Classes : Classes is null ? null : [.. rows.Select(row => Classes[row])]);
        string[]? names = Ids is null ? null : rows is null ? [.. Ids] : [.. rows.Select(row => Ids[row])];
        return new ChosenRows(shape, rows, columns, labels, names, Taken is null && notes.Count == 0 ? null : new TableSource
        {
            Columns = Taken is null ? TableColumns.OfPictures(columns.Length) : Taken(columns),
            Unit = Unit,
            Notes = ValueList.Create<string>([.. notes]),
            LeftOut = rows is null ? [] : ValueList.Create<LeftOutRow>([.. Missing.LeftOut(Describe)]),
        });
    }

    /// <summary>A data set of this alone.</summary>
    /// <exception cref="DataFileException">A value is missing and must not be, or nothing is left.</exception>
    public Dataset ToDataset(string name, CsvOptions options)
    {
        var (classes, names) = ClassTexts is null ? (null, []) : ClassNumbers.Number(ClassTexts.Texts);
        var (samples, source) = Finish(options.Missing, classes, unit: options.Unit);
        return new Dataset(name, Checksum.Of(samples, null), samples, null, names) { Table = source };
    }

    private string MissingProblem()
    {
        var empty = Array.FindIndex(Columns, IsEmpty);
        return empty < 0 ? Missing.Problem(Describe, Unit)
            : $"{Describe(Columns[empty])} holds no values, as something stands for a missing one in every row; --ignore-column leaves it out.";
    }

    private bool IsEmpty(int column) => Numbers.Rows > 1 && Missing.Count >= Numbers.Rows && Enumerable.Range(0, Numbers.Rows).All(row => double.IsNaN(Numbers.Value(row, column)));

    /// <summary>How its rows become rows of 32 bits, where they are no pictures.</summary>
    /// <exception cref="DataFileException">A column differs by too little, or has no values.</exception>
    public RowNarrowing Narrowed(ChosenRows chosen)
    {
        RequireKept(chosen.Columns);
        return new RowNarrowing(chosen.Columns, Narrowing.Origins(Numbers, chosen.Columns), Missing.Count > 0 && chosen.Rows is null ? Means(chosen.Columns) : null);
    }

    private void RequireKept(int[] columns)
    {
        if (Array.FindIndex(columns, j => Narrowing.IsLost(Numbers, j)) is var lost and >= 0)
            throw new DataFileException(File, $"the values of {Describe(columns[lost])} differ by less than 1e-41, which 32-bit floats do not hold; they must be multiplied by a large number.");
    }

    private ImageSet Samples(ChosenRows chosen, ImageSet? like, PixelUnit? unit)
    {
        var (shape, rows, columns, labels, names, _) = chosen;
        var fill = Missing.Count > 0 && rows is null ? Means(columns) : null;
        var isInOrder = columns.Length == Numbers.Columns && columns.Index().All(column => column.Item == column.Index);
        if ((!shape.IsTable || unit is not null) && isInOrder)  // rows for a model of pictures are pictures, too
            return PictureSamples.Of(File, Numbers, shape, rows, fill, like?.Unit ?? unit, like?.Origins, labels, names);
        if (Numbers.Bytes is { } bytes && rows is null && isInOrder)
            return new ImageSet(new ByteMatrix(Numbers.Rows, columns.Length, bytes, scale: 1), shape, labels, names);
        RequireKept(columns);
        var origins = like is not null ? like.Origins : Narrowing.Origins(Numbers, columns);
        return new ImageSet(Narrowing.Narrow(Numbers, rows, columns, origins, fill), shape, labels, names) { Origins = origins };
    }

    private double[] Means(int[] columns) => Array.ConvertAll(columns, j =>
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Numbers.Rows; i++)
        {
            if (!double.IsNaN(Numbers.Value(i, j)))
                (sum, count) = (sum + Numbers.Value(i, j), count + 1);
        }

        return count > 0 ? sum / count : throw new DataFileException(File, $"{Describe(j)} has no values, so no mean; --ignore-column leaves it out.");
    });
}
