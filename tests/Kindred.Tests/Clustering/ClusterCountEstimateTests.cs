using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class ClusterCountEstimateTests
{
    private static readonly int[] ThreadCounts = [1, 4];

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Separated_bell_shaped_groups_are_counted_right(int groups)
    {
        var curve = new ClusterCountEstimate { Seed = 3 }.Fit(Bells(groups, 100 * groups));
        Assert.Equal(groups, curve.Chosen);
        Assert.InRange(groups, curve.Lowest, curve.Highest);
        Assert.Equal(Enumerable.Range(1, curve.Points.Count), curve.Points.Select(point => point.Count));
        Assert.Equal(curve.Points.Min(point => point.Bic), curve.Points[groups - 1].Bic);
        Assert.True(curve.Points[groups - 1].Stability > 0.99);
        Assert.StartsWith($"{groups} clusters", curve.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bell_is_no_group()
    {
        var curve = new ClusterCountEstimate { Seed = 3 }.Fit(Bells(1, 400));
        Assert.Equal(1, curve.Chosen);
        Assert.Null(curve.Points[0].Stability);
        Assert.Contains("no groups", curve.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_ends_too_soon_is_said()
    {
        var curve = new ClusterCountEstimate { MostClusters = 3, Seed = 3 }.Fit(Bells(6, 600));
        Assert.Equal(3, curve.Chosen);
        Assert.Equal(3, curve.Points.Count);
        Assert.Contains("there may be more", curve.Sentence, StringComparison.Ordinal);
        Assert.Contains("not sure", curve.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_ends_when_patience_does()
    {
        var curve = new ClusterCountEstimate { Patience = 2, Seed = 3 }.Fit(Bells(3, 400));
        Assert.Equal(5, curve.Points.Count);
    }

    [Fact]
    public void The_criterion_is_that_of_the_mixture()
    {
        var x = Bells(3, 300);
        var curve = new ClusterCountEstimate { MostClusters = 1, MaxColumns = 3, RidgeShare = 0, Seed = 1 }.Fit(x);
        // turning the axes, as components do, changes no likelihood
        Assert.Equal(new GaussianMixture { ClusterCount = 1, Ridge = 0 }.Fit(x).Bic(x), curve.Points[0].Bic, 0.01);
        Assert.Equal(0, curve.Points[0].StandardError);
    }

    [Fact]
    public void Only_a_sample_of_many_rows_is_looked_at()
    {
        var curve = new ClusterCountEstimate { MaxRows = 500, MostClusters = 2, Seed = 3 }.Fit(Bells(2, 3000));
        Assert.Equal(500, curve.Rows);
        Assert.Equal(2, curve.Chosen);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_curve()
    {
        var (x, before) = (Bells(3, 600), Parallelism.Threads);
        try
        {
            var curves = ThreadCounts.Select(threads =>
            {
                Parallelism.Threads = threads;
                return new ClusterCountEstimate { MostClusters = 4, Seed = 5 }.Fit(x).Points.ToArray();
            }).ToArray();
            Assert.Equal(curves[0], curves[1]);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Rows_that_are_all_the_same_are_one_cluster()
    {
        var curve = new ClusterCountEstimate().Fit(new Matrix(20, 2, Enumerable.Repeat(3f, 40).ToArray()));
        Assert.Equal(1, curve.Chosen);
        Assert.Contains("the same", curve.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Nine_rows_are_too_few() =>
        Assert.Contains("10 rows", Assert.Throws<ArgumentException>(() => new ClusterCountEstimate().Fit(Bells(1, 9))).Message, StringComparison.Ordinal);

    /// <summary>Normal rows around places ten standard deviations apart.</summary>
    private static Matrix Bells(int groups, int rows)
    {
        var rng = new Rng(9);
        var x = new Matrix(rows, 3);
        for (var i = 0; i < rows; i++)
        {
            var group = i % groups;
            var row = x.MutableRow(i);
            for (var j = 0; j < 3; j++)
                row[j] = (float)((10 * (j == group % 3 ? 1 + (group / 3) : 0)) + rng.NextNormal());
        }

        return x;
    }
}
