using Kindred.Clustering;
using Kindred.Clustering.Deep;
using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class DeepClusteringTests
{
    private static readonly Matrix Codes = new(3, 2, new[] { 0f, 0, 1, 0, 3, 4 });

    private static readonly Matrix Centres = new(2, 2, new[] { 0f, 0, 3, 3 });

    [Fact]
    public void Targets_of_DEC_are_squared_similarities_over_the_size_of_their_cluster()
    {
        // 1 / (1 + d²): row 0: 1 and 1/19; row 1: 1/2 and 1/14; row 2: 1/26 and 1/2
        double[][] similar = [[1, 1 / 19.0], [1 / 2.0, 1 / 14.0], [1 / 26.0, 1 / 2.0]];
        var q = similar.Select(row => row.Select(value => value / row.Sum()).ToArray()).ToArray();
        var sizes = new[] { q.Sum(row => row[0]), q.Sum(row => row[1]) };
        foreach (var objective in new IClusterObjective[] { new Dec(), new Idec() })
        {
            var p = objective.Targets(Codes, Centres);
            for (var i = 0; i < 3; i++)
            {
                var sharp = new[] { q[i][0] * q[i][0] / sizes[0], q[i][1] * q[i][1] / sizes[1] };
                Assert.Equal(sharp[0] / sharp.Sum(), p.Row(i)[0], 1e-6);
                Assert.Equal(sharp[1] / sharp.Sum(), p.Row(i)[1], 1e-6);
            }
        }
    }

    [Fact]
    public void Centres_of_DCN_are_the_means_of_the_nearest_codes()
    {
        var objective = new Dcn();
        var targets = objective.Targets(Codes, Centres);
        Assert.Equal([1, 0, 1, 0, 0, 1], targets.Values.ToArray());
        Assert.Equal([0.5f, 0, 3, 4], objective.Centres(Codes, targets, Centres).Values.ToArray());
        var lonely = new Matrix(2, 2, new[] { 1f, 1, 90, 90 });  // nobody is nearest to the second: it stays
        Assert.Equal([4 / 3f, 4 / 3f, 90, 90], objective.Centres(Codes, objective.Targets(Codes, lonely), lonely).Values.ToArray());
    }

    [Fact]
    public void What_a_batch_costs_is_what_the_equations_say()
    {
        double Cost(IClusterObjective objective)
        {
            using var graph = new Graph();
            var (codes, centres, targets, error) = (graph.Input(3, 2), graph.Input(2, 2), graph.Input(3, 2), graph.Input(1));
            codes.Set(Codes.Values);
            centres.Set(Centres.Values);
            targets.Set(objective.Targets(Codes, Centres).Values);
            error.Set([0.25f]);
            var cost = objective.Cost(new DeepBatch(codes, centres, targets, () => error));
            graph.Forward();
            return cost.ToArray()[0];
        }

        var (q, p) = (Dec.Similarities(Codes, Centres), new Dec().Targets(Codes, Centres));
        var divergence = Enumerable.Range(0, 6).Sum(at => p.Values[at] * Math.Log(p.Values[at] / (double)q.Values[at])) / 3;
        Assert.Equal(divergence, Cost(new Dec()), 1e-5);
        Assert.Equal(0.25 + (0.4 * divergence), Cost(new Idec { Weight = 0.4 }), 1e-5);
        Assert.Equal(0.25 + (0.2 * (0 + 1 + 1) / 6.0), Cost(new Dcn { Weight = 0.2 }), 1e-5);  // squared distances to the own centre, the mean over six numbers
    }

    public static TheoryData<string> Names => ["DEC", "IDEC", "DCN"];

    [Theory, MemberData(nameof(Names))]
    public void Clusters_part(string name)
    {
        var (x, _) = Blobs.Draw(3, rowsEach: 80, columns: 8, spread: 6);
        IClusterObjective objective = name switch { "DEC" => new Dec(), "IDEC" => new Idec { Weight = 1 }, _ => new Dcn { Weight = 1 } };
        var before = new DeepClustering
        {
            ClusterCount = 3,
            Objective = objective,
            Widths = [16, 2],
            MostPasses = 1,
            StopShare = 0,
            LearningRate = 1e-9,
            Seed = 2,
            Pretraining = new Trainer { Epochs = 60, BatchSize = 64, Optimizer = new Adam { LearningRate = 0.01 } },
        };
        var after = before with { MostPasses = 40, LearningRate = 0.01 };
        var (first, last) = (before.Fit(x), after.Fit(x));
        if (name == "DCN")
            Assert.True(Spread(last, x) < 0.8 * Spread(first, x), "The codes are no nearer to their centres.");
        else
            Assert.True(last.Assign(x).Probabilities!.Average() > first.Assign(x).Probabilities!.Average(), "Rows belong no more surely to their cluster.");
    }

    [Fact]
    public void It_ends_when_hardly_a_row_changes_its_cluster()
    {
        var (x, _) = Blobs.Draw(3, rowsEach: 50, columns: 4);
        var model = new DeepClustering
        {
            ClusterCount = 3,
            Objective = new Idec(),
            Widths = [16, 2],
            MostPasses = 30,
            Seed = 2,
            Pretraining = new Trainer { Epochs = 60, BatchSize = 64, Optimizer = new Adam { LearningRate = 0.01 } },
        }.Fit(x);
        Assert.Equal((1, 1, 0), (model.Outcome["passes"], model.Outcome["converged"], model.Outcome["changedShare"]));
    }

    [Fact]
    public void An_autoencoder_that_learned_nothing_is_not_clustered_on()
    {
        var (x, _) = Blobs.Draw(3, rowsEach: 50, columns: 4);
        var failure = Assert.Throws<FitException>(() => new DeepClustering
        {
            ClusterCount = 3,
            Objective = new Dec(),
            Widths = [16, 2],
            Pretraining = new Trainer { Epochs = 1, Optimizer = new Adam { LearningRate = 1e-9 } },
        }.Fit(x));
        Assert.StartsWith("The encoder failed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolutional_autoencoder_serves_as_well()
    {
        var x = MadeOf(120);
        var model = new DeepClustering
        {
            ClusterCount = 2,
            Objective = new Dcn(),
            MostPasses = 2,
            Architecture = new ConvolutionalArchitecture { Shape = new(8, 8, 1), Channels = [4, 8], CodeLength = 3 },
            Pretraining = new Trainer { Epochs = 40, BatchSize = 20, Optimizer = new Adam { LearningRate = 0.01 } },
        }.Fit(x);
        Assert.Equal((64, 3), (model.Columns, model.Centres.Columns));
    }

    /// <summary>Pictures of a bar, upright or lying, at any place.</summary>
    private static Matrix MadeOf(int count)
    {
        var (rng, x) = (new Rng(6), new Matrix(count, 64));
        for (var i = 0; i < count; i++)
        {
            var place = 1 + rng.NextInt(6);
            for (var at = 0; at < 8; at++)
                x.MutableRow(i)[i % 2 == 0 ? (place * 8) + at : (at * 8) + place] = 1;
        }

        return x;
    }

    /// <summary>How far codes lie from their own centre, as a share of how far centres lie from each other.</summary>
    private static double Spread(DeepClusterModel model, Matrix x)
    {
        var apart = Dec.SquaredDistance(model.Centres.Row(0), model.Centres.Row(1)) + Dec.SquaredDistance(model.Centres.Row(1), model.Centres.Row(2)) + Dec.SquaredDistance(model.Centres.Row(0), model.Centres.Row(2));
        return model.Assign(x).Distances.Sum(distance => (double)distance * distance) / x.Rows / apart;
    }
}
