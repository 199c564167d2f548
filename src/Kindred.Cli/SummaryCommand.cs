using System.CommandLine;
using Kindred.Datasets;
using Kindred.Recipes;

namespace Kindred.Cli;

/// <summary><c>kindred summary</c>: the layers of a recipe's network, with output shapes and parameter counts, and its settings.</summary>
internal static class SummaryCommand
{
    private static readonly Argument<string> Recipe = new("RECIPE") { Description = $"One of {string.Join(", ", RecipeCatalog.Names)}." };

    private static readonly Argument<string> DatasetArgument = new("DATASET")
    {
        Description = "The data set whose images the network takes.",
        DefaultValueFactory = _ => Wardrobe.Name,
    };

    public static Command Create()
    {
        DatasetArgument.WithDatasetNames();
        Recipe.HelpName = Recipe.Name;
        Recipe.CompletionSources.Add(CompletionCommand.RecipesOf);
        var command = new Command("summary", "Prints the layers of a recipe's network and its settings.") { Recipe, DatasetArgument, CommonOptions.Data }
            .WithInputOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Print(parsed, cancellation)));
        return command;
    }

    private static int Print(ParseResult parsed, CancellationToken cancellation)
    {
        RecipeCatalog.Require(parsed.GetValue(Recipe)!);
        var data = DatasetCatalog.Open(parsed.GetValue(DatasetArgument)!, InputOptions.Of(parsed), progress: null, cancellation);
        var recipe = RecipeCatalog.Create(parsed.GetValue(Recipe)!, seed: 1, data);
        Console.WriteLine(recipe.Encoder()?.Describe() ?? $"{recipe.Name} trains no network.");
        Console.WriteLine(recipe);
        Answer.Give("summary", () => new { Recipe = recipe.Name, Layers = recipe.Encoder()?.Describe(), Settings = recipe.ToString() });
        return 0;
    }
}
