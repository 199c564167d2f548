using Kindred.Clustering;
using Kindred.Clustering.Heads;
using Kindred.Evaluation;
using Kindred.Neighbours;
using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class NeighbourHeadsTests
{
    [Fact]
    public void Groups_are_found_and_the_fit_says_how_sure_it_is()
    {
        var rng = new Rng(2);
        var truth = Enumerable.Range(0, 400).Select(i => i % 4).ToArray();
        var x = new Matrix(400, 6, truth.SelectMany(group => Enumerable.Range(0, 6).Select(j => (float)((group == j ? 4 : 0) + rng.NextNormal()))).ToArray());
        var model = new NeighbourHeads { ClusterCount = 4, Heads = 8, Steps = 300, LearningRate = 0.01, Seed = 3 }.Fit(x);
        var scores = Scores.Compare(truth, ((IClusterModel)model).Predict(x));
        Assert.True(scores.Accuracy > 0.95, $"{scores}");
        Assert.Equal((8, 2, 20), (model.Outcome["heads"], model.Outcome["votingHeads"], model.Outcome["neighbours"]));
        Assert.InRange(model.Outcome["headAgreement"], 0.9, 1);
        Assert.InRange(model.Outcome["classifierAgreement"], 0.95, 1);
        Assert.True(model.Outcome["headLoss"] <= model.Outcome["medianHeadLoss"]);
    }

    [Fact]
    public void The_loss_of_a_head_is_what_a_plain_loop_over_rows_and_neighbours_says()
    {
        var p = new Matrix(3, 2, new[] { 0.9f, 0.1f, 0.2f, 0.8f, 0.5f, 0.5f });
        var neighbours = new NeighbourTable(2, [1, 2, 0, 2, 1, 0], new float[6]);
        double Together(int i, int j) => Math.Log(((double)p.Row(i)[0] * p.Row(j)[0]) + ((double)p.Row(i)[1] * p.Row(j)[1]));
        var (first, second) = ((0.9 + 0.2 + 0.5) / 3, (0.1 + 0.8 + 0.5) / 3);
        var expected = (-(Together(0, 1) + Together(0, 2) + Together(1, 0) + Together(1, 2) + Together(2, 1) + Together(2, 0)) / 6)
            + (5 * ((first * Math.Log(first)) + (second * Math.Log(second))));
        Assert.Equal(expected, HeadVote.Loss(p, neighbours, entropy: 5), 6);
    }

    [Fact]
    public void Heads_vote_in_the_numbers_of_the_best_and_one_that_lost_a_cluster_comes_last()
    {
        var rows = new Matrix(4, 1, new float[] { -2, -1, 1, 2 });
        var neighbours = new NeighbourTable(1, [1, 0, 3, 2], new float[4]);
        // two heads that part rows by their sign, numbered the other way round, the first sharper; a third puts all into one cluster
        var (weight, bias) = (Parameter.InPanels("w", 1, 6), new Parameter("b", 6));
        weight.Set([-9, 9, 5, -5, 0, 0]);
        bias.Set([0, 0, 0, 0, 90, 0]);
        var vote = HeadVote.Of(LinearHead.Of(weight, bias, 3), voters: 2, rows, neighbours, entropy: 0, default);
        Assert.Equal((2, 1.0), (vote.Voters, vote.Agreement));
        var shares = vote.Smoothed(neighbours, rounds: 0, default);
        Assert.Equal([0, 0, 1, 1], HeadVote.Clusters(shares));
        Assert.True(HeadVote.Confidence(shares) > 0.99);
    }

    [Fact]
    public void Smoothing_takes_nine_tenths_from_neighbours_in_each_round()
    {
        var rows = new Matrix(3, 1, new float[] { -1, 1, 1 });
        var neighbours = new NeighbourTable(2, [1, 2, 0, 2, 0, 1], new float[6]);
        var (weight, bias) = (Parameter.InPanels("w", 1, 2), new Parameter("b", 2));
        weight.Set([-50, 50]);
        var vote = HeadVote.Of(LinearHead.Of(weight, bias, 1), voters: 1, rows, neighbours, entropy: 1, default);
        var start = new[] { 1.0, 0, 0 };  // the first cluster's share of each row
        var once = new[] { 0.9 * (start[1] + start[2]) / 2 + 0.1, 0.45, 0.45 };
        var twice = new[] { 0.9 * (once[1] + once[2]) / 2 + 0.1, 0.9 * (once[0] + once[2]) / 2, 0.9 * (once[0] + once[1]) / 2 };
        Assert.Equal(once, vote.Smoothed(neighbours, 1, default).Values.ToArray().Where((_, i) => i % 2 == 0).Select(value => (double)value), Near);
        Assert.Equal(twice, vote.Smoothed(neighbours, 2, default).Values.ToArray().Where((_, i) => i % 2 == 0).Select(value => (double)value), Near);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourHeads { ClusterCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourHeads { ClusterCount = 2, VotingShare = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourHeads { ClusterCount = 2, SmoothingRounds = -1 });
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-5;
}
