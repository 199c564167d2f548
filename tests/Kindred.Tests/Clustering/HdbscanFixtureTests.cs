using Kindred.Clustering;

namespace Kindred.Tests.Clustering;

/// <summary>What the papers' definitions, carried out the slow way, give; made by tests/fixtures/make_hdbscan_fixtures.py.</summary>
public sealed class HdbscanFixtureTests
{
    private static readonly IReadOnlyList<HdbscanCase> Cases = Fixture.Read<HdbscanCase[]>("hdbscan.json");

    public static TheoryData<string> Names => [.. Cases.Select(expected => expected.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Fitted_rows_go_where_the_papers_put_them(string name)
    {
        var (expected, model) = Fit(name);
        Assert.Equal(expected.Clusters, model.Fitted!.Clusters);
        Assert.Equal(expected.Clusters.Max() + 1, model.ClusterCount);
        Close(expected.Probabilities, model.Fitted.Probabilities!);
        Close(expected.Distances, model.Fitted.Distances);
    }

    [Theory, MemberData(nameof(Names))]
    public void Outlier_scores_are_those_of_the_paper(string name)
    {
        var (expected, model) = Fit(name);
        Close(expected.OutlierScores, model.OutlierScores);
    }

    [Theory, MemberData(nameof(Names))]
    public void New_rows_join_what_they_reach_first(string name)
    {
        var (expected, model) = Fit(name);
        var answers = model.Assign(MixtureFixtures.ToMatrix(expected.NewRows));
        Assert.Equal(expected.NewClusters, answers.Clusters);
        Close(expected.NewProbabilities, answers.Probabilities!);
        Close(expected.NewDistances, answers.Distances);
    }

    private static (HdbscanCase Expected, HdbscanModel Model) Fit(string name)
    {
        var expected = Cases.Single(one => one.Name == name);
        var clusterer = new Hdbscan
        {
            MinClusterSize = expected.MinClusterSize,
            MinSamples = expected.MinSamples,
            Selection = expected.Leaf ? HdbscanSelection.Leaf : HdbscanSelection.ExcessOfMass,
            AllowSingleCluster = expected.AllowSingleCluster,
        };
        return (expected, clusterer.Fit(MixtureFixtures.ToMatrix(expected.Rows)));
    }

    /// <summary>Equal to six digits.</summary>
    private static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
    }

    private sealed record HdbscanCase(
        string Name,
        int MinClusterSize,
        int MinSamples,
        bool Leaf,
        bool AllowSingleCluster,
        float[][] Rows,
        float[][] NewRows,
        int[] Clusters,
        double[] Probabilities,
        double[] Distances,
        double[] OutlierScores,
        int[] NewClusters,
        double[] NewProbabilities,
        double[] NewDistances);
}
