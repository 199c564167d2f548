using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Reporting;

/// <summary>Outliers and near-duplicates as points of the page.</summary>
internal static class ReportFindings
{
    /// <summary>The rows that should be points with pictures.</summary>
    public static IEnumerable<int> RowsOf(Findings findings, ReportRows rows, ReportSettings settings) =>
        findings.Outliers.Concat(Shown(findings, rows, settings).SelectMany(pair => new[] { pair.First, pair.Second })).Select(place => Row(rows, place));

    /// <summary>Those that are points, in their order.</summary>
    public static FindingsJson Pack(Findings findings, ReportRows rows, ReportSample sample, ReportSettings settings, ReportBlocks blocks)
    {
        int Point(RowPlace place) => Array.BinarySearch(sample.Points, Row(rows, place));
        var outliers = findings.Outliers.Select(Point).Where(point => point >= 0);
        var pairs = Shown(findings, rows, settings)
            .Select(pair => (First: Point(pair.First), Second: Point(pair.Second), pair.Difference))
            .Where(pair => pair.First >= 0 && pair.Second >= 0)
            .ToList();
        return new FindingsJson(
            blocks.Add(outliers.Select(point => (uint)point).ToArray().AsSpan()),
            blocks.Add(pairs.Select(pair => (uint)pair.First).ToArray().AsSpan()),
            blocks.Add(pairs.Select(pair => (uint)pair.Second).ToArray().AsSpan()),
            blocks.Add(pairs.Select(pair => pair.Difference).ToArray().AsSpan()));
    }

    // pairs that join groups: those within one add nothing to it, and many copies of one image would fill the page
    private static IEnumerable<RowPair> Shown(Findings findings, ReportRows rows, ReportSettings settings)
    {
        var groups = new DisjointSets(rows.Count);
        return [.. findings.NearDuplicates.Where(pair => groups.Join(Row(rows, pair.First), Row(rows, pair.Second))).Take(settings.MaxDuplicates)];
    }

    private static int Row(ReportRows rows, RowPlace place) => rows.Find(place.Part, place.Place) is var row and >= 0 ? row
        : throw new ArgumentException($"There is no row {place.Place} in the {place.Part} part.");
}
