using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Which columns of a table were taken, so that the same can be taken from another.</summary>
/// <param name="Names">Of the columns learned from, in order; empty where the table has no names.</param>
/// <param name="Places">Of the same columns in the table, the first being 1.</param>
/// <param name="Count">Columns of the table, taken or not.</param>
/// <param name="IdColumn">The name, else the number, of the column that names the rows; null where there is none.</param>
/// <param name="LabelColumn">The name, else the number, of the column of true classes; null where there is none.</param>
public sealed record TableColumns(ValueList<string> Names, ValueList<int> Places, int Count, string? IdColumn, string? LabelColumn)
{
    /// <summary>Pictures have no columns that another file could be asked for.</summary>
    internal static TableColumns OfPictures(int values) => new([], [], values, null, null);
}

/// <summary>A row that was left out.</summary>
/// <param name="Line">In the file, the first being 1.</param>
/// <param name="Reason">A sentence.</param>
public sealed record LeftOutRow(int Line, string Reason);

/// <summary>How a table, or an array of pictures, was read: what was taken, and what was not and why.</summary>
public sealed record TableSource
{
    public required TableColumns Columns { get; init; }

    /// <summary>What was noticed and decided, as sentences for whoever brought the file.</summary>
    public ValueList<string> Notes { get; init; } = [];

    /// <summary>What rows are counted in: lines of a text, or rows.</summary>
    public string Unit { get; init; } = "line";

    /// <summary>Rows in which a value is missing, where these are left out.</summary>
    public ValueList<LeftOutRow> LeftOut { get; init; } = [];
}
