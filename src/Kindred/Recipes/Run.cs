using System.Reflection;
using System.Runtime.InteropServices;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>What a recipe leaves: its record, and where every row went.</summary>
public sealed record Run(RunRecord Record, Parts<Grouping> Groups)
{
    /// <summary>Scores the groups against the classes and writes the record.</summary>
    internal static Run Of(IRecipe recipe, Dataset data, StageClock clock, Parts<Grouping> groups, int groupCount)
    {
        var tables = groups.Select(part => part.Classes is null ? null : Contingency.Of(part.Classes, part.Groups, data.ClassNames.Count, groupCount));
        var record = new RunRecord
        {
            Recipe = recipe.Name,
            Seed = recipe.Seed,
            Threads = Parallelism.Threads,
            Version = Version,
            Processor = Processor,
            Dataset = Summarise(data),
            Settings = recipe.ToString()!,
            Stages = clock.Stages,
            Scores = tables.Select(Scores.Of),
            Confusion = tables.Select(table => table.ToRows()),
        };
        return new Run(record, groups);
    }

    private static string Version { get; } =
        typeof(Run).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

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

/// <summary>Where the rows of one part went. All arrays have one entry per row, in row order.</summary>
/// <param name="Rows">The row's place in the part as it was read, before any split.</param>
/// <param name="Groups">Its cluster, from 0.</param>
/// <param name="Distances">How far it lies from its cluster, in the method's own measure; large is untypical.</param>
/// <param name="Classes">Its true class, where known.</param>
public sealed record Grouping(int[] Rows, int[] Groups, float[] Distances, int[]? Classes)
{
    /// <summary>Groups every part of a data set in the same way.</summary>
    internal static Parts<Grouping> Of(Dataset data, Func<ImageSet, (int[] Groups, float[] Distances)> assign)
    {
        return new Parts<Grouping>(
            Part(data.Train, data.Split?.TrainRows),
            data.Validation is null ? null : Part(data.Validation, data.Split?.ValidationRows),
            data.Test is null ? null : Part(data.Test, rows: null));

        Grouping Part(ImageSet part, int[]? rows)
        {
            var (groups, distances) = assign(part);
            return new Grouping(rows ?? [.. Enumerable.Range(0, part.Count)], groups, distances, part.Labels);
        }
    }
}
