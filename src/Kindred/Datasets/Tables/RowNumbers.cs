namespace Kindred.Datasets.Tables;

/// <summary>How plainly a column must count rows to be taken as row numbers.</summary>
internal enum RowNumberRule
{
    /// <summary>One more from each row to the next.</summary>
    ByOne,

    /// <summary>Whole numbers that only grow, as where rows were taken out.</summary>
    Growing,
}

/// <summary>Recognizes a column that counts the rows.</summary>
internal static class RowNumbers
{
    private const int LeastRows = 4;

    private static readonly string[] Titles = ["INDEX", "IDX", "ID", "ROW", "ROWS", "ROW_ID", "ROWID", "ROWNUM", "ROWNUMBER", "ROW NUMBER", "ROWNAMES", "NO", "NO.", "NR", "NR.", "NUM", "#"];

    /// <summary>The rule for a first column of this title; null where its title says that it is something else.</summary>
    public static RowNumberRule? RuleFor(string? title) => title switch
    {
        null => RowNumberRule.ByOne,
        "" => RowNumberRule.Growing,
        _ when title.StartsWith("Unnamed:", StringComparison.Ordinal) => RowNumberRule.Growing,
        _ => Titles.Contains(title.ToUpperInvariant()) ? RowNumberRule.ByOne : null,
    };

    /// <summary>Whether all values of the column follow the rule, from the first row to the last or in every part.</summary>
    public static bool Count(INumbers numbers, int column, RowNumberRule rule) =>
        numbers.Rows >= LeastRows && (Follow(numbers, column, rule) || (numbers.Parts.Count > 1 && numbers.Parts.All(part => Follow(part, column, rule))));

    private static bool Follow(INumbers numbers, int column, RowNumberRule rule)
    {
        for (var i = 0; i < numbers.Rows; i++)
        {
            var value = numbers.Value(i, column);
            var step = i > 0 ? value - numbers.Value(i - 1, column) : 1;
            if (value != Math.Floor(value) || !(rule == RowNumberRule.ByOne ? step == 1 : step > 0))
                return false;
        }

        return true;
    }
}
