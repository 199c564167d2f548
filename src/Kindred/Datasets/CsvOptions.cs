using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>How to read a table of numbers. Columns are chosen by their name in the header or by their number, the first being 1.</summary>
public sealed record CsvOptions
{
    /// <summary>As <see cref="LabelColumn"/>: the file has no labels, whatever its columns are called.</summary>
    public const string NoLabels = "none";

    /// <summary>Holds the true classes, as numbers or names. Null: a column called label, class or target, or the first of 785 columns, or none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Holds what people know each row by; not learned from. Null: none, or a first column of texts without a title.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Columns that are neither numbers to learn from nor labels, such as ids.</summary>
    public ValueList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Whether the first line names the columns. Null: it does if it looks unlike the rows below.</summary>
    public bool? Header { get; init; }

    /// <summary>What separates the fields. Null: what makes most of the rows numbers.</summary>
    public char? Delimiter { get; init => field = value is null or (< '\x80' and not ('"' or '\r' or '\n')) ? value : throw new ArgumentException($"'{value}' cannot separate fields; a letter or sign of ASCII other than a quote or a line end is needed."); }

    /// <summary>What stands before decimals: a point or a comma. Null: what the numbers show.</summary>
    public char? DecimalMark { get; init => field = value is null or '.' or ',' ? value : throw new ArgumentException($"'{value}' cannot stand before decimals; a point or a comma is needed."); }

    /// <summary>What becomes of rows in which a value is missing.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The picture a row holds. Null: 784 columns are 28 x 28 pixels, anything else is a table.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>What the pictures that these are to be compared with are counted in; null where there are none.</summary>
    public PixelUnit? Unit { get; init; }

    /// <summary>The columns of an earlier table, whose columns are looked for here, by name where both have names. Null: all there are.</summary>
    public TableColumns? Like { get; init; }
}

/// <summary>What becomes of rows in which a value is missing.</summary>
public enum MissingValues
{
    /// <summary>The file is refused, naming them.</summary>
    Error,

    /// <summary>They are left out, and listed.</summary>
    Drop,

    /// <summary>The mean of the column stands for the value.</summary>
    Mean,
}
