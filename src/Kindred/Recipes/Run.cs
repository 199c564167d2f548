using System.Runtime.InteropServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>What a recipe leaves: its record, where every row went, and what was learned on the way.</summary>
public sealed record Run(RunRecord Record, Parts<Grouping> Groups)
{
    /// <summary>Codes, restored images and layers, for the report.</summary>
    public RunDetails Details { get; init; } = new();

    /// <summary>What stands out among the rows, where it was looked for.</summary>
    public Findings? Findings { get; init; }

    /// <summary>The network that made the codes, if one did.</summary>
    public AutoencoderModel? Encoder { get; init; }

    /// <summary>The whole way from images to groups, to be kept as <c>model.kindred</c>.</summary>
    public KindredModel? Model { get; init; }

    /// <summary>The same run with the model that these parts make up.</summary>
    internal Run Keep(Dataset data, IReadOnlyList<ITransform> steps, IClusterModel clusterer)
    {
        var origin = new ModelOrigin
        {
            Recipe = Record.Recipe,
            Seed = Record.Seed,
            Settings = Record.Settings,
            Version = Record.Version,
            Dataset = Record.Dataset.Name,
            DatasetSha256 = Record.Dataset.Sha256,
            Rows = Record.Dataset.Train,
        };
        var usual = KindredModel.FarthestUsual(Groups.Train!.Distances);
        return this with { Model = new KindredModel(new ModelInput { Shape = data.Shape }, steps, clusterer, origin, usual) };
    }

    /// <summary>The same run with codes, and the losses of the network that made them.</summary>
    internal Run With(AutoencoderModel encoder, Dataset data, Parts<Matrix> codes)
    {
        var history = encoder.History.Epochs.Select((epoch, index) => new EpochLoss(index + 1, epoch.TrainingLoss, epoch.ValidationLoss));
        var outcome = new Dictionary<string, double>(Record.Outcome) { ["bestEpoch"] = encoder.History.BestEpoch };
        if (encoder.Architecture is ConvolutionalArchitecture { IsFramed: true, Frame: var frame })
            (outcome["frameHeight"], outcome["frameWidth"]) = (frame.Height, frame.Width);
        return this with
        {
            Encoder = encoder,
            Details = RunDetails.Of(encoder, data, codes),
            Record = Record with { History = [.. history], Outcome = outcome },
        };
    }

    /// <summary>Scores the groups against the classes and writes the record.</summary>
    internal static Run Of(IRecipe recipe, Dataset data, StageClock clock, Parts<Grouping> groups, Outcome outcome)
    {
        var tables = groups.Select(part => part.Classes is null ? null : Contingency.Of(part.Classes, part.Groups, data.ClassNames.Count, outcome.ClusterCount));
        var record = new RunRecord
        {
            Recipe = recipe.Name,
            Seed = recipe.Seed,
            Threads = Parallelism.Threads,
            Version = ProgramVersion.Text,
            Processor = Processor,
            Dataset = Summarise(data),
            ClusterCount = outcome.ClusterCount,
            Input = InputSummary.Of(data),
            Settings = recipe.ToString()!,
            Stages = clock.Stages,
            Outcome = outcome.Numbers,
            Scores = tables.Select(Scores.Of),
            Confusion = tables.Select(table => table.ToRows()),
        };
        return new Run(record, groups);
    }

    private static string Processor { get; } =
        $"{ProcessorName()} ({Environment.ProcessorCount} logical processors), {RuntimeInformation.OSDescription}";

    private static DatasetSummary Summarise(Dataset data) => new(
        data.Name,
        data.Sha256,
        data.Shape.ToString(),
        data.Train.Count,
        data.Validation?.Count ?? 0,
        data.Test?.Count ?? 0,
        data.Split?.Seed,
        data.ClassNames);

    private static string ProcessorName()
    {
        const string systemFile = "/proc/cpuinfo";
        if (File.Exists(systemFile))
        {
            var line = File.ReadLines(systemFile).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
