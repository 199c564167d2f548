using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindred.Cli;

/// <summary>Tables in windows of any width.</summary>
internal static class NarrowTables
{
    private const int Wide = 10_000;

    /// <summary>Writes the table; where its words would be broken, its rows one below the other, a line a cell.</summary>
    public static void WriteTable(this IAnsiConsole console, Table table)
    {
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        if (((IRenderable)table).Measure(options, Wide).Min <= console.Profile.Width)
        {
            console.Write(table);
            return;
        }

        if (table.Title is { } title)
            console.MarkupLine(title.Text);
        foreach (var row in table.Rows)
        {
            console.WriteLine();
            foreach (var (column, cell) in table.Columns.Zip(row))
            {
                var text = Text(cell, options);
                if (text.Length > 0)
                    console.Write(new Text($"{Text(column.Header, options)}: {text}\n"));
            }
        }

        if (table.Caption is { } caption)
            console.MarkupLine(caption.Text);
    }

    private static string Text(IRenderable content, RenderOptions options) => string.Concat(content.Render(options, Wide).Select(part => part.Text)).Trim();
}
