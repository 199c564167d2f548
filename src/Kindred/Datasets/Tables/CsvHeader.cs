using System.Globalization;

namespace Kindred.Datasets.Tables;

/// <summary>Whether the first record of a text table names its columns.</summary>
internal static class CsvHeader
{
    private const int LeastRows = 5;  // below a header of numbers, or nothing tells it from a row

    private static readonly string[] LabelNames = ["label", "class", "target"];

    public static bool IsLabelName(string name) => LabelNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>As asked; else by names that are known or asked for, by texts above numbers, or by numbers that step evenly and are unlike those below.</summary>
    public static bool IsPresent(List<byte[]> first, ColumnSummary[] below, bool hasRows, byte point, CsvOptions options)
    {
        if (options.Header is { } given)
            return given;
        var names = first.ConvertAll(field => CsvCell.Text(field));
        if (names.Exists(name => IsLabelName(name) || IsChosen(name, options)) || IsLike(names, options.Like))
            return true;
        if (!hasRows)
            return first.Count(field => !CsvNumber.TryParse(field, point, out _)) * 2 > first.Count;
        var isShifted = first.Count == below.Length - 1;  // the column of names of the rows has no title
        var (texts, numbers) = (0, new List<(double Value, bool IsWhole, ColumnSummary Below)>());
        for (var j = 0; j < first.Count && j < below.Length; j++)
        {
            var column = below[isShifted ? j + 1 : j];
            if (CsvNumber.TryParse(first[j], point, out var number))
                numbers.Add((number, !first[j].AsSpan().Contains(point), column));
            else if (!CsvNumber.IsMissing(first[j]) && (column.IsNumeric || column.IsEmpty))
                texts++;
        }

        var isUntitled = isShifted || (first[0].Length == 0 && below[0] is { Missing.All: 0 });
        return texts > numbers.Count || StepsUnlikeRows(numbers, isUntitled) || (numbers.Count == 0 && !first.Exists(field => CsvNumber.IsMissing(field)));
    }

    /// <summary>Whether the caller means a column by this name; a number means a place.</summary>
    private static bool IsChosen(string name, CsvOptions options) =>
        !int.TryParse(name, CultureInfo.InvariantCulture, out _) && (name == options.LabelColumn || name == options.IdColumn || options.IgnoredColumns.Contains(name));

    private static bool IsLike(List<string> names, TableColumns? like) => like is { Names.Count: > 0 } && like.Names.All(name => names.Exists(other => LikeColumns.AreAlike(other, name)));

    private static bool StepsUnlikeRows(List<(double Value, bool IsWhole, ColumnSummary Below)> numbers, bool isUntitled)
    {
        if (numbers.Count == 0 || numbers.Exists(number => number.Below.Numbers < LeastRows) || (numbers.Count == 1 && !isUntitled) || !numbers.TrueForAll(number => number.IsWhole))
            return false;
        var step = numbers.Count > 1 ? numbers[1].Value - numbers[0].Value : 1;
        for (var i = 1; i < numbers.Count; i++)
        {
            if (numbers[i].Value - numbers[i - 1].Value != step)
                return false;
        }

        if (step == 0 || (numbers.Count < 3 && (step != 1 || numbers[0].Value is not (0 or 1))))
            return false;
        var unlike = numbers.Count(number => number.Below.Fractions * 2 > number.Below.Numbers || LiesOutside(number.Value, number.Below));
        return unlike * 2 > numbers.Count;
    }

    /// <summary>Farther from all values below than they are from each other.</summary>
    private static bool LiesOutside(double value, ColumnSummary below)
    {
        var range = below.High - below.Low;
        return value < below.Low - range || value > below.High + range;
    }
}
