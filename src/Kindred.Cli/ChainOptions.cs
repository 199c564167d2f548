using System.CommandLine;
using Kindred.Recipes;

namespace Kindred.Cli;

/// <summary>How to cluster: a recipe by its name, or steps and a clusterer put together.</summary>
internal static class ChainOptions
{
    private static readonly Option<string?> Steps = new("--steps")
    {
        Description = "Steps of your own, with commas between them and settings after colons, e.g. pca:50; 'kindred recipes' lists them.",
        HelpName = "CHAIN",
    };

    private static readonly Option<string?> Clusterer = new("--clusterer")
    {
        Description = "A clusterer of your own, with settings after colons, e.g. gmm:covariance=tied; 'kindred recipes' lists them.",
        HelpName = "NAME",
    };

    public static Command WithChainOptions(this Command command)
    {
        command.Add(Steps);
        command.Add(Clusterer);
        return command;
    }

    /// <summary>The chain that was asked for; null where none was. Without a clusterer it is k-means.</summary>
    /// <exception cref="ArgumentException">A recipe was named too.</exception>
    public static RecipeText? Of(ParseResult parsed, bool hasRecipe)
    {
        var (steps, clusterer) = (parsed.GetValue(Steps), parsed.GetValue(Clusterer));
        if (steps is null && clusterer is null)
            return null;
        return hasRecipe
            ? throw new ArgumentException("--recipe names a whole chain; leave it out where --steps or --clusterer is given.")
            : new RecipeText { Steps = steps ?? string.Empty, Clusterer = clusterer ?? "kmeans" };
    }
}
