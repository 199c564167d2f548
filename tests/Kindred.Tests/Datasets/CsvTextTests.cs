using Kindred.Datasets;

namespace Kindred.Tests.Datasets;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-a.png", "'-a.png")]
    [InlineData("@sum", "'@sum")]
    [InlineData("'=x", "''=x")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("-5", "-5")]
    [InlineData("+1.5e3", "+1.5e3")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("plain", "plain")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    public void A_cell_that_begins_like_a_formula_is_guarded_and_comes_back(string cell, string written)
    {
        Assert.Equal(written, CsvText.Quote(cell));

        using var reader = new StringReader(written + ",end");
        Assert.Equal([cell, "end"], CsvText.ReadCells(reader)!);
    }
}
