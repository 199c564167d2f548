namespace Kindred.Graphs;

/// <summary>Communities of a graph.</summary>
/// <param name="Communities">Of every row, in [0, <paramref name="Count"/>), the largest first, of equals that with the first row.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Resolution">γ of the quality that they were found by.</param>
/// <param name="Quality">That quality's value.</param>
public sealed record Partition(int[] Communities, int Count, double Resolution, double Quality);
