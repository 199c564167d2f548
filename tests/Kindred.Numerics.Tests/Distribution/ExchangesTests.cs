using Kindred.Numerics.Distribution;

namespace Kindred.Numerics.Tests.Distribution;

public sealed class ExchangesTests
{
    [Theory, InlineData(0, 2), InlineData(1, 3), InlineData(15, 2), InlineData(16, 2), InlineData(17, 2), InlineData(100, 3), InlineData(65537, 7), InlineData(int.MaxValue, 5), InlineData(3, 1)]
    public void Slices_follow_each_other_and_cover_all_values_once(int length, int size)
    {
        var next = 0;
        for (var rank = 0; rank < size; rank++)
        {
            var (start, end) = Exchanges.SliceOf(length, rank, size);
            Assert.Equal(next, start);
            Assert.InRange(end, start, length);
            Assert.True(end == length || end % 16 == 0, "a slice ends within a vector");
            next = end;
        }

        Assert.Equal(length, next);
    }
}
