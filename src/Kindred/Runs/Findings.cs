namespace Kindred.Runs;

/// <summary>A row of one part of a data set, by its place there.</summary>
/// <param name="Part"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Place">Among the rows of the part, from 0.</param>
public readonly record struct RowPlace(string Part, int Place);

/// <summary>Two rows that look the same.</summary>
/// <param name="First">The one that comes first in the data set.</param>
/// <param name="Second">The other.</param>
/// <param name="Difference">The root of the mean squared difference of their values, as a share of their range; 0 is the same.</param>
public sealed record RowPair(RowPlace First, RowPlace Second, float Difference);

/// <summary>What stands out in a grouping. Saved as <c>outliers.csv</c> and <c>near-duplicates.csv</c>.</summary>
/// <param name="Outliers">The rows that lie farthest from their clusters, the most unusual first.</param>
/// <param name="NearDuplicates">Pairs of rows that look the same, the most alike first.</param>
public sealed record Findings(IReadOnlyList<RowPlace> Outliers, IReadOnlyList<RowPair> NearDuplicates);

/// <summary>How outliers and near-duplicates were looked for, for the run record.</summary>
/// <param name="Outliers">How many are listed.</param>
/// <param name="OutlierRule">What makes a row unusual, as a sentence.</param>
/// <param name="NearDuplicates">How many pairs are listed.</param>
/// <param name="NearDuplicateRule">What makes two rows near-duplicates, as a sentence.</param>
public sealed record FindingsSummary(int Outliers, string OutlierRule, int NearDuplicates, string NearDuplicateRule);
