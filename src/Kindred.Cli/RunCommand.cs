using System.CommandLine;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Neighbours;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Selection;

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
        Description = $"What to run, one or several with commas between them: {string.Join(", ", RecipeCatalog.Names)}. Unless said, all but those that train long: {string.Join(", ", RecipeCatalog.Names.Except(RecipeCatalog.UsualNames))}.",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Count = new("--clusters", "-k")
    {
        Description = "How many clusters to look for; ten unless given.",
        HelpName = "N",
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
        DatasetArgument.WithDatasetNames();
        Recipes.CompletionSources.Add(CompletionCommand.RecipesOf);
        var command = new Command("run", "Runs recipes on a data set and scores the groups they find.")
        {
            DatasetArgument, Recipes, Seed, Seeds, Count, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data, Out, CommonOptions.Figures, TrialOption.Option, CommonOptions.Open,
        }.WithChainOptions().WithInputOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var seeds = Guard.Positive(parsed.GetValue(Seeds), "--seeds");
        var names = NamesOf(parsed.GetValue(Recipes) ?? []);
        var chain = ChainOptions.Of(parsed, hasRecipe: names.Length > 0);
        chain?.Require();
        var count = parsed.GetValue(Count) is { } asked ? Guard.Positive(asked, "-k") : (int?)null;
        CommonOptions.Apply(parsed);
        var folder = parsed.GetValue(Out)!;
        List<string> saved = [];
        using (var rows = StreamedCommand.Open(parsed.GetValue(DatasetArgument)!, InputOptions.Of(parsed), sample => CanShare(names, chain, sample), cancellation))
        {
            if (rows is not null)
                return Streamed(rows, names, chain, count ?? RecipeCatalog.UsualClusterCount, seeds, parsed, cancellation);
        }

        if (!SharedSearch.Begin(cancellation))
            return 0;
        ConsoleProgress.Watch(progress =>
        {
            var data = DatasetCatalog.Open(parsed.GetValue(DatasetArgument)!, InputOptions.Of(parsed), progress, cancellation);
            if (data.Files is not null)
                InputOptions.Describe(data, Terminal.IsQuiet ? TextWriter.Null : Console.Error);
            Unfinished.Prepare(folder);
            if (chain is null && names.Length == 0)
                names = [.. RecipeCatalog.NamesFor(data)];
            foreach (var seed in Enumerable.Range(0, seeds).Select(i => parsed.GetValue(Seed) + (ulong)i))
                saved.AddRange(OfSeed(seed, [.. chain is not null ? [chain.Create(seed, data, count)] : names.Select(name => RecipeCatalog.Create(name, seed, data, count))], data, isOnly: seeds == 1 && (chain is not null || names.Length == 1), parsed, progress, cancellation));
            if (saved.Count > 1)
                WriteAll(folder, saved, data, parsed, progress, cancellation);
        });
        Print(folder, saved, parsed);
        return 0;
    }

    /// <summary>Whether every recipe learns in passes.</summary>
    private static bool CanShare(string[] names, RecipeText? chain, Dataset sample) => (chain is null ? names : [null!]) is { Length: > 0 } recipes
        && recipes.All(name => new StreamedClustering { Settings = new AutoClustering { Recipe = name, Chain = chain } }.SeesAllRows(sample));

    private static int Streamed(StreamedDataset rows, string[] names, RecipeText? chain, int count, int seeds, ParseResult parsed, CancellationToken cancellation)
    {
        if (chain is null && names.Length == 0)
            throw new ArgumentException("Rows that are streamed are run by recipes that are named: --recipe kmeans-pixels, say, or --steps and --clusterer.");
        List<(RunRecord Record, string Folder)> saved = [];
        foreach (var seed in Enumerable.Range(0, seeds).Select(i => parsed.GetValue(Seed) + (ulong)i))
        {
            foreach (var name in chain is null ? names : [null!])
            {
                var run = StreamedCommand.Cluster(new AutoClustering { Recipe = name, Chain = chain, ClusterCount = count, Seed = seed }, rows, parsed.GetValue(Out)!, cancellation);
                saved.Add((run.Record, run.Folder));
            }
        }

        if (saved[0].Folder.Length == 0)
            return 0;
        Terminal.Notes.WriteLine($"Runs and their reports are in {Path.GetFullPath(parsed.GetValue(Out)!)}; open a report.html to look at one.");
        Answer.Give("run", () => new { Folder = Path.GetFullPath(parsed.GetValue(Out)!), Runs = saved.Select(run => RunAnswer.Of(run.Record, run.Folder)) });
        return 0;
    }

    /// <summary>The folders of the runs of one seed, which share what networks they train.</summary>
    private static IEnumerable<string> OfSeed(
        ulong seed, IReadOnlyList<Recipe> recipes, Dataset data, bool isOnly, ParseResult parsed, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var encoders = KeptEncoders.In(parsed.GetValue(Out)!, [.. recipes.Select(recipe => recipe.Name)]);  // those of other seeds need no memory
        foreach (var recipe in recipes)
        {
            var run = recipe.Run(data, encoders, TrustCheck.For(data) with { Seed = seed }, new RowMap { Seed = seed }, progress, cancellation);
            yield return Save(run, data, isOnly, parsed, progress, cancellation);
        }

        encoders.RemoveKept();
    }

    private static void Print(string folder, List<string> saved, ParseResult parsed)
    {
        RunRecord[] records = [.. saved.Select(RunFolder.Read)];
        Terminal.Output.WriteTable(ScoreTable.Of(records));
        foreach (var record in records)
        {
            foreach (var warning in record.Warnings)
                Console.WriteLine($"{record.Recipe}, seed {record.Seed}: {warning}");
        }

        Terminal.Notes.WriteLine($"Runs and their reports are in {Path.GetFullPath(folder)}; open a report.html to look at one.");
        var report = Path.GetFullPath(Path.Combine(saved.Count > 1 ? folder : saved[0], RunReport.FileName));
        CommonOptions.OpenWhereAsked(parsed, report);
        Answer.Give("run", () => new { Folder = Path.GetFullPath(folder), Report = report, Runs = records.Zip(saved, RunAnswer.Of) });
    }

    /// <summary>Names given one by one or with commas between them.</summary>
    public static string[] NamesOf(string[] given)
    {
        string[] names = [.. given.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)).Distinct()];
        foreach (var name in names)
            RecipeCatalog.Require(name);
        return names;
    }

    /// <summary>Of several runs the page of all has the pictures beside it, and those of one run a sample.</summary>
    private static string Save(Run run, Dataset data, bool isOnly, ParseResult parsed, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var saved = RunFolder.Write(parsed.GetValue(Out)!, run);
        RunReport.Write(Path.Combine(saved, RunReport.FileName), data, [run], null, TrialOption.Of(parsed, [run], [saved]), isOnly, progress, cancellation);
        if (parsed.GetValue(CommonOptions.Figures))
            RunFigures.Write(saved, data, run);
        return saved;
    }

    private static void WriteAll(string folder, List<string> saved, Dataset data, ParseResult parsed, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var runs = RunReport.Read(saved);
        RunReport.Write(Path.Combine(folder, RunReport.FileName), data, runs, trial: TrialOption.Of(parsed, runs, saved), progress: progress, cancellation: cancellation);
    }
}
