using Kindred.Reproduction;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>What a reproduction found, as two tables: published against measured, then the scores of the literature.</summary>
internal static class ReproductionTable
{
    public static void Write(ReproductionResult result)
    {
        var seeds = result.Seeds.Count;
        var over = seeds == 1 ? $"seed {result.Seeds[0]} alone" : $"median and range over {seeds} seeds";
        var compared = Titled($"{result.Runs[0].Dataset.Name}: published and measured, in per cent, {over}")
            .AddColumns(new TableColumn("model").NoWrap(), new TableColumn("as the study meant it"));
        foreach (var title in new[] { "published", "ours", "range", "difference" })
            compared.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        foreach (var row in result.Compared)
        {
            var (figure, ours) = (row.Published, row.Measured);
            compared.AddRow(
                figure.Recipe, $"{figure.Source}: {ReproductionMarkdown.MetricOf(row, result.Runs[0].Dataset)}", ReproductionMarkdown.Percent(figure.Value),
                ReproductionMarkdown.Percent(ours.Median), ReproductionMarkdown.Range(ours, seeds), ReproductionMarkdown.Difference(row.Difference));
        }

        var literature = Titled("as the literature reports them, in per cent").AddColumns(new TableColumn("recipe").NoWrap(), new TableColumn("images").NoWrap());
        foreach (var title in new[] { "one-to-one accuracy", "range", "NMI", "range" })
            literature.AddColumn(new TableColumn(title).RightAligned());
        foreach (var (recipe, part, accuracy, information) in result.Literature)
        {
            literature.AddRow(
                recipe, part, ReproductionMarkdown.Percent(accuracy.Median), ReproductionMarkdown.Range(accuracy, seeds),
                ReproductionMarkdown.Percent(information.Median), ReproductionMarkdown.Range(information, seeds));
        }

        if (result.Compared.Count > 0)
            Terminal.Output.WriteTable(compared);
        Terminal.Output.WriteTable(literature);
    }

    private static Table Titled(string title) =>
        new Table { Title = new TableTitle(Terminal.Text(title), new Style(decoration: Decoration.Bold)) }.RoundedBorder();
}
