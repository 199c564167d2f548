using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

public sealed class ScoresTests
{
    public static TheoryData<int> Tables => [.. Enumerable.Range(0, EvaluationFixtures.Evaluation.Tables.Length)];

    public static TheoryData<int> Labelings => [.. Enumerable.Range(0, EvaluationFixtures.Evaluation.Labels.Length)];

    [Fact]
    public void Published_table_of_autoencoder_and_k_means()
    {
        var scores = Scores.Of(PublishedTables.AutoencoderKMeans);
        Assert.Equal(34_278 / 60_000.0, scores.MajorityVoteAccuracy, 12);
        Assert.Equal(0.554617, scores.Accuracy, 6);
        Assert.Equal(0.560087, scores.NormalizedMutualInformation, 6);
        Assert.Equal(0.414047, scores.AdjustedRandIndex, 6);
    }

    [Fact]
    public void Published_table_of_autoencoder_and_mixture()
    {
        var scores = Scores.Of(PublishedTables.AutoencoderMixture);
        Assert.Equal(36_477 / 60_000.0, scores.MajorityVoteAccuracy, 12);
        Assert.Equal(36_477 / 60_000.0, scores.Accuracy, 12);
        Assert.Equal(0.580591, scores.NormalizedMutualInformation, 6);
        Assert.Equal(0.440629, scores.AdjustedRandIndex, 6);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Agree_with_scikit_learn_on_tables(int index)
    {
        var (_, counts, expected) = EvaluationFixtures.Evaluation.Tables[index];
        AssertSame(expected, Scores.Of(new Contingency(counts.Length, counts[0].Length, counts.SelectMany(row => row).ToArray())));
    }

    [Theory]
    [MemberData(nameof(Labelings))]
    public void Agree_with_scikit_learn_on_labels(int index)
    {
        var (classes, groups, expected) = EvaluationFixtures.Evaluation.Labels[index];
        AssertSame(expected, Scores.Compare(classes, groups));
    }

    [Fact]
    public void Perfect_groups_score_one_whatever_their_numbers() =>
        AssertSame(new Scores(1, 1, 1, 1, 1, 1, 1, 1), Scores.Compare([0, 0, 1, 1, 2, 2], [4, 4, 0, 0, 1, 1]));

    [Fact]
    public void One_cluster_tells_nothing() =>
        AssertSame(new Scores(0.5, 0.5, 0, 0, 0, 0, 1, 0), Scores.Compare([0, 0, 1, 2], [0, 0, 0, 0]));

    [Fact]
    public void A_cluster_for_every_row_is_pure_but_tells_nothing_beyond_chance() =>
        AssertSame(new Scores(0.5, 1, 2.0 / 3, 0, 0, 1, 0.5, 2.0 / 3), Scores.Compare([0, 0, 1, 1], [0, 1, 2, 3]));

    [Fact]
    public void More_clusters_than_classes_leave_some_rows_unmatched()
    {
        var scores = Scores.Compare([0, 0, 0, 1, 1, 1], [0, 0, 1, 2, 2, 3]);
        Assert.Equal((4.0 / 6, 1.0, 1.0), (scores.Accuracy, scores.MajorityVoteAccuracy, scores.Homogeneity));
        Assert.Equal(Math.Log(2) / ((Math.Log(3) * 2 / 3) + (Math.Log(6) / 3)), scores.Completeness, 12);
    }

    [Fact]
    public void One_class_is_homogeneous_in_any_groups() =>
        AssertSame(new Scores(0.5, 1, 0, 0, 0, 1, 0, 0), Scores.Compare([0, 0, 0, 0], [0, 0, 1, 2]));

    [Fact]
    public void One_class_in_one_group_is_perfect() =>
        AssertSame(new Scores(1, 1, 1, 1, 1, 1, 1, 1), Scores.Compare([0, 0, 0], [2, 2, 2]));

    [Fact]
    public void Every_row_its_own_class_and_its_own_group_is_perfect() =>
        AssertSame(new Scores(1, 1, 1, 1, 1, 1, 1, 1), Scores.Compare([0, 1, 2], [2, 0, 1]));

    [Fact]
    public void Numbers_of_classes_and_groups_do_not_matter()
    {
        var rng = new Rng(3);
        int[] classes = [.. Enumerable.Range(0, 400).Select(_ => rng.NextInt(7))];
        int[] groups = [.. classes.Select(label => rng.NextInt(3) == 0 ? rng.NextInt(9) : label)];
        var (otherClasses, otherGroups) = (rng.Permutation(7), rng.Permutation(9));
        AssertSame(
            Scores.Compare(classes, groups),
            Scores.Compare(Array.ConvertAll(classes, label => otherClasses[label]), Array.ConvertAll(groups, group => otherGroups[group])));
    }

    [Fact]
    public void Classes_and_groups_may_change_places_in_symmetric_scores()
    {
        var table = EvaluationFixtures.Evaluation.Labels[3];
        var (there, back) = (Scores.Compare(table.Classes, table.Groups), Scores.Compare(table.Groups, table.Classes));
        Assert.Equal(there.Accuracy, back.Accuracy, 12);
        Assert.Equal(there.AdjustedMutualInformation, back.AdjustedMutualInformation, 12);
        Assert.Equal(there.AdjustedRandIndex, back.AdjustedRandIndex, 12);
        Assert.Equal(there.Homogeneity, back.Completeness, 12);
    }

    [Fact]
    public void Adjusted_scores_are_zero_on_average_for_random_groups()
    {
        var (mutual, rand) = (0.0, 0.0);
        var rng = new Rng(4);
        for (var trial = 0; trial < 400; trial++)
        {
            int[] classes = [.. Enumerable.Range(0, 60).Select(_ => rng.NextInt(4))];
            int[] groups = [.. Enumerable.Range(0, 60).Select(_ => rng.NextInt(12))];
            var scores = Scores.Compare(classes, groups);
            (mutual, rand) = (mutual + (scores.AdjustedMutualInformation / 400), rand + (scores.AdjustedRandIndex / 400));
        }

        Assert.InRange(mutual, -0.01, 0.01);
        Assert.InRange(rand, -0.01, 0.01);
    }

    [Fact]
    public void Billions_of_rows_do_not_overflow()
    {
        var scores = Scores.Of(new Contingency(2, 2, [3_000_000_000, 1_000_000_000, 1_000_000_000, 3_000_000_000]));
        Assert.Equal(0.75, scores.Accuracy, 12);
        Assert.Equal(0.25, scores.AdjustedRandIndex, 6);  // (2 · 3/4 − 1)² in the limit
    }

    [Fact]
    public void Refuses_nothing_and_unequal_lengths()
    {
        Assert.Throws<ArgumentException>(() => Scores.Compare([], []));
        Assert.Throws<ArgumentException>(() => Scores.Compare([0], [0, 1]));
        Assert.Throws<ArgumentException>(() => Scores.Compare([0, 1], [0, -1]));
    }

    private static void AssertSame(Scores expected, Scores actual)
    {
        Assert.Equal(expected.Accuracy, actual.Accuracy, 10);
        Assert.Equal(expected.MajorityVoteAccuracy, actual.MajorityVoteAccuracy, 10);
        Assert.Equal(expected.NormalizedMutualInformation, actual.NormalizedMutualInformation, 10);
        Assert.Equal(expected.AdjustedMutualInformation, actual.AdjustedMutualInformation, 9);
        Assert.Equal(expected.AdjustedRandIndex, actual.AdjustedRandIndex, 10);
        Assert.Equal(expected.Homogeneity, actual.Homogeneity, 10);
        Assert.Equal(expected.Completeness, actual.Completeness, 10);
        Assert.Equal(expected.VMeasure, actual.VMeasure, 10);
    }
}
