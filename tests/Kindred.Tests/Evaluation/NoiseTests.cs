using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

public sealed class NoiseTests
{
    [Fact]
    public void Scores_come_both_ways_with_the_share_that_is_covered()
    {
        var scores = ScoresWithNoise.Compare([0, 0, 0, 1, 1, 1, 1, 0], [0, 0, -1, 1, 1, 1, -1, 1]);
        Assert.Equal(Scores.Compare([0, 0, 0, 1, 1, 1, 1, 0], [0, 0, 2, 1, 1, 1, 2, 1]), scores.AllRows);
        Assert.Equal(Scores.Compare([0, 0, 1, 1, 1, 0], [0, 0, 1, 1, 1, 1]), scores.Clustered);
        Assert.Equal((0.75, 5.0 / 8, 5.0 / 6), (scores.Covered, scores.AllRows.Accuracy, scores.Clustered!.Accuracy));
    }

    [Fact]
    public void Without_noise_both_ways_are_the_same()
    {
        var scores = ScoresWithNoise.Compare([0, 1, 1], [1, 0, 1]);
        Assert.Equal((scores.Clustered, 1.0), (scores.AllRows, scores.Covered));
    }

    [Fact]
    public void Nothing_but_noise_has_scores_of_all_rows_only()
    {
        var scores = ScoresWithNoise.Compare([0, 1, 1], [-1, -1, -1]);
        Assert.Null(scores.Clustered);
        Assert.Equal((0.0, 2.0 / 3), (scores.Covered, scores.AllRows.Accuracy));
    }

    [Fact]
    public void Agreement_does_not_mind_numbers_and_takes_noise_as_a_cluster()
    {
        Assert.Equal(1, Agreement.Of([0, 0, 1, -1, -1], [3, 3, -1, 0, 0]));
        Assert.Equal(Scores.Compare([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2]).AdjustedRandIndex, Agreement.Of([0, 0, 1, 1, -1, -1], [0, 0, -1, 1, 1, 1]), 12);
    }

    [Fact]
    public void Silhouettes_and_spreads_leave_noise_out()
    {
        var x = new Matrix(6, 1, new float[] { 0, 2, 10, 14, 500, -70 });
        var clustered = x.Slice(0, 4);
        int[] clusters = [0, 0, 1, 1];
        int[] noisy = [0, 0, 1, 1, -1, -1];
        Assert.Equal(Silhouette.Of(clustered, clusters), Silhouette.Of(x, noisy));
        Assert.Equal(Silhouette.OfEach(clustered, clusters), Silhouette.OfEach(x, noisy));
        Assert.Equal(DaviesBouldin.Of(clustered, clusters), DaviesBouldin.Of(x, noisy));
        Assert.Equal(CalinskiHarabasz.Of(clustered, clusters), CalinskiHarabasz.Of(x, noisy));
    }

    [Fact]
    public void Silhouettes_of_each_cluster_by_hand()
    {
        var each = Silhouette.OfEach(new Matrix(4, 1, new float[] { 0, 2, 10, 14 }), [0, 0, 2, 2]);
        Assert.Equal(((10.0 / 12) + (8.0 / 10)) / 2, each[0].Value, 12);
        Assert.Equal(((5.0 / 9) + (9.0 / 13)) / 2, each[2].Value, 12);
        Assert.Equal((3, 2, 0, true), (each.Count, each[0].Rows, each[1].Rows, double.IsNaN(each[1].Value)));
    }

    [Fact]
    public void Small_clusters_keep_all_their_rows_where_large_ones_are_sampled()
    {
        var rng = new Rng(2);
        var x = new Matrix(1010, 2);
        int[] clusters = [.. Enumerable.Range(0, 1010).Select(row => row < 1000 ? 0 : 1)];
        for (var row = 0; row < x.Rows; row++)
            x.MutableRow(row)[0] = (float)((clusters[row] * 8) + rng.NextNormal());
        var (all, each) = (Silhouette.OfEach(x, clusters, maxRows: 1000), Silhouette.OfEach(x, clusters, maxRows: 100));
        Assert.Equal((100, 10), (each[0].Rows, each[1].Rows));
        Assert.Equal(all[1], each[1]);
        Assert.Equal(all[0].Value, each[0].Value, 0.03);
    }
}
