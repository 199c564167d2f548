namespace Kindred.Runs;

/// <summary>Which recipe made a run.</summary>
/// <param name="Recipe">Its name, e.g. <c>conv-gmm</c>.</param>
/// <param name="Chain">Its steps and clusterer in words.</param>
/// <param name="Seed">Of everything random in it.</param>
/// <param name="Settings">All its settings, as it prints itself.</param>
public sealed record RunOrigin(string Recipe, string Chain, ulong Seed, string Settings);
