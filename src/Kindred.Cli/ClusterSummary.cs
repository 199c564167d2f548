using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Runs;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>What <c>kindred cluster</c> found, on the console.</summary>
internal static class ClusterSummary
{
    private const int ClustersShown = 40;
    private const int WidestBar = 40, NarrowestBar = 4;
    private const int BesideBars = 45;

    public static void Write(Run run, Dataset data, IAnsiConsole console)
    {
        var record = run.Record;
        Console.WriteLine($"Recipe: {record.Recipe}.{(record.RecipeReason is null ? string.Empty : $" {record.RecipeReason}")}");
        foreach (var warning in record.Warnings)
            Console.WriteLine($"Note: {warning}");
        if (record.ClusterCountEstimate is { } curve)
            Write(curve, console);
        if (record.ClusterCountRange is { } range)
            Console.WriteLine($"Number of clusters: {range.Sentence}");
        if (record.Tree is { } tree)
            Console.WriteLine($"{tree.Sentence}. The report has their tree, to merge and split them.");
        console.WriteTable(Clusters(run, data));
        if (record.Trust is { } trust)
            Console.WriteLine(Words(trust));
        if (record.Scores.Present().Any())
            console.WriteTable(ScoreTable.Of([record]));
        if (record.Findings is { } findings)
            Console.WriteLine($"{Amount.Of(findings.Outliers, "outlier", "N0")} in outliers.csv, {Amount.Of(findings.NearDuplicates, "near-duplicate pair", "N0")} in near-duplicates.csv.");
    }

    private static void Write(ClusterCountCurve curve, IAnsiConsole console)
    {
        Console.WriteLine($"Number of clusters, from {Amount.Of(curve.Rows, "row", "N0")}: {curve.Sentence}");
        var table = new Table().SimpleBorder().AddColumn(new TableColumn("clusters").RightAligned())
            .AddColumn(new TableColumn("BIC").RightAligned()).AddColumn("above the lowest").AddColumn(new TableColumn("stability").RightAligned());
        var widest = Math.Clamp(console.Profile.Width - BesideBars, NarrowestBar, WidestBar);
        var (low, high) = (curve.Points.Min(point => point.Bic), curve.Points.Max(point => point.Bic));
        foreach (var point in curve.Points)
        {
            var bar = new string('█', (int)Math.Round(widest * Math.Sqrt((point.Bic - low) / Math.Max(high - low, double.Epsilon))));
            table.AddRow(
                $"{point.Count}{(point.Count == curve.Chosen ? " ←" : "  ")}", point.Bic.ToString("0", CultureInfo.InvariantCulture), bar,
                point.Stability?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–");
        }

        console.WriteTable(table);
    }

    private static Table Clusters(Run run, Dataset data)
    {
        var table = new Table().RoundedBorder().AddColumn(new TableColumn("cluster").RightAligned())
            .AddColumn(new TableColumn(data.Shape.IsTable ? "rows" : "images").RightAligned()).AddColumn(new TableColumn("share").RightAligned());
        var trust = run.Record.Trust?.Clusters;
        if (trust is not null)
            table.AddColumns(new TableColumn("silhouette").RightAligned(), new TableColumn("comes again").RightAligned(), new TableColumn("check"));
        var isNamed = run.Clusters.Present().Any(part => part.Part.Names is not null);
        if (isNamed)
            table.AddColumn("most typical");
        var all = run.Clusters.Present().SelectMany(part => part.Part.Clusters.Select((group, i) => (Group: group, Distance: part.Part.Distances[i], Name: part.Part.Names?[i]))).ToLookup(row => row.Group);
        var total = all.Sum(group => group.Count());
        foreach (var cluster in Enumerable.Range(0, run.ClusterCount).Take(ClustersShown))
        {
            var members = all[cluster].ToList();
            string[] cells = [Number(cluster), Number(members.Count), ((double)members.Count / total).ToString("0.0%", CultureInfo.InvariantCulture)];
            string[] trusted = trust is null ? [] : [Share(trust[cluster].Silhouette), Share(trust[cluster].Stability), trust[cluster].NeedsLook ? "check this one" : string.Empty];
            var typical = members.Count == 0 ? string.Empty : members.MinBy(row => row.Distance).Name ?? string.Empty;
            table.AddRow([.. cells.Concat(trusted).Select(Markup.Escape), .. isNamed ? [Terminal.Text(typical)] : Array.Empty<string>()]);
        }

        if (run.ClusterCount > ClustersShown)
            table.Caption($"and {run.ClusterCount - ClustersShown} more");
        return table;
    }

    private static string Words(Trust trust)
    {
        string[] figures =
        [
            .. trust.Stability is { } stability ? [$"stability {Share(stability)}"] : Array.Empty<string>(),
            .. trust.Agreement is { } agreement ? [$"agreement with {trust.AgreementWith} {Share(agreement)}"] : Array.Empty<string>(),
            .. trust.Silhouette is { } silhouette ? [$"silhouette {Share(silhouette)}"] : Array.Empty<string>(),
            .. trust.Connectedness is { } connected ? [$"neighbours in the same cluster {Share(connected)}"] : Array.Empty<string>(),
        ];
        return figures.Length == 0 ? $"Trust: {trust.Sentence()}" : $"Trust: {trust.Sentence()} ({string.Join(", ", figures)}, on {Amount.Of(trust.Rows, "row", "N0")}.)";
    }

    private static string Share(double? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
