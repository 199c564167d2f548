using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Selection;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred cluster --compare</c>: several recipes side by side, without classes.</summary>
internal static class CompareView
{
    /// <summary>Groups, writes, compares; returns the page of all.</summary>
    public static string Run(AutoClustering settings, IReadOnlyList<string> recipes, Dataset data, string folder, ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<Run> runs = [];
        string[] folders = [];
        var saved = string.Empty;
        ConsoleProgress.Watch(progress =>
        {
            var encoders = KeptEncoders.In(folder, recipes);
            runs = settings.RunAll(recipes, data, encoders, progress, cancellation);
            saved = RunFolder.WriteTogether(folder, $"compare-{data.Name}", whole => folders = Write(whole, runs, data, parsed, progress, cancellation));
            folders = [.. folders.Select(run => Path.Combine(saved, Path.GetFileName(run)))];
            encoders.RemoveKept();
        });
        if (runs[0].Record.ClusterCountRange is { } range)
            Console.WriteLine($"Number of clusters: {range.Sentence}");
        var recommendation = Recommendation.Of(runs);
        Terminal.Output.WriteTable(Compared(runs, recommendation));
        Console.WriteLine($"Recommended: {runs[recommendation.Best].Record.Recipe}; {recommendation.Reason} The silhouette does not count: every recipe has a space of its own.");
        var report = Path.GetFullPath(Path.Combine(saved, RunReport.FileName));
        Console.WriteLine($"Open {report}: it begins with that one. Each run has a folder beside it.");
        Answer.Give("compare", () => new
        {
            Folder = Path.GetFullPath(saved),
            Report = report,
            Recommended = runs[recommendation.Best].Record.Recipe,
            recommendation.Reason,
            recommendation.IsWeak,
            Runs = runs.Select((run, i) => new { Run = RunAnswer.Of(run.Record, folders[i]), Compared = recommendation.Runs[i], Clusters = ClusterAnswer.Of(run) }),
        });
        return report;
    }

    /// <summary>A folder a run, with its page, and the page of all; returns the folders.</summary>
    private static string[] Write(string folder, IReadOnlyList<Run> runs, Dataset data, ParseResult parsed, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var folders = new List<string>();
        foreach (var run in runs)
        {
            folders.Add(RunFolder.Write(folder, run));
            RunReport.Write(Path.Combine(folders[^1], RunReport.FileName), data, [run], trial: TrialOption.Of(parsed, [run], [folders[^1]]), allPictures: false, cancellation: cancellation);
        }

        RunReport.Write(Path.Combine(folder, RunReport.FileName), data, runs, trial: TrialOption.Of(parsed, runs, folders), progress: progress, cancellation: cancellation);
        return [.. folders];
    }

    private static Table Compared(IReadOnlyList<Run> runs, Recommendation recommendation)
    {
        var table = new Table().RoundedBorder().AddColumn(new TableColumn("recipe").NoWrap());
        foreach (var head in (string[])["clusters", "comes again", "agrees with the others", "neighbours together", "score", "silhouette", "seconds"])
            table.AddColumn(new TableColumn(head).RightAligned());
        for (var i = 0; i < runs.Count; i++)
        {
            var (run, compared) = (runs[i], recommendation.Runs[i]);
            table.AddRow(
                $"{Terminal.Text(run.Record.Recipe)}{(i == recommendation.Best ? " ←" : string.Empty)}", Whole(run.ClusterCount), Share(compared.Stability), Share(compared.Agreement),
                Share(compared.Connectedness), Share(compared.Score), Share(compared.Silhouette), run.Record.Stages.Sum(stage => stage.Seconds).ToString("0.0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
