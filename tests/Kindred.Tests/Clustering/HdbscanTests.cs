using Kindred.Clustering;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Tests.Clustering;

[Collection(OneAtATime.Name)]
public sealed class HdbscanTests
{
    [Fact]
    public void Fitted_rows_go_where_the_fit_put_them_when_they_come_again()
    {
        var x = Clouds(count: 6, rowsEach: 200, columns: 3, stray: 300);
        var model = new Hdbscan { MinClusterSize = 20, MinSamples = 7 }.Fit(x);
        AssertSame(model.Fitted!, model.Assign(x));
        Assert.Equal(6, model.ClusterCount);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var x = Clouds(count: 8, rowsEach: 400, columns: 5, stray: 800);
        var threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = new Hdbscan { MinClusterSize = 15 }.Fit(x);
            var news = Clouds(count: 9, rowsEach: 50, columns: 5, stray: 100);
            foreach (var count in new[] { 2, 4 })
            {
                Parallelism.Threads = count;
                var shared = new Hdbscan { MinClusterSize = 15 }.Fit(x);
                AssertSame(alone.Fitted!, shared.Fitted!);
                Assert.Equal(alone.OutlierScores, shared.OutlierScores);
                AssertSame(alone.Assign(news), shared.Assign(news));
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_order_of_rows_does_not_matter_even_where_distances_are_equal(bool wholeNumbers)
    {
        var x = Clouds(count: 4, rowsEach: 150, columns: 3, stray: 100);
        if (wholeNumbers)
            x = new Matrix(x.Rows, x.Columns, Array.ConvertAll(x.Values.ToArray(), MathF.Round));
        var order = new Rng(3).Permutation(x.Rows);
        foreach (var selection in Enum.GetValues<HdbscanSelection>())
        {
            var clusterer = new Hdbscan { MinClusterSize = 8, MinSamples = 5, Selection = selection };
            var (straight, mixed) = (clusterer.Fit(x), clusterer.Fit(x.Take(order)));
            Assert.Equal(straight.ClusterCount, mixed.ClusterCount);
            var pairs = order.Select((row, place) => (straight.Fitted!.Clusters[row], mixed.Fitted!.Clusters[place])).ToHashSet();
            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Item1).Distinct().Count());
            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Item2).Distinct().Count());
            Assert.Equal(Array.ConvertAll(order, row => straight.OutlierScores[row]), mixed.OutlierScores);
            Assert.Equal(Array.ConvertAll(order, row => straight.Fitted!.Distances[row]), mixed.Fitted!.Distances);
        }
    }

    [Theory, InlineData(1e-30f), InlineData(1e30f), InlineData(3f)]
    public void Units_do_not_matter(float unit)
    {
        var x = Clouds(count: 4, rowsEach: 100, columns: 3, stray: 60);
        var scaled = new Matrix(x.Rows, x.Columns, Array.ConvertAll(x.Values.ToArray(), value => value * unit));
        var (plain, other) = (new Hdbscan { MinClusterSize = 10 }.Fit(x), new Hdbscan { MinClusterSize = 10 }.Fit(scaled));
        Assert.Equal(plain.Fitted!.Clusters, other.Fitted!.Clusters);
        for (var row = 0; row < x.Rows; row++)
            Assert.Equal(plain.Fitted.Distances[row], other.Fitted.Distances[row] / unit, 1e-4f);
    }

    [Fact]
    public void A_row_beyond_all_measure_is_noise()
    {
        var model = new Hdbscan { MinClusterSize = 10 }.Fit(Clouds(count: 3, rowsEach: 50, columns: 2, stray: 0));
        var far = model.Assign(new Matrix(2, 2, new[] { 1e6f, 0, 3e38f, -3e38f }));
        Assert.Equal([-1, -1], far.Clusters);
        Assert.True(far.Distances[0] > 1e5f && float.IsFinite(far.Distances[1]));
    }

    [Fact]
    public void Rows_that_are_all_the_same_are_one_cluster_or_none()
    {
        var x = new Matrix(50, 3, Enumerable.Repeat(2.5f, 150).ToArray());
        Assert.Contains("AllowSingleCluster", Assert.Throws<FitException>(() => new Hdbscan().Fit(x)).Message, StringComparison.Ordinal);
        var one = new Hdbscan { AllowSingleCluster = true }.Fit(x);
        Assert.Equal((1, 50), (one.ClusterCount, one.Fitted!.Clusters.Count(cluster => cluster == 0)));
        Assert.All(one.Fitted.Probabilities!, probability => Assert.Equal(1, probability));
        Assert.All(one.OutlierScores.ToArray(), score => Assert.Equal(0, score));
    }

    [Fact]
    public void A_pile_of_identical_rows_is_a_cluster()
    {
        var x = Clouds(count: 2, rowsEach: 60, columns: 2, stray: 0);
        var piled = new Matrix(140, 2, (float[])[.. x.Values, .. Enumerable.Repeat(55f, 40)]);
        var clusters = new Hdbscan { MinClusterSize = 10 }.Fit(piled).Fitted!.Clusters;
        Assert.Equal(3, clusters.Max() + 1);
        Assert.Single(clusters[120..].Distinct());
    }

    [Fact]
    public void Noise_that_is_spread_evenly_has_low_density_and_high_outlier_scores()
    {
        var x = Clouds(count: 3, rowsEach: 200, columns: 2, stray: 60);
        var model = new Hdbscan { MinClusterSize = 30 }.Fit(x);
        var scores = model.OutlierScores.ToArray();
        Assert.InRange(model.Fitted!.Clusters[600..].Count(cluster => cluster == -1), 50, 60);
        Assert.True(scores[600..].Average() > 2 * scores[..600].Average());
    }

    [Fact]
    public void A_stored_model_answers_with_the_same_bits()
    {
        var model = new Hdbscan { MinClusterSize = 12 }.Fit(Clouds(count: 5, rowsEach: 100, columns: 4, stray: 100));
        IStored stored = model;
        var loaded = (HdbscanModel)stored.Kind.Read(stored.Store());
        var news = Clouds(count: 6, rowsEach: 30, columns: 4, stray: 50);
        AssertSame(model.Assign(news), loaded.Assign(news));
        Assert.Equal((model.ClusterCount, null), (loaded.ClusterCount, loaded.Fitted));
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hdbscan { MinClusterSize = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hdbscan { MinSamples = 0 });
        Assert.Throws<ArgumentException>(() => new Hdbscan { MinClusterSize = 5, MinSamples = 30 }.Fit(Clouds(2, 10, 2, 0)));
    }

    private static void AssertSame(Membership expected, Membership actual)
    {
        Assert.Equal(expected.Clusters, actual.Clusters);
        Assert.Equal(expected.Distances, actual.Distances);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
    }

    /// <summary>Gaussian clouds of different densities, cloud after cloud, 12 apart along the first column, then rows spread evenly over a wider box.</summary>
    private static Matrix Clouds(int count, int rowsEach, int columns, int stray)
    {
        var rng = new Rng(17);
        var x = new Matrix((count * rowsEach) + stray, columns);
        for (var row = 0; row < x.Rows; row++)
        {
            var cloud = row / rowsEach;
            var values = x.MutableRow(row);
            for (var j = 0; j < columns; j++)
            {
                values[j] = cloud < count
                    ? (float)((j == 0 ? 12 * cloud : 0) + (rng.NextNormal() * (0.5 + (0.2 * (cloud % 3)))))
                    : (float)((rng.NextDouble() - 0.5) * 40 * count);
            }
        }

        return x;
    }
}
