using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Selection;

namespace Kindred.Tests.Clustering;

/// <summary>Rows that come again and again are groups of their own, and as many groups as rows that differ can be had.</summary>
public sealed class RepeatedRowsTests
{
    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, 100)]
    [InlineData(7, 20)]
    [InlineData(12, 10)]
    public void As_many_groups_as_different_rows_are_all_filled(int different, int times)
    {
        var (x, labels) = Repeated(Levels(different), times);

        var model = new GaussianMixture { ClusterCount = different, Ridge = 0, RidgeShare = 0.01, Restarts = 10, Seed = 1, FillsClusters = true }.Fit(x);

        Assert.Equal(1, Scores.Compare(labels, model.Predict(x)).AdjustedRandIndex);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_few_rows_that_are_repeated_are_counted(int different)
    {
        var (x, _) = Repeated(Scattered(different), times: 25);

        Assert.Equal(different, new ClusterCountEstimate { Seed = 1 }.Fit(x).Chosen);
    }

    [Theory]
    [InlineData(4, "4 groups need as many rows that differ, but of 30 only 3 do; -k 3 is the most that can be asked for.")]
    [InlineData(31, "30 rows cannot form 31 groups, which need at least 31; -k 30 is the most that can be asked for.")]
    public void More_groups_than_different_rows_are_refused_before_anything_is_learned(int count, string sentence)
    {
        var (x, _) = Repeated(Levels(3), times: 10);
        var data = new Dataset("t", "none", new ImageSet(x, ImageShape.OfTable(x.Columns)), Test: null, []);

        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new AutoClustering { ClusterCount = count }.Run(data)).Message);
    }

    private static float[][] Levels(int count) => [.. Enumerable.Range(0, count).Select(i => new[] { (float)i })];

    private static float[][] Scattered(int count)
    {
        var rng = new Rng(3);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 3).Select(_ => (float)rng.NextNormal()).ToArray())];
    }

    private static (Matrix X, int[] Labels) Repeated(float[][] rows, int times)
    {
        int[] labels = [.. Enumerable.Range(0, rows.Length * times).Select(i => i % rows.Length)];
        return (new Matrix(labels.Length, rows[0].Length, labels.SelectMany(label => rows[label]).ToArray()), labels);
    }
}
