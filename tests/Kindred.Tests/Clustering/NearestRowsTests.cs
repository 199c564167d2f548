using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class NearestRowsTests
{
    [Fact]
    public void Neighbours_are_those_a_sort_of_all_distances_finds()
    {
        var rng = new Rng(5);
        var x = new Matrix(300, 7, Enumerable.Range(0, 2100).Select(_ => (float)rng.NextNormal()).ToArray());
        var found = NearestRows.Of(x, 9);
        for (var i = 0; i < x.Rows; i++)
        {
            var sorted = Enumerable.Range(0, x.Rows).Where(other => other != i).OrderBy(other => Distance(x, i, other)).Take(9);
            Assert.Equal(sorted, found.AsSpan(i * 9, 9).ToArray());
        }
    }

    [Fact]
    public void Of_equally_near_rows_the_first_come_first()
    {
        var x = new Matrix(5, 1, (float[])[0, 1, 1, 1, 1]);
        Assert.Equal([1, 2, 3], NearestRows.Of(x, 3).AsSpan(0, 3).ToArray());
    }

    private static double Distance(Matrix x, int a, int b)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Columns; j++)
            sum += Math.Pow((double)x.Row(a)[j] - x.Row(b)[j], 2);
        return sum;
    }
}
