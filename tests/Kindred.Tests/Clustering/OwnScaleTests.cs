using Kindred.Clustering;
using Kindred.Clustering.Mixture;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Clustering;

/// <summary>Groups are told at their own scale, however far another lies and however wide it is.</summary>
public sealed class OwnScaleTests
{
    private static readonly GaussianMixture Mixture = new() { ClusterCount = 4, Ridge = 0, RidgeShare = 0.01, Restarts = 10, Seed = 1 };

    [Theory]
    [InlineData(100, 0.05)]
    [InlineData(1e6, 0.05)]
    [InlineData(1e10, 0.05)]
    [InlineData(200, 20)]
    public void Three_near_groups_are_found_beside_one_far_away(double far, double width)
    {
        var (x, labels) = Groups([[0], [1], [2], [far]], [0.05, 0.05, 0.05, width]);
        var scaled = new StandardScaler { FromMedian = true }.Fit(x).Transform(x);

        Assert.True(Scores.Compare(labels, Mixture.Fit(scaled).Predict(scaled)).AdjustedRandIndex > 0.99);
        var curve = new ClusterCountEstimate { Seed = 1 }.Fit(scaled);
        Assert.Equal(4, curve.Chosen);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(500, 500)]
    public void The_direction_of_the_far_group_is_of_no_matter(double u, double v)
    {
        var (x, labels) = Groups([[0, 0], [1, 1], [2, 0], [u, v]], [0.1, 0.1, 0.1, 0.1]);
        var scaled = new StandardScaler { FromMedian = true }.Fit(x).Transform(x);

        Assert.True(Scores.Compare(labels, Mixture.Fit(scaled).Predict(scaled)).AdjustedRandIndex > 0.99);
    }

    [Fact]
    public void Forty_groups_are_counted_right_although_only_some_counts_are_tried()
    {
        var rng = new Rng(7);
        var (x, _) = Groups([.. Enumerable.Range(0, 40).Select(i => new double[] { 10 * (i % 7), 10 * (i / 7), rng.NextDouble() })], [.. Enumerable.Repeat(0.3, 40)], rows: 15);

        Assert.Equal(40, new ClusterCountEstimate { Seed = 1 }.Fit(x).Chosen);
    }

    [Fact]
    public void The_spacing_of_a_row_is_that_of_the_five_nearest_that_differ()
    {
        // 0, 0, 1, 3, 6, 10, 15: from 0 the squares of 1, 3, 6, 10, 15; from 15 those of 5, 9, 12, 14, 15
        var spacing = RowSpacing.Of(new Matrix(7, 1, new float[] { 0, 0, 1, 3, 6, 10, 15 }), CancellationToken.None);

        Assert.Equal((1 + 9 + 36 + 100 + 225) / 5.0, spacing[0], 1e-4);
        Assert.Equal(spacing[0], spacing[1]);
        Assert.Equal((25 + 81 + 144 + 196 + 225) / 5.0, spacing[6], 1e-4);
        Assert.Equal([1.0, 1.0], RowSpacing.Of(new Matrix(2, 1, new float[] { 4, 4 }), CancellationToken.None));
    }

    [Fact]
    public void One_group_of_equal_rows_is_a_mixture_of_one()
    {
        var x = new Matrix(40, 3, Enumerable.Repeat(0.25f, 120).ToArray());

        Assert.All((Mixture with { ClusterCount = 1 }).Fit(x).Predict(x), cluster => Assert.Equal(0, cluster));
    }

    /// <summary>Normal rows around centres, each with its own standard deviation.</summary>
    private static (Matrix X, int[] Clusters) Groups(double[][] centres, double[] widths, int rows = 40)
    {
        var rng = new Rng(11);
        var labels = Enumerable.Range(0, rows * centres.Length).Select(i => i % centres.Length).ToArray();
        var values = labels.SelectMany(label => centres[label].Select(value => (float)(value + (widths[label] * rng.NextNormal())))).ToArray();
        return (new Matrix(labels.Length, centres[0].Length, values), labels);
    }
}
