using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>How to read a table of numbers. Columns are chosen by their name in the header or by their number, the first being 1.</summary>
public sealed record CsvOptions
{
    /// <summary>As <see cref="LabelColumn"/>: the file has no labels, whatever its columns are called.</summary>
    public const string NoLabels = "none";

    /// <summary>Holds the true classes, as numbers or names. Null: a column called label, class or target, or the first of 785 columns, or none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Holds what people know each row by; not learned from. Null: none.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Columns that are neither numbers to learn from nor labels, such as ids.</summary>
    public ValueList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Whether the first line names the columns. Null: it does if most of it is not numbers.</summary>
    public bool? Header { get; init; }

    /// <summary>The picture a row holds. Null: 784 columns are 28 x 28 pixels, anything else is a table.</summary>
    public ImageShape? Shape { get; init; }
}
