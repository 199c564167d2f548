using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>What clustering rows that are streamed would learn from; nothing is learned yet.</summary>
/// <param name="Recipe">That would be taken.</param>
/// <param name="RecipeReason">Why, as a sentence; null where it was asked for.</param>
/// <param name="Steps">What each part of it would learn from: of a sample at least so many rows.</param>
/// <param name="SampleRule">How many rows a sample has, as a sentence.</param>
public sealed record StreamedPlan(string Recipe, string? RecipeReason, IReadOnlyList<StreamedStep> Steps, string SampleRule);
