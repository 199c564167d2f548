using Spectre.Console;

namespace Kindred.Cli.Tests;

/// <summary>Tables in windows of any width.</summary>
public class NarrowTablesTests
{
    private static readonly string[] Words = ["recipe", "accuracy", "kmeans-pixels", "knn-leiden", "0.5260", "0.6140"];

    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_window_and_no_word_or_number_is_broken(int width)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        var table = new Table { Title = new TableTitle("wardrobe") }.AddColumns("recipe", "accuracy", "NMI", "AMI", "seconds", "check").Caption("of all rows");
        table.AddRow("kmeans-pixels", "0.5260", "0.5490", "0.5476", "16.5", "check this one");
        table.AddRow("knn-leiden", "0.6140", "0.6490", "0.6476", "1.5", "");

        console.WriteTable(table);

        var lines = output.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.All(Words, word => Assert.Contains(word, output.ToString(), StringComparison.Ordinal));
        Assert.Contains("wardrobe", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("rows", output.ToString(), StringComparison.Ordinal);
    }
}
