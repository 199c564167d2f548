using Kindred.Clustering;

namespace Kindred.Tests.Clustering;

/// <summary>Against scikit-learn 1.2.1 from the same responsibilities.</summary>
public class GaussianMixtureFixtureTests
{
    public static IEnumerable<object[]> Fits =>
        from table in Enumerable.Range(0, MixtureFixtures.Cases.Count)
        from kind in Enum.GetValues<CovarianceKind>()
        select new object[] { table, kind };

    [Theory]
    [MemberData(nameof(Fits))]
    public void The_fit_takes_the_same_steps_to_the_same_bound(int table, CovarianceKind kind)
    {
        var (model, expected) = Fit(table, kind);

        Assert.Equal(expected.Iterations, model.Iterations);
        Assert.Equal(expected.Converged, model.Converged);
        Assert.Equal(expected.LowerBound, model.LowerBound, Math.Abs(expected.LowerBound) * 1e-9);
        Assert.Equal(0, model.RestartedComponents);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Weights_means_and_covariances_are_the_same(int table, CovarianceKind kind)
    {
        var (model, expected) = Fit(table, kind);

        AssertClose(expected.Weights, model.Weights, 1e-8);
        AssertClose(expected.Means, model.Means, 1e-7);
        AssertClose(expected.Covariances, model.Covariances, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Labels_probabilities_and_likelihoods_are_the_same(int table, CovarianceKind kind)
    {
        var (model, expected) = Fit(table, kind);
        var x = MixtureFixtures.ToMatrix(MixtureFixtures.Cases[table].Rows);

        Assert.Equal(expected.Labels, model.Predict(x));
        AssertClose(expected.FirstLogLikelihoods, model.LogLikelihood(x.Slice(0, 20)), 1e-7);
        var probabilities = model.PredictProbabilities(x);
        for (var i = 0; i < 20; i++)
        {
            for (var c = 0; c < model.ClusterCount; c++)
                Assert.Equal(expected.FirstProbabilities[i][c], probabilities[i, c], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Information_criteria_are_the_same(int table, CovarianceKind kind)
    {
        var (model, expected) = Fit(table, kind);
        var x = MixtureFixtures.ToMatrix(MixtureFixtures.Cases[table].Rows);

        Assert.Equal(expected.MeanLogLikelihood, model.MeanLogLikelihood(x), Math.Abs(expected.MeanLogLikelihood) * 1e-9);
        Assert.Equal(expected.Aic, model.Aic(x), Math.Abs(expected.Aic) * 1e-9);
        Assert.Equal(expected.Bic, model.Bic(x), Math.Abs(expected.Bic) * 1e-9);
    }

    private static (GaussianMixtureModel Model, MixtureFit Expected) Fit(int table, CovarianceKind kind)
    {
        var given = MixtureFixtures.Cases[table];
        var expected = given.Fits.Single(fit => fit.Covariance == kind);
        var settings = new GaussianMixture
        {
            ClusterCount = given.Start[0].Length,
            Covariance = kind,
            Ridge = expected.Ridge,
            Tolerance = expected.Tolerance,
            MaxIterations = 500,
        };
        return (settings.Fit(MixtureFixtures.ToMatrix(given.Rows), MixtureFixtures.ToMatrix(given.Start)), expected);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
