using System.CommandLine;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Reporting;

namespace Kindred.Cli;

/// <summary><c>kindred run</c>: recipes on a data set, over one seed or several.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> DatasetArgument = new("DATASET")
    {
        Description = InputOptions.Paths,
        DefaultValueFactory = _ => Wardrobe.Name,
    };

    private static readonly Option<string[]> Recipes = new("--recipe")
    {
        Description = $"What to run, once per recipe: {string.Join(", ", RecipeCatalog.Names)}. All, unless said.",
        HelpName = "NAME",
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "First seed; the same seed gives the same run on every machine.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "How many seeds to run, one after the other.",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where the folders of the runs go.",
        DefaultValueFactory = _ => "runs",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("run", "Runs recipes on a data set and scores the groups they find.")
        {
            DatasetArgument, Recipes, Seed, Seeds, CommonOptions.Threads, CommonOptions.Data, Out,
        }.WithInputOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var seeds = Guard.Positive(parsed.GetValue(Seeds), "--seeds");
        var names = parsed.GetValue(Recipes) is { Length: > 0 } chosen ? chosen : [.. RecipeCatalog.Names];
        foreach (var name in names)
            RecipeCatalog.Require(name);
        CommonOptions.ApplyThreads(parsed);
        var (runs, encoders) = (new List<Run>(), new EncoderShelf());
        ConsoleProgress.Watch(progress =>
        {
            var data = DatasetCatalog.Open(parsed.GetValue(DatasetArgument)!, InputOptions.Of(parsed), progress, cancellation);
            if (data.Files is not null)
                InputOptions.Describe(data, Console.Error);
            for (var i = 0; i < seeds; i++)
            {
                foreach (var name in names)
                    runs.Add(RunOne(name, parsed.GetValue(Seed) + (ulong)i, data, encoders, parsed.GetValue(Out)!, progress, cancellation));
            }
            if (runs.Count > 1)
                RunReport.Write(Path.Combine(parsed.GetValue(Out)!, RunReport.FileName), data, runs);
        });
        Terminal.Output.Write(ScoreTable.Of([.. runs.Select(run => run.Record)]));
        Console.WriteLine($"Runs and their reports are in {Path.GetFullPath(parsed.GetValue(Out)!)}; open a report.html to look at one.");
        return 0;
    }

    private static Run RunOne(
        string name, ulong seed, Dataset data, EncoderShelf encoders, string folder, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var run = RecipeCatalog.Create(name, seed, data).Run(data, encoders, progress, cancellation);
        var saved = RunFolder.Write(folder, run);
        RunReport.Write(Path.Combine(saved, RunReport.FileName), data, [run]);
        return run with { Encoder = null };
    }
}
