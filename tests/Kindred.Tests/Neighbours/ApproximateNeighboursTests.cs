using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Neighbours;

[Collection(OneAtATime.Name)]
public sealed class ApproximateNeighboursTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory]
    [InlineData(6000, 12, 10, Metric.Euclidean)]
    [InlineData(4000, 24, 5, Metric.Euclidean)]
    [InlineData(3000, 12, 10, Metric.Cosine)]
    public void At_least_95_of_100_true_neighbours_are_found(int rows, int columns, int count, Metric metric)
    {
        var x = PlainNeighbours.Normal(rows, columns);
        var exact = new NearestNeighbours { Count = count, Metric = metric }.Of(x);
        Assert.InRange(Recall(exact, new ApproximateNeighbours { Count = count, Metric = metric, Seed = 1 }.Of(x)), 0.95, 1);
    }

    [Fact]
    public void New_rows_find_at_least_95_of_100_of_theirs()
    {
        var (kept, x) = (PlainNeighbours.Normal(5000, 12), PlainNeighbours.Normal(400, 12, seed: 9));
        kept.Row(77).CopyTo(x.MutableRow(3));
        var found = new ApproximateNeighbours { Count = 8 }.Index(kept).Query(x);
        Assert.InRange(Recall(new NearestNeighbours { Count = 8 }.Query(kept, x), found), 0.95, 1);
        Assert.Equal((77, 0f), (found.Indices(3)[0], found.Distances(3)[0]));
    }

    [Fact]
    public void Lists_are_sorted_name_no_row_twice_and_hold_true_distances()
    {
        var x = PlainNeighbours.Normal(2000, 5);
        var table = new ApproximateNeighbours { Count = 7 }.Of(x);
        for (var i = 0; i < x.Rows; i++)
        {
            Assert.Equal(7, table.Indices(i).ToArray().Distinct().Count(other => other >= 0 && other != i));
            Assert.Equal(table.Distances(i).ToArray().Order(), table.Distances(i).ToArray());
            Assert.Equal(PlainNeighbours.Euclidean(x.Row(i), x.Row(table.Indices(i)[6])), table.Distances(i)[6], 1e-5);
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var (x, tables) = (PlainNeighbours.Normal(2000, 8), new List<NeighbourTable>());
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            var index = new ApproximateNeighbours { Count = 6, Seed = 2 }.Index(x);
            tables.Add(index.Neighbours);
            tables.Add(index.Query(x.Slice(0, 900)));
        }

        for (var t = 2; t < tables.Count; t++)
        {
            for (var i = 0; i < tables[t].Rows; i++)
            {
                Assert.Equal(tables[t % 2].Indices(i), tables[t].Indices(i));
                Assert.Equal(tables[t % 2].Distances(i), tables[t].Distances(i));
            }
        }
    }

    [Fact]
    public void Few_rows_and_identical_rows_have_neighbours_too()
    {
        var few = PlainNeighbours.Normal(9, 3);
        PlainNeighbours.Check(new ApproximateNeighbours { Count = 8 }.Of(few), few, few);
        var same = new ApproximateNeighbours { Count = 5 }.Of(new Matrix(500, 2));
        for (var i = 0; i < 500; i++)
            Assert.Equal(5, same.Indices(i).ToArray().Distinct().Count(other => other >= 0 && other != i));
    }

    private static double Recall(NeighbourTable exact, NeighbourTable found)
    {
        var hits = 0;
        for (var i = 0; i < exact.Rows; i++)
            hits += exact.Indices(i).ToArray().Intersect(found.Indices(i).ToArray()).Count();
        return (double)hits / exact.Rows / exact.Count;
    }
}
