using System.CommandLine;
using Kindred.Catalog;
using Kindred.Methods;
using Kindred.Recipes;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred recipes</c>: the recipes by name, and the steps and clusterers that chains are made of, with the papers behind them.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var command = new Command("recipes", "Lists the recipes, and the steps and clusterers to make one's own of, with the papers behind them.");
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        var recipes = new Table { Title = new TableTitle("recipes: --recipe NAME") }.RoundedBorder();
        recipes.AddColumns("name", "chain");
        foreach (var name in RecipeCatalog.Names)
            recipes.AddRow(Markup.Escape(name), Markup.Escape(RecipeCatalog.ChainOf(name)));
        Terminal.Output.WriteTable(recipes);
        Write("steps: --steps WORD:SETTINGS,…", MethodCatalog.Steps);
        Write("clusterers: --clusterer WORD:SETTINGS", MethodCatalog.Clusterers);
        Answer.Give("recipes", () => new
        {
            Recipes = RecipeCatalog.Names.Select(name => new { Name = name, Chain = RecipeCatalog.ChainOf(name), IsUsual = RecipeCatalog.UsualNames.Contains(name) }),
            Steps = Described(MethodCatalog.Steps),
            Clusterers = Described(MethodCatalog.Clusterers),
        });
        return 0;
    }

    private static IEnumerable<object> Described<T>(IReadOnlyList<MethodKind<T>> kinds) => kinds.Select(kind => new { kind.Word, kind.StoredAs.Name, Papers = kind.Source });

    private static void Write<T>(string title, IReadOnlyList<MethodKind<T>> kinds)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)) }.RoundedBorder();
        table.AddColumns("word", "what it is", "papers");
        foreach (var kind in kinds)
            table.AddRow(Markup.Escape(kind.Word), Markup.Escape(kind.StoredAs.Name), Markup.Escape(kind.Source));
        Terminal.Output.WriteTable(table);
    }
}
