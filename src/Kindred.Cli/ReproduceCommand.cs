using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Reproduction;

namespace Kindred.Cli;

/// <summary><c>kindred reproduce</c>: both published systems and the baselines on the real Fashion-MNIST, beside the published figures.</summary>
internal static class ReproduceCommand
{
    private static readonly Argument<string> DatasetArgument = new("DATASET")
    {
        Description = "What the studies used; any other set is run the same way, without published figures beside it.",
        DefaultValueFactory = _ => FashionMnist.Name,
    };

    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "How many seeds to run, one after the other; a seed takes about a quarter of an hour on two processors.",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "First seed; the same seed gives the same results on every machine.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where runs, encoders, tables and the report go; what a folder holds already is not run again.",
        DefaultValueFactory = _ => Path.Combine("runs", "reproduction"),
        HelpName = "DIR",
    };

    public static Command Create()
    {
        DatasetArgument.WithDatasetNames();
        var command = new Command("reproduce", "Runs all recipes on the real Fashion-MNIST and prints published against measured figures. Interrupted, it continues where it was.")
        {
            DatasetArgument, Seeds, Seed, CommonOptions.Data, Out, CommonOptions.Figures, CommonOptions.Open, CommonOptions.Threads, CommonOptions.Memory,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var reproduction = new PublishedStudies { FirstSeed = parsed.GetValue(Seed), Seeds = Guard.Positive(parsed.GetValue(Seeds), "--seeds"), Figures = parsed.GetValue(CommonOptions.Figures) };
        var folder = parsed.GetValue(Out)!;
        CommonOptions.Apply(parsed);
        var options = CommonOptions.DataOf(parsed);
        var dataset = parsed.GetValue(DatasetArgument)!;
        if (dataset == FashionMnist.Name && DatasetCatalog.Find(dataset, options.Folders!) is null)
        {
            throw new ArgumentException($"{FashionMnist.Name} is not on this machine; 'kindred datasets get {FashionMnist.Name}' fetches it, "
                + "and --data DIR names a folder that has its four files already.");
        }

        ReproductionResult? result = null;
        ReproductionView.Watch(progress =>
            result = reproduction.Run(DatasetCatalog.Open(dataset, options, progress: null, cancellation), folder, progress, cancellation));
        ReproductionTable.Write(result!);
        foreach (var run in result!.Runs)
        {
            foreach (var warning in run.Warnings)
                Console.WriteLine($"{run.Recipe}, seed {run.Seed}: {warning}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All steps together took {result.Seconds / 60:0.0} minutes."));
        Console.WriteLine($"The same tables are in {Path.GetFullPath(Path.Combine(folder, ReproductionResult.MarkdownFile))}; open {RunReport.FileName} beside it to look at the runs.");
        CommonOptions.OpenWhereAsked(parsed, Path.Combine(folder, RunReport.FileName));
        Answer.Give("reproduce", () => new
        {
            Folder = Path.GetFullPath(folder),
            Report = Path.GetFullPath(Path.Combine(folder, RunReport.FileName)),
            result.Seeds,
            result.Seconds,
            result.Compared,
            result.Literature,
        });
        return 0;
    }
}
