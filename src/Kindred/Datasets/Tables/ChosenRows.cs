namespace Kindred.Datasets.Tables;

/// <summary>What of a table is learned from.</summary>
/// <param name="Shape">Of a row.</param>
/// <param name="Rows">Of the numbers, ascending; null: all.</param>
/// <param name="Columns">Of the numbers.</param>
/// <param name="Classes">One a row, where there are labels.</param>
/// <param name="Names">One a row, where they have any.</param>
/// <param name="Source">How the table was read; null for pictures of which there is nothing to say.</param>
internal sealed record ChosenRows(ImageShape Shape, int[]? Rows, int[] Columns, int[]? Classes, string[]? Names, TableSource? Source);
