namespace Kindred.Runs;

/// <summary>How more rows than memory holds, or rows that several processes share, were clustered.</summary>
/// <param name="Rows">All that were assigned.</param>
/// <param name="Processes">That shared them.</param>
/// <param name="Memory">Bytes that rows might take in each.</param>
/// <param name="SampleRows">Drawn by chance: for the page, and for what cannot learn in passes.</param>
/// <param name="SampleRule">How many, as a sentence.</param>
/// <param name="Steps">What each part of the recipe learned from.</param>
public sealed record StreamingSummary(int Rows, int Processes, long Memory, int SampleRows, string SampleRule, IReadOnlyList<StreamedStep> Steps)
{
    /// <summary>Rows in every cluster.</summary>
    public IReadOnlyList<long> ClusterSizes { get; init; } = [];

    /// <summary>Rows unlike anything that was learned from.</summary>
    public long Unusual { get; init; }
}

/// <summary>What a step or a clusterer learned from.</summary>
/// <param name="Name">In words.</param>
/// <param name="Rows">That it saw.</param>
/// <param name="SampleReason">Why it saw a sample, as a sentence; null where it saw all rows.</param>
public sealed record StreamedStep(string Name, int Rows, string? SampleReason);
