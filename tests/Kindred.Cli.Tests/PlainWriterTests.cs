namespace Kindred.Cli.Tests;

/// <summary>Prose on a terminal: words stay whole, whatever its width.</summary>
public class PlainWriterTests
{
    private const string Prose = "Number of clusters, from 6,000 rows: there seem to be ten, between eight and twelve, and how sure that is stands in the report.";

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Lines_are_broken_between_words(int width)
    {
        var lines = Written(Prose, width).TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(Prose, string.Join(' ', lines.Select(line => line.Trim())));
    }

    [Fact]
    public void What_is_indented_stays_so() => Assert.Equal("  one two\n  three\nfour\n", Written("  one two three\nfour", 10));

    [Fact]
    public void A_word_that_is_longer_than_a_line_is_kept_whole() => Assert.Equal("see\n/a/very/long/path\nthere\n", Written("see /a/very/long/path there", 10));

    [Fact]
    public void Lines_of_files_are_not_broken() => Assert.Equal(Prose + "\n", Written(Prose, width: null));

    private static string Written(string text, int? width)
    {
        using var inner = new StringWriter();
        using var writer = new PlainWriter(inner, width);
        writer.Write(text + "\n");
        writer.Flush();
        return inner.ToString();
    }
}
