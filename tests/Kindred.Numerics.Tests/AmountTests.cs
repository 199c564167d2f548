namespace Kindred.Numerics.Tests;

public sealed class AmountTests
{
    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(2, "2 rows")]
    [InlineData(70_000, "70,000 rows")]
    public void A_noun_goes_with_its_count(long count, string words) => Assert.Equal(words, Amount.Of(count, "row", "N0"));
}
