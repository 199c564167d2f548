using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Neighbours;

[Collection(OneAtATime.Name)]
public sealed class NearestNeighboursTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory]
    [InlineData(300, 7, 9)]
    [InlineData(130, 1, 3)]
    [InlineData(70, 40, 69)]
    [InlineData(2, 3, 1)]
    [InlineData(1200, 50, 20)]
    public void Neighbours_are_those_a_sort_of_all_distances_finds(int rows, int columns, int count)
    {
        var x = PlainNeighbours.Normal(rows, columns);
        PlainNeighbours.Check(new NearestNeighbours { Count = count }.Of(x), x, x);
    }

    [Fact]
    public void Cosine_neighbours_are_those_of_the_plain_loop()
    {
        var x = PlainNeighbours.Normal(100, 6);
        PlainNeighbours.Check(new NearestNeighbours { Count = 7, Metric = Metric.Cosine }.Of(x), x, x, Metric.Cosine);
    }

    [Fact]
    public void By_cosine_a_row_of_zeros_is_at_zero_from_its_like_and_at_one_from_every_other()
    {
        var x = PlainNeighbours.Normal(100, 6);
        x.MutableRow(3).Clear();
        x.MutableRow(50).Clear();
        var table = new NearestNeighbours { Count = 99, Metric = Metric.Cosine }.Of(x);
        Assert.Equal((50, 0f), (table.Indices(3)[0], table.Distances(3)[0]));
        Assert.All(table.Distances(3)[1..].ToArray(), distance => Assert.Equal(1, distance, tolerance: 1e-6));
        Assert.Equal(1, table.Distances(7)[table.Indices(7).IndexOf(50)], tolerance: 1e-6);
    }

    [Fact]
    public void Of_equally_near_rows_the_first_come_first()
    {
        var x = new Matrix(5, 1, (float[])[0, 1, 1, 1, 1]);
        Assert.Equal([1, 2, 3], new NearestNeighbours { Count = 3 }.Of(x).Indices(0).ToArray());
        Assert.Equal([2, 3, 4], new NearestNeighbours { Count = 3 }.Of(x).Indices(1).ToArray());
    }

    [Theory]
    [InlineData(400, 40, 6)]
    [InlineData(90, 3, 5)]
    public void Bytes_are_searched_in_units_of_their_scale(int rows, int columns, int count)
    {
        var rng = new Rng(2);
        var x = new ByteMatrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (byte)rng.NextInt(256)).ToArray(), scale: 1f / 64);
        var floats = x.ToMatrix();
        PlainNeighbours.Check(new NearestNeighbours { Count = count }.Of(x), floats, floats, tolerance: 1e-4);
    }

    [Fact]
    public void Bytes_have_the_same_neighbours_where_the_processor_multiplies_floats_only()
    {
        var rng = new Rng(2);
        var x = new ByteMatrix(700, 90, Enumerable.Range(0, 700 * 90).Select(_ => (byte)(rng.NextInt(8) * 30)).ToArray());
        var (bytes, floats) = (new NearestNeighbours { Count = 7 }.Of(x), ExactSearch.RunAsFloats(x, 7, progress: null, CancellationToken.None));
        for (var i = 0; i < x.Rows; i++)
        {
            Assert.Equal(bytes.Indices(i), floats.Indices(i));
            Assert.Equal(bytes.Distances(i), floats.Distances(i));
        }
    }

    [Fact]
    public void Of_many_identical_rows_the_first_others_come_first()
    {
        var x = new Matrix(3000, 5, Enumerable.Range(0, 15000).Select(i => (float)(i / 5 % 3)).ToArray());  // three kinds in turn
        PlainNeighbours.Check(new NearestNeighbours { Count = 9 }.Of(x), x, x);
    }

    [Fact]
    public void Small_whole_numbers_whose_distances_tie_are_ordered_by_row()
    {
        var rng = new Rng(7);
        var x = new Matrix(1500, 3, Enumerable.Range(0, 4500).Select(_ => (float)rng.NextInt(5)).ToArray());
        PlainNeighbours.Check(new NearestNeighbours { Count = 9 }.Of(x), x, x);
    }

    [Fact]
    public void Tight_clouds_far_apart_keep_their_order_though_products_cannot_tell_them()
    {
        var x = PlainNeighbours.Normal(900, 24);
        for (var i = 0; i < x.Rows; i++)
        {
            foreach (ref var value in x.MutableRow(i))
                value = ((i % 3) * 1000) + (MathF.Round(value * 512) / 4096);
        }

        PlainNeighbours.Check(new NearestNeighbours { Count = 6 }.Of(x), x, x);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    public void In_rounds_every_block_meets_every_other_once_and_no_two_at_a_time(int blocks)
    {
        var met = new List<(int, int)>();
        for (var round = 0; round < BlockRounds.Count(blocks); round++)
        {
            var pairs = BlockRounds.Pairs(blocks, round);
            Assert.Equal(2 * pairs.Length, pairs.SelectMany(pair => (int[])[pair.First, pair.Second]).Distinct().Count());
            met.AddRange(pairs.Select(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))));
        }

        Assert.Equal(blocks * (blocks - 1) / 2, met.Count);
        Assert.Equal(met.Count, met.Distinct().Count());
        Assert.All(met, pair => Assert.InRange(pair.Item2, pair.Item1 + 1, blocks - 1));
    }

    [Fact]
    public void New_rows_find_their_nearest_among_the_kept_ones_identical_rows_first()
    {
        var (kept, x) = (PlainNeighbours.Normal(500, 12), PlainNeighbours.Normal(80, 12, seed: 6));
        kept.Row(17).CopyTo(x.MutableRow(4));
        var table = new NearestNeighbours { Count = 5 }.Query(kept, x);
        PlainNeighbours.Check(table, kept, x);
        Assert.Equal((17, 0f), (table.Indices(4)[0], table.Distances(4)[0]));
        PlainNeighbours.Check(new NearestNeighbours { Count = 5, Metric = Metric.Cosine }.Query(kept, x), kept, x, Metric.Cosine);
    }

    [Fact]
    public void Rows_far_from_the_origin_keep_their_order()
    {
        var x = PlainNeighbours.Normal(400, 20);
        foreach (ref var value in x.MutableValues)
            value = 3000 + MathF.Round(value * 64) / 64;
        PlainNeighbours.Check(new NearestNeighbours { Count = 8 }.Of(x), x, x);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var x = PlainNeighbours.Normal(2500, 33);
        var tables = new List<NeighbourTable>();
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            tables.Add(new NearestNeighbours { Count = 10 }.Of(x));
        }

        for (var i = 0; i < x.Rows; i++)
        {
            Assert.All(tables, table => Assert.Equal(tables[0].Indices(i), table.Indices(i)));
            Assert.All(tables, table => Assert.Equal(tables[0].Distances(i), table.Distances(i)));
        }
    }

    [Fact]
    public void Refuses_more_neighbours_than_there_are_other_rows_and_columns_that_differ()
    {
        var search = new NearestNeighbours { Count = 4 };
        Assert.Throws<ArgumentException>(() => search.Of(PlainNeighbours.Normal(4, 2)));
        Assert.Throws<ArgumentException>(() => search.Query(PlainNeighbours.Normal(3, 2), PlainNeighbours.Normal(9, 2)));
        Assert.Throws<ArgumentException>(() => search.Query(PlainNeighbours.Normal(9, 2), PlainNeighbours.Normal(9, 3)));
        Assert.Throws<ArgumentException>(() => search.Of(new Matrix(6, 1, (float[])[0, 1, 2, float.NaN, 4, 5])));
        Assert.Equal(0, search.Query(PlainNeighbours.Normal(9, 2), new Matrix(0, 2)).Rows);
    }

    [Fact]
    public void Stops_when_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        new NearestNeighbours { Count = 4 }.Of(PlainNeighbours.Normal(40, 2), progress: null, new CancellationToken(canceled: true)));
}
