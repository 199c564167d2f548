namespace Kindred.Datasets.Tables;

/// <summary>What the first rows of a table hold in one column.</summary>
internal sealed class ColumnSummary
{
    public int Numbers { get; private set; }

    /// <summary>Numbers with decimals.</summary>
    public int Fractions { get; private set; }

    public int Texts { get; private set; }

    /// <summary>Fields without a value, and those of them in which nothing stands.</summary>
    public (int All, int Empty) Missing { get; private set; }

    public double Low { get; private set; } = double.PositiveInfinity;

    public double High { get; private set; } = double.NegativeInfinity;

    /// <summary>One of the texts.</summary>
    public string? Example { get; private set; }

    /// <summary>What a column holds that is neither numbers nor texts, in words: "times".</summary>
    public string? Other { get; private init; }

    public bool IsNumeric => Numbers > 0 && Numbers >= Texts;

    public bool IsText => Texts > Numbers;

    public bool IsEmpty => Numbers == 0 && Texts == 0;

    /// <summary>Of a column that says what it holds.</summary>
    public static ColumnSummary OfNumbers() => new() { Numbers = 1 };

    /// <inheritdoc cref="OfNumbers"/>
    public static ColumnSummary OfTexts() => new() { Texts = 1 };

    /// <inheritdoc cref="OfNumbers"/>
    public static ColumnSummary OfOthers(string what) => new() { Other = what };

    public static ColumnSummary[] Of(IReadOnlyList<List<byte[]>> rows, int columns, byte point)
    {
        var summaries = new ColumnSummary[columns];
        for (var j = 0; j < columns; j++)
        {
            summaries[j] = new ColumnSummary();
            foreach (var row in rows)
            {
                if (j < row.Count)
                    summaries[j].Add(row[j], point);
            }
        }

        return summaries;
    }

    private void Add(ReadOnlySpan<byte> field, byte point)
    {
        if (CsvNumber.IsMissing(field))
        {
            Missing = (Missing.All + 1, Missing.Empty + (field.IsEmpty ? 1 : 0));
        }
        else if (CsvNumber.TryParse(field, point, out var number))
        {
            Numbers++;
            Fractions += field.Contains(point) || number != Math.Floor(number) ? 1 : 0;
            (Low, High) = (Math.Min(Low, number), Math.Max(High, number));
        }
        else if (CsvNumber.LooksLikeNumber(field))
        {
            Numbers++;  // in a notation that is not read: refused by its name when it is reached
        }
        else
        {
            Texts++;
            Example ??= CsvCell.Excerpt(field);
        }
    }
}
