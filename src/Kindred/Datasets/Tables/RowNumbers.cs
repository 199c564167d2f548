namespace Kindred.Datasets.Tables;

/// <summary>How plainly a column must count rows to be taken as row numbers.</summary>
internal enum RowNumberRule
{
    /// <summary>One more from each row to the next.</summary>
    ByOne,

    /// <summary>Whole numbers that only grow, as where rows were taken out.</summary>
    Growing,

    /// <summary>Whole numbers of which no two are the same: what names rows by its title.</summary>
    Unique,
}

/// <summary>Recognizes a column that counts the rows.</summary>
internal static class RowNumbers
{
    private const int LeastRows = 4;
    private const double Distinct = 1L << 53;  // whole numbers that are larger come as the same one

    private static readonly string[] Titles = ["INDEX", "IDX", "ROW", "ROWS", "ROW_ID", "ROWID", "ROWNUM", "ROWNUMBER", "ROW NUMBER", "ROWNAMES", "NO", "NO.", "NR", "NR.", "NUM", "#"];

    /// <summary>The rule for a first column of this title; null where its title says that it is something else.</summary>
    public static RowNumberRule? RuleFor(string? title) => title switch
    {
        null => RowNumberRule.ByOne,
        "" => RowNumberRule.Growing,
        _ when title.StartsWith("Unnamed:", StringComparison.Ordinal) => RowNumberRule.Growing,
        _ when IsId(title) => RowNumberRule.Unique,
        _ => Titles.Contains(title.ToUpperInvariant()) ? RowNumberRule.ByOne : null,
    };

    /// <summary>id, customer_id, PatientID, but not grid, nor solid.</summary>
    private static bool IsId(string title) => title.ToUpperInvariant() is "ID" or [.., '_' or ' ' or '-' or '.', 'I', 'D'] || title is [.., >= 'a' and <= 'z', 'I', 'D' or 'd'];

    /// <summary>Whether all values of the column follow the rule, from the first row to the last or in every part.</summary>
    public static bool Count(INumbers numbers, int column, RowNumberRule rule) =>
        numbers.Rows >= LeastRows && (Follow(numbers, column, rule) || (numbers.Parts.Count > 1 && numbers.Parts.All(part => Follow(part, column, rule))));

    private static bool Follow(INumbers numbers, int column, RowNumberRule rule)
    {
        var seen = new HashSet<double>();
        for (var i = 0; i < numbers.Rows; i++)
        {
            var value = numbers.Value(i, column);
            var step = i > 0 ? value - numbers.Value(i - 1, column) : 1;
            if (value != Math.Floor(value) || !(rule switch { RowNumberRule.ByOne => step == 1, RowNumberRule.Growing => step > 0, _ => seen.Add(value) || Math.Abs(value) >= Distinct }))
                return false;
        }

        return true;
    }
}
