using Kindred.Clustering;
using Kindred.Clustering.Deep;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class VariationalDeepEmbeddingTests
{
    private const int N = 3, K = 2, D = 2;

    private static readonly float[] Codes = [0.2f, -0.4f, 1.1f, 0.3f, 2.5f, 2.9f], Means = [0.1f, -0.2f, 1, 0.5f, 2, 3], LogVariances = [-1, 0.3f, 0.2f, -0.5f, 0.1f, -2];

    private static readonly float[] Logits = [0.4f, -0.3f], Centres = [0.5f, 0, 2, 2.5f], LogSpreads = [0.2f, -0.3f, 0.7f, 0.1f];

    [Fact]
    public void Shares_are_those_of_the_mixture()
    {
        using var graph = new Graph();
        var shares = Cost(graph).LogShares(Input(graph, N, D, Codes)).Exp();
        graph.Forward();
        var mixture = new GaussianMixtureModel(
            CovarianceKind.Diagonal, D, Priors(), Array.ConvertAll(Centres, value => (double)value), Array.ConvertAll(LogSpreads, value => Math.Exp(value)));
        var expected = mixture.PredictProbabilities(new Matrix(N, D, Codes));
        for (var at = 0; at < N * K; at++)
            Assert.Equal(expected.Values[at], shares.ToArray()[at], 1e-5f);
    }

    /// <summary>Equation 9 as it stands, by plain loops.</summary>
    [Fact]
    public void What_a_batch_costs_is_what_the_equation_says()
    {
        using var graph = new Graph();
        var cost = Cost(graph).Divergence(Input(graph, N, D, Codes), Input(graph, N, D, Means), Input(graph, N, D, LogVariances));
        graph.Forward();
        var expected = 0.0;
        for (var i = 0; i < N; i++)
        {
            var joint = new double[K];
            for (var c = 0; c < K; c++)
            {
                joint[c] = Priors()[c];
                for (var j = 0; j < D; j++)
                    joint[c] *= Math.Exp(-Math.Pow(Codes[(i * D) + j] - Centres[(c * D) + j], 2) / 2 / Math.Exp(LogSpreads[(c * D) + j])) / Math.Sqrt(2 * Math.PI * Math.Exp(LogSpreads[(c * D) + j]));
            }

            for (var c = 0; c < K; c++)
            {
                var share = joint[c] / joint.Sum();
                expected -= share * Math.Log(Priors()[c] / share);
                for (var j = 0; j < D; j++)
                {
                    var (m, l, mu, s) = (Means[(i * D) + j], LogVariances[(i * D) + j], Centres[(c * D) + j], LogSpreads[(c * D) + j]);
                    expected += share / 2 * (s + (Math.Exp(l) / Math.Exp(s)) + ((m - mu) * (m - mu) / Math.Exp(s)));
                }
            }

            for (var j = 0; j < D; j++)
                expected -= (1 + LogVariances[(i * D) + j]) / 2;
        }

        Assert.Equal(expected / N, cost.ToArray()[0], 1e-4);
    }

    [Fact]
    public void The_bound_grows_and_clusters_are_found()
    {
        var (x, truth) = Blobs.Draw(3, rowsEach: 80, columns: 8, spread: 6);
        var settings = new VariationalDeepEmbedding
        {
            ClusterCount = 3,
            Widths = [16, 2],
            Passes = 1,
            Seed = 2,
            Pretraining = new Trainer { Epochs = 60, BatchSize = 64, Optimizer = new Adam { LearningRate = 0.01 } },
        };
        var (first, last) = (settings.Fit(x), (settings with { Passes = 40 }).Fit(x));
        Assert.True(last.Outcome["loss"] < first.Outcome["loss"] - 0.01, $"{first.Outcome["loss"]} → {last.Outcome["loss"]}");
        Assert.Equal(3, truth.Zip(((IClusterModel)last).Predict(x)).Distinct().Count());
    }

    [Fact]
    public void A_hidden_layer_is_needed() => Assert.Throws<ArgumentException>(() => new VariationalDeepEmbedding { ClusterCount = 2, Widths = [2] });

    private static double[] Priors()
    {
        var powers = Array.ConvertAll(Logits, logit => Math.Exp(logit));
        return Array.ConvertAll(powers, power => power / powers.Sum());
    }

    private static VariationalCost Cost(Graph graph) => new(Input(graph, 1, K, Logits), Input(graph, K, D, Centres), Input(graph, K, D, LogSpreads));

    private static Tensor Input(Graph graph, int rows, int columns, float[] values)
    {
        var input = graph.Input(rows, columns);
        input.Set(values);
        return input;
    }
}
