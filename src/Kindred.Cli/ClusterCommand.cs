using System.CommandLine;
using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Networks.Storage;
using Kindred.Numerics.Distribution;
using Kindred.Recipes;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Selection;

namespace Kindred.Cli;

/// <summary><c>kindred cluster</c>: groups images or rows that nobody has labelled.</summary>
internal static class ClusterCommand
{
    private static readonly Argument<string?> PathArgument = new("PATH") { Description = $"{InputOptions.Paths} Left out, --embeddings alone is grouped.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<int?> Count = new("--clusters", "-k")
    {
        Description = "How many groups; estimated unless given.",
        HelpName = "N",
    };

    private static readonly Option<string[]> Recipe = new("--recipe")
    {
        Description = $"How to group: {string.Join(", ", RecipeCatalog.Names)}; chosen by the size and kind of the data unless given. Several, with commas between them, are compared.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Compare = new("--compare")
    {
        Description = "Groups by several recipes, puts what can be told without classes side by side and recommends one.",
    };

    private static readonly Option<Effort> Learning = new("--effort")
    {
        Description = "How long networks may learn: quick (none does), usual (for minutes), thorough (learns what does not matter about a picture, and says how long that takes before it starts). Above quick, what they find is compared.",
        DefaultValueFactory = _ => Effort.Quick,
        HelpName = "quick|usual|thorough",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where the folder with the result goes.",
        DefaultValueFactory = _ => "runs",
        HelpName = "DIR",
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "The same seed gives the same groups on every machine.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<bool> Clean = new("--clean") { Description = "Also looks for flawed pictures and duplicates, as 'kindred clean' does, and keeps what it finds with the result." };

    private static readonly Option<string?> CopyInto = new("--copy-into")
    {
        Description = "Lays the images out in this new folder, one folder per cluster: hard links where possible, else copies. Originals are never touched.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        PathArgument.WithDatasetNames();
        Recipe.CompletionSources.Add(CompletionCommand.RecipesOf);
        var command = new Command("cluster", "Groups your own images, or the rows of a table: clusters, outliers, near-duplicates and a report.")
        {
            PathArgument, Count, Recipe, Compare, Learning, Out, Seed, CopyInto, Clean, TrialOption.Option, CommonOptions.Open, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data,
        }.WithChainOptions().WithInputOptions().WithEncoderOptions().WithEmbeddingOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Cluster(parsed, cancellation)));
        return command;
    }

    private static int Cluster(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var names = RunCommand.NamesOf(parsed.GetValue(Recipe) ?? []);
        var chain = ChainOptions.Of(parsed, hasRecipe: names.Length > 0);
        chain?.Require();
        var (effort, compares) = Comparison(names, chain, parsed);
        var settings = new AutoClustering { Recipe = names.FirstOrDefault(), Chain = chain, ClusterCount = CountOf(parsed), Seed = parsed.GetValue(Seed) };
        if (!compares && Streamed(settings, parsed, cancellation) is { } exit)
            return exit;
        if (!SharedSearch.Begin(cancellation))
            return 0;
        var data = Open(isOpen: names.Length == 0 && chain is null, parsed, cancellation);
        if (compares)
        {
            var recipes = names.Length > 0 ? names : DefaultRecipe.ToCompare(data, effort);
            Announce(recipes, settings, data, cancellation);
            CommonOptions.OpenWhereAsked(parsed, CompareView.Run(settings, recipes, data, parsed.GetValue(Out)!, parsed, cancellation));
            return 0;
        }

        var (run, saved, laid) = Group(settings, data, parsed, cancellation);
        EmbeddingOptions.Save(run, data, parsed);
        if (parsed.GetValue(Clean))
            CleanCommand.Write(data.Files?.Folder ?? throw new ArgumentException($"--clean looks at the files of pictures; {data.Name} has none."), saved, cancellation);
        var report = Path.GetFullPath(Path.Combine(saved, RunReport.FileName));
        Console.WriteLine($"Open {report} to look at the clusters and name them; assignments.csv beside it says where each went.");
        CommonOptions.OpenWhereAsked(parsed, report);
        Answer.Give("cluster", () => Result(run, saved, laid));
        return 0;
    }

    /// <summary>The exit code where rows are streamed; null where they are not.</summary>
    private static int? Streamed(AutoClustering settings, ParseResult parsed, CancellationToken cancellation)
    {
        var encoder = EncoderOptions.Of(parsed);
        if (parsed.GetValue(PathArgument) is not { } path || EmbeddingOptions.IsGiven(parsed) || (encoder is not null && Processes.All.Size > 1))
            return null;
        var opened = StreamedCommand.Open(path, InputOptions.Of(parsed), new StreamedClustering { Settings = settings }.SeesAllRows, cancellation);
        if (opened is null)
            return null;
        using var rows = EncoderOptions.Embed(opened, encoder, isOpen: settings.Recipe is null && settings.Chain is null, parsed, cancellation);
        if (parsed.GetValue(CopyInto) is not null || parsed.GetValue(Clean))
            throw new ArgumentException("--copy-into and --clean take rows that lie in memory of one process; lay folders out with 'kindred assign' of a part, or allow more --memory.");
        var run = StreamedCommand.Cluster(settings, rows, parsed.GetValue(Out)!, cancellation);
        if (run.Folder.Length == 0)
            return 0;
        var report = Path.GetFullPath(Path.Combine(run.Folder, RunReport.FileName));
        Console.WriteLine($"Open {report} to look at the clusters and name them; assignments.csv beside it says where each went.");
        CommonOptions.OpenWhereAsked(parsed, report);
        Answer.Give("cluster", () => new
        {
            Run = RunAnswer.Of(run.Record, run.Folder),
            Clusters = run.Streaming.ClusterSizes.Select((size, cluster) => new ClusterAnswer(
                cluster, (int)size, (double)size / run.Streaming.Rows, run.Record.Trust?.Clusters[cluster].Silhouette, run.Record.Trust?.Clusters[cluster].Stability, run.Record.Trust?.Clusters[cluster].NeedsLook, MostTypical: null)),
            InNoCluster = run.Streaming.Rows - run.Streaming.ClusterSizes.Sum(),
            Outliers = run.Sample.Findings?.Outliers.Count,
            NearDuplicatePairs = run.Sample.Findings?.NearDuplicates.Count,
            run.Streaming,
        });
        return 0;
    }

    /// <summary>How long networks may learn, and whether several recipes are compared.</summary>
    private static (Effort Effort, bool Compares) Comparison(string[] names, RecipeText? chain, ParseResult parsed)
    {
        var effort = parsed.GetValue(Learning);
        if (effort > Effort.Quick && (names.Length > 0 || chain is not null))
            throw new ArgumentException("--effort chooses among recipes, so it takes neither --recipe nor --steps and --clusterer.");
        var compares = parsed.GetValue(Compare) || names.Length > 1 || effort > Effort.Quick;
        if (compares && (chain is not null || parsed.GetValue(CopyInto) is not null))
            throw new ArgumentException($"{(effort > Effort.Quick ? "--effort above quick" : "--compare")} leaves several groupings, so it takes neither --steps and --clusterer nor --copy-into; cluster by the one you choose afterwards.");
        return (effort, compares);
    }

    /// <summary>The data, with the numbers that are compared instead of their pixels where there are any; what cannot be written later is told first.</summary>
    /// <param name="isOpen">Whether nobody chose how to group.</param>
    /// <param name="parsed">The options.</param>
    /// <param name="cancellation">Stops it.</param>
    private static Dataset Open(bool isOpen, ParseResult parsed, CancellationToken cancellation)
    {
        var encoder = EncoderOptions.Of(parsed);
        EmbeddingOptions.Check(parsed);
        var data = EmbeddingOptions.Open(parsed.GetValue(PathArgument), parsed, cancellation);
        if (parsed.GetValue(CopyInto) is { } copies)
            ClusterFolders.Check(copies, data);
        InputOptions.Describe(data, Terminal.Notes);
        data = EmbeddingOptions.Attach(data, parsed);
        Unfinished.Prepare(parsed.GetValue(Out)!);
        return data.Embedding is null ? EncoderOptions.Embed(data, encoder, isOpen, parsed, cancellation) : data;
    }

    private static object Result(Run run, string saved, LaidOut? laid) => new
    {
        Run = RunAnswer.Of(run.Record, saved),
        Clusters = ClusterAnswer.Of(run),
        InNoCluster = ClusterAnswer.InNone(run),
        Outliers = run.Findings?.Outliers.Count,
        NearDuplicatePairs = run.Findings?.NearDuplicates.Count,
        Copies = laid,
    };

    /// <summary>Says how long the networks will learn, before they do.</summary>
    private static void Announce(IReadOnlyList<string> names, AutoClustering settings, Dataset data, CancellationToken cancellation)
    {
        var recipes = names.Select(name => RecipeCatalog.Create(name, settings.Seed, data, settings.ClusterCount));
        var time = LearningTime.Of(recipes, data, cancellation);
        if (time > TimeSpan.Zero)
            Console.WriteLine($"Compares {string.Join(", ", names)}. Their networks learn for about {LearningTime.InWords(time)} on this machine at most.");
    }

    private static int? CountOf(ParseResult parsed) => parsed.GetValue(Count) is not { } count ? null
        : count > 0 ? count : throw new ArgumentException($"-k must be greater than zero, not {count}.");

    private static (Run Run, string Folder, LaidOut? Copies) Group(AutoClustering settings, Dataset data, ParseResult parsed, CancellationToken cancellation)
    {
        var copies = parsed.GetValue(CopyInto);
        Run? run = null;
        var saved = string.Empty;
        ConsoleProgress.Watch(progress =>
        {
            run = settings.Run(data, encoders: null, progress, cancellation);
            saved = RunFolder.Write(parsed.GetValue(Out)!, run);
            RunReport.Write(Path.Combine(saved, RunReport.FileName), data, [run], trial: TrialOption.Of(parsed, [run], [saved]), progress: progress, cancellation: cancellation);
        });
        ClusterSummary.Write(run!, data, Terminal.Output);
        var laid = copies is null ? null : LaidOut.Of(copies, ClusterFolders.Write(copies, data, run!.Clusters, run.ClusterCount, cancellation));
        if (laid is not null)
            Console.WriteLine($"{laid.Folder} has one folder per cluster: {laid}.");
        return (run!, saved, laid);
    }
}
