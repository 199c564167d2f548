using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

/// <summary>Data on which a mixture degenerates: every number stays finite, or a <see cref="FitException"/> says what to do.</summary>
public class CollapsedComponentsTests
{
    public static TheoryData<CovarianceKind> Kinds => [.. Enum.GetValues<CovarianceKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Equal_rows_are_one_point_with_the_ridge_around_it(CovarianceKind kind)
    {
        var x = new Matrix(50, 3, Enumerable.Repeat(2.5f, 150).ToArray());

        var model = new GaussianMixture { ClusterCount = 3, Covariance = kind, Ridge = 1e-4 }.Fit(x, new int[50]);

        AssertFinite(model, x);
        Assert.Equal(2.5, model.Means[0], 1e-12);
        Assert.Equal(1e-4, model.Covariances[0], 1e-12);
        Assert.True(model.RestartedComponents > 0);  // all rows began in component 0
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Fewer_distinct_rows_than_components_stay_finite(CovarianceKind kind)
    {
        var x = new Matrix(60, 2, Enumerable.Range(0, 60).SelectMany(i => new float[] { i % 2, 3 - i % 2 }).ToArray());

        var model = new GaussianMixture { ClusterCount = 4, Covariance = kind }.Fit(x, [.. Enumerable.Range(0, 60).Select(i => i % 4)]);

        AssertFinite(model, x);
        Assert.Equal(2, model.Predict(x).Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Constant_and_repeated_columns_stay_finite(CovarianceKind kind)
    {
        var rng = new Rng(1);
        var x = new Matrix(200, 4);
        for (var i = 0; i < x.Rows; i++)
        {
            var value = (float)(rng.NextNormal() + i % 2 * 4);
            (x.MutableRow(i)[0], x.MutableRow(i)[1], x.MutableRow(i)[2], x.MutableRow(i)[3]) = (value, 7, value, (float)rng.NextNormal());
        }

        AssertFinite(new GaussianMixture { ClusterCount = 2, Covariance = kind }.Fit(x), x);
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Tied)]
    [InlineData(CovarianceKind.Diagonal)]
    public void Without_a_ridge_a_constant_column_is_refused_with_the_remedy(CovarianceKind kind)
    {
        var x = new Matrix(40, 2, Enumerable.Range(0, 40).SelectMany(i => new float[] { i, 1 }).ToArray());

        var failure = Assert.Throws<FitException>(() => new GaussianMixture { ClusterCount = 2, Covariance = kind, Ridge = 0 }.Fit(x));

        Assert.Contains("Raise Ridge", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_component_that_starts_without_rows_starts_again_at_a_row_far_from_the_others(CovarianceKind kind)
    {
        var x = TwoGroupsAndAFarOne();

        var model = new GaussianMixture { ClusterCount = 3, Covariance = kind }.Fit(x, [.. Enumerable.Range(0, x.Rows).Select(i => i % 2)]);

        Assert.Equal(1, model.RestartedComponents);
        AssertFinite(model, x);
        var labels = model.Predict(x);
        Assert.Equal(3, labels.Distinct().Count());
        Assert.All(Enumerable.Range(0, x.Rows), i => Assert.Equal(i >= 180, labels[i] == labels[180]));
    }

    [Fact]
    public void A_component_on_a_single_row_without_a_ridge_starts_again()
    {
        var x = TwoGroupsAndAFarOne();
        int[] labels = [.. Enumerable.Range(0, x.Rows).Select(i => i == 0 ? 2 : i % 2)];

        var model = new GaussianMixture { ClusterCount = 3, Ridge = 0 }.Fit(x, labels);

        Assert.True(model.RestartedComponents > 0);
        AssertFinite(model, x);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Rows_beyond_all_measure_stay_finite(CovarianceKind kind)
    {
        var x = TwoGroupsAndAFarOne();
        x.MutableRow(0)[0] = 1e30f;
        x.MutableRow(1)[1] = -3e38f;

        AssertFinite(new GaussianMixture { ClusterCount = 2, Covariance = kind }.Fit(x, [.. Enumerable.Range(0, x.Rows).Select(i => i % 2)]), x);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Rows_far_from_what_was_fitted_still_have_probabilities(CovarianceKind kind)
    {
        var model = new GaussianMixture { ClusterCount = 3, Covariance = kind }.Fit(TwoGroupsAndAFarOne());
        var far = new Matrix(2, 2, new float[] { 1e20f, -1e20f, float.MaxValue, float.MaxValue });

        var probabilities = model.PredictProbabilities(far);

        Assert.Equal(1, probabilities.Row(0).ToArray().Sum(), 1e-6f);
        Assert.Equal(1, probabilities.Row(1).ToArray().Sum(), 1e-6f);
    }

    private static Matrix TwoGroupsAndAFarOne()
    {
        var rng = new Rng(2);
        var x = new Matrix(200, 2);
        for (var i = 0; i < x.Rows; i++)
        {
            x.MutableRow(i)[0] = (float)(rng.NextNormal() + (i >= 180 ? 60 : i % 2 * 8));
            x.MutableRow(i)[1] = (float)rng.NextNormal();
        }

        return x;
    }

    private static void AssertFinite(GaussianMixtureModel model, Matrix x)
    {
        Assert.All(model.Weights.ToArray(), weight => Assert.InRange(weight, 0, 1));
        Assert.Equal(1, model.Weights.ToArray().Sum(), 1e-9);
        Assert.All(model.Means.ToArray(), mean => Assert.True(double.IsFinite(mean)));
        Assert.All(model.Covariances.ToArray(), value => Assert.True(double.IsFinite(value)));
        Assert.All(model.LogLikelihood(x), value => Assert.True(double.IsFinite(value)));
        Assert.All(model.PredictProbabilities(x).Values.ToArray(), share => Assert.InRange(share, 0, 1));
    }
}
