using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public partial class GaussianMixtureTests
{
    public static TheoryData<CovarianceKind> Kinds => [.. Enum.GetValues<CovarianceKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void The_likelihood_never_falls(CovarianceKind kind)
    {
        var x = Overlapping(900, 6, seed: 1);
        var model = new GaussianMixture { ClusterCount = 4, Covariance = kind, Ridge = 0, Tolerance = 0, MaxIterations = 40, Seed = 3 }.Fit(x);

        Assert.Equal(0, model.RestartedComponents);
        Assert.Equal(40, model.Iterations);
        Assert.All(model.LowerBounds.Zip(model.LowerBounds.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-12 * Math.Abs(pair.First), $"{pair}"));
        Assert.True(model.MeanLogLikelihood(x) >= model.LowerBound - 1e-12);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Probabilities_sum_to_one_and_the_label_is_the_most_probable(CovarianceKind kind)
    {
        var x = Overlapping(300, 3, seed: 2);
        var model = new GaussianMixture { ClusterCount = 5, Covariance = kind, Seed = 1 }.Fit(x);
        var probabilities = model.PredictProbabilities(x);
        var labels = model.Predict(x);

        for (var i = 0; i < x.Rows; i++)
        {
            var row = probabilities.Row(i).ToArray();
            Assert.Equal(1, row.Sum(share => (double)share), 1e-6);
            Assert.Equal(row.Max(), row[labels[i]]);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void One_component_is_the_mean_and_the_covariance_of_the_sample(CovarianceKind kind)
    {
        const double ridge = 0.01;
        var x = Overlapping(500, 3, seed: 3);
        var model = new GaussianMixture { ClusterCount = 1, Covariance = kind, Ridge = ridge }.Fit(x);
        var (mean, covariance) = MeanAndCovariance(x);

        Assert.Equal(1, model.Weights[0], 1e-12);
        AssertClose(mean, model.Means);
        AssertClose(
            kind switch
            {
                CovarianceKind.Diagonal => [covariance[0] + ridge, covariance[4] + ridge, covariance[8] + ridge],
                CovarianceKind.Spherical => [(covariance[0] + covariance[4] + covariance[8]) / 3 + ridge],
                _ => [.. covariance.Select((value, k) => value + (k % 4 == 0 ? ridge : 0))],
            },
            model.Covariances);
    }

    [Fact]
    public void The_log_likelihood_of_a_row_is_the_logarithm_of_the_sum_of_its_densities()
    {
        var model = new GaussianMixtureModel(CovarianceKind.Full, 2, [0.25, 0.75], [0, 0, 1, 2], [2, 0.5, 0.5, 1, 1, 0, 0, 4]);
        var x = new Matrix(1, 2, new float[] { 1, 1 });

        // by hand: det = 1.75, inverse = [1, −0.5; −0.5, 2] / 1.75, so the square is 2 / 1.75; and 0² + 1² / 4 with det = 4
        var first = 0.25 * Math.Exp(-0.5 * 2 / 1.75) / (2 * Math.PI * Math.Sqrt(1.75));
        var second = 0.75 * Math.Exp(-0.5 / 4) / (2 * Math.PI * 2);
        Assert.Equal(Math.Log(first + second), model.LogLikelihood(x)[0], 1e-13);
        Assert.Equal(first / (first + second), model.PredictProbabilities(x)[0, 0], 1e-7);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Predicting_permuted_rows_permutes_what_is_predicted(CovarianceKind kind)
    {
        var x = Overlapping(333, 4, seed: 4);
        var model = new GaussianMixture { ClusterCount = 3, Covariance = kind }.Fit(x);
        var order = new Rng(9).Permutation(x.Rows);
        var (labels, likelihoods) = (model.Predict(x), model.LogLikelihood(x));

        Assert.Equal(order.Select(row => labels[row]), model.Predict(x.Take(order)));
        Assert.Equal(order.Select(row => likelihoods[row]), model.LogLikelihood(x.Take(order)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Rows_drawn_from_a_mixture_give_the_mixture_back(CovarianceKind kind)
    {
        double[] covariances = kind switch
        {
            CovarianceKind.Full => [1, 0.8, 0.8, 1, 2, -0.5, -0.5, 0.5],
            CovarianceKind.Tied => [1, 0.8, 0.8, 1],
            CovarianceKind.Diagonal => [1, 0.25, 0.5, 2],
            _ => [1, 0.25],
        };
        var truth = new GaussianMixtureModel(kind, 2, [0.3, 0.7], [-3, 0, 3, 1], covariances);
        var (x, components) = truth.Sample(20_000, seed: 5);

        var model = new GaussianMixture { ClusterCount = 2, Covariance = kind, Tolerance = 1e-6 }.Fit(x, components);

        Assert.Equal(0.3, components.Count(c => c == 0) / 20_000.0, 0.02);
        AssertClose(truth.Weights.ToArray(), model.Weights, 0.02);
        AssertClose(truth.Means.ToArray(), model.Means, 0.06);
        AssertClose(covariances, model.Covariances, 0.08);
        Assert.Equal(truth.MeanLogLikelihood(x), model.MeanLogLikelihood(x), 1e-3);
    }

    [Fact]
    public void The_same_seed_draws_the_same_rows()
    {
        var model = new GaussianMixtureModel(CovarianceKind.Spherical, 1, [0.5, 0.5], [0, 9], [1, 1]);

        Assert.Equal(model.Sample(50, 1).Rows.Values, model.Sample(50, 1).Rows.Values);
        Assert.NotEqual(model.Sample(50, 1).Rows.Values.ToArray(), model.Sample(50, 2).Rows.Values.ToArray());
        Assert.Equal(0, model.Sample(0, 1).Rows.Rows);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Any_number_of_threads_gives_the_same_bits(CovarianceKind kind)
    {
        var x = Overlapping(9000, 20, seed: 6);
        var settings = new GaussianMixture { ClusterCount = 7, Covariance = kind, MaxIterations = 5, Tolerance = 0, Seed = 2 };
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = settings.Fit(x);
            Parallelism.Threads = 3;
            var shared = settings.Fit(x);

            Assert.Equal(alone.LowerBounds, shared.LowerBounds);
            Assert.Equal(alone.Weights, shared.Weights);
            Assert.Equal(alone.Means, shared.Means);
            Assert.Equal(alone.Covariances, shared.Covariances);
            Assert.Equal(alone.PredictProbabilities(x).Values, shared.PredictProbabilities(x).Values);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_far_offset_changes_the_means_and_nothing_else(CovarianceKind kind)
    {
        var x = Overlapping(400, 4, seed: 7);
        var far = new Matrix(x.Rows, x.Columns, x.Values.ToArray().Select(value => MathF.Round(value * 256) / 256 + 8192).ToArray());
        var near = new Matrix(x.Rows, x.Columns, far.Values.ToArray().Select(value => value - 8192).ToArray());
        int[] labels = [.. Enumerable.Range(0, x.Rows).Select(i => i % 3)];
        var settings = new GaussianMixture { ClusterCount = 3, Covariance = kind, MaxIterations = 20, Tolerance = 0 };

        var (here, there) = (settings.Fit(near, labels), settings.Fit(far, labels));

        AssertClose(here.Covariances.ToArray(), there.Covariances, 1e-9);
        AssertClose([.. here.Means.ToArray().Select(mean => mean + 8192)], there.Means, 1e-12);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_model_made_of_stored_parameters_predicts_the_same(CovarianceKind kind)
    {
        var x = Overlapping(200, 5, seed: 8);
        var model = new GaussianMixture { ClusterCount = 3, Covariance = kind }.Fit(x);
        var loaded = new GaussianMixtureModel(model.Covariance, model.Columns, model.Weights, model.Means, model.Covariances);

        Assert.Equal(model.LogLikelihood(x), loaded.LogLikelihood(x));
        Assert.Equal(model.Predict(x), loaded.Predict(x));
        Assert.Equal(model.ParameterCount, loaded.ParameterCount);
    }

    [Fact]
    public void Steps_by_hand_are_the_fit()
    {
        var x = Overlapping(200, 3, seed: 9);
        var model = new GaussianMixture { ClusterCount = 3, MaxIterations = 4, Tolerance = 0 }.Fit(x);
        var longer = new GaussianMixture { ClusterCount = 3, MaxIterations = 5, Tolerance = 0 }.Fit(x);

        var next = model.Step(x);

        Assert.Equal(longer.LowerBounds, next.LowerBounds);
        Assert.Equal(longer.Covariances, next.Covariances);
        Assert.Equal(model.MeanLogLikelihood(x), next.LowerBound, 1e-12);
    }

    [Fact]
    public void More_starts_never_end_lower()
    {
        var x = Overlapping(400, 2, seed: 10);
        var one = new GaussianMixture { ClusterCount = 6, Seed = 4 }.Fit(x);
        var five = new GaussianMixture { ClusterCount = 6, Seed = 4, Restarts = 5 }.Fit(x);

        Assert.True(five.LowerBound >= one.LowerBound);
    }

    [Fact]
    public void Hundreds_of_columns_on_few_rows_are_fitted_with_a_ridge()
    {
        var x = Overlapping(150, 784, seed: 11);
        var model = new GaussianMixture { ClusterCount = 2, Ridge = 0.1 }.Fit(x);

        Assert.True(double.IsFinite(model.LowerBound));
        Assert.True(model.MeanLogLikelihood(x) >= model.LowerBound - 1e-9 * Math.Abs(model.LowerBound));
        Assert.Equal([0, 1], model.Predict(x).Distinct().Order());
    }

    [Fact]
    public void Progress_tells_every_iteration_and_what_is_lowered()
    {
        var reports = new List<FitProgress>();
        var model = new GaussianMixture { ClusterCount = 3 }.Fit(Overlapping(200, 3, seed: 12), new Recorder(reports));

        Assert.Equal(model.LowerBounds.Select(bound => -bound), reports.Where(report => report.Stage == "Gaussian mixture").Select(report => report.Objective));
    }

    [Fact]
    public void Wrong_starts_are_refused()
    {
        var x = Overlapping(10, 2, seed: 13);
        var settings = new GaussianMixture { ClusterCount = 2 };

        Assert.Throws<ArgumentException>(() => settings.Fit(x, new int[9]));
        Assert.Throws<ArgumentException>(() => settings.Fit(x, [0, 1, 0, 1, 2, 0, 1, 0, 1, 0]));
        Assert.Throws<ArgumentException>(() => settings.Fit(x, new Matrix(10, 3)));
        Assert.Throws<ArgumentException>(() => settings.Fit(x, new Matrix(10, 2)));
        Assert.Throws<ArgumentException>(() => settings.Fit(x, new Matrix(10, 2, Enumerable.Repeat(float.NaN, 20).ToArray())));
    }

    [Fact]
    public void Wrong_parameters_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Full, 2, [1], [0, 0], [1, 0, 0]));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Full, 2, [1], [0, 0], [1, 2, 2, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Full, 2, [0.4], [0, 0], [1, 0, 0, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Diagonal, 2, [1], [0, double.NaN], [1, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Spherical, 2, [1], [0, 0], [-1]));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureModel(CovarianceKind.Tied, 0, [1], [], []));
    }
}
