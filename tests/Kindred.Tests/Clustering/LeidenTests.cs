using Kindred.Clustering;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Storage;
using Kindred.Tests.Neighbours;

namespace Kindred.Tests.Clustering;

[Collection(OneAtATime.Name)]
public sealed class LeidenTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    public void Dispose() => Parallelism.Threads = _threads;

    [Fact]
    public void Forty_clear_clouds_are_forty_without_being_told()
    {
        var (x, truth) = Clouds(40, 50, columns: 8);
        var model = new Leiden().Fit(x);
        Assert.Equal(40, model.ClusterCount);
        Assert.Equal(40, truth.Zip(model.Fitted!.Clusters).Distinct().Count());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void There_are_as_many_clusters_as_asked_for(int count)
    {
        var x = PlainNeighbours.Normal(400, 3);
        var model = new Leiden { ClusterCount = count }.Fit(x);
        Assert.Equal(count, model.ClusterCount);
        Assert.Equal(Enumerable.Range(0, count), model.Fitted!.Clusters.Distinct().Order());
    }

    [Fact]
    public void Clouds_that_no_edge_joins_merge_with_the_nearest_where_fewer_clusters_are_asked_for()
    {
        var x = new Matrix(120, 1, Enumerable.Range(0, 120).Select(i => ((float[])[0, 40, 50])[i % 3] + (0.01f * (i / 3))).ToArray());
        var clusters = new Leiden { ClusterCount = 2 }.Fit(x).Fitted!.Clusters;
        Assert.Equal(clusters[1], clusters[2]);
        Assert.NotEqual(clusters[0], clusters[1]);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var x = PlainNeighbours.Normal(1500, 10);
        var models = new List<Membership>();
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            var model = new Leiden { ClusterCount = 6, Seed = 3 }.Fit(x);
            models.Add(model.Fitted!);
            models.Add(model.Assign(x.Slice(0, 700)));
        }

        for (var i = 2; i < models.Count; i++)
            AssertSame(models[i % 2], models[i]);
    }

    [Fact]
    public void Rows_far_from_all_others_are_untypical_and_rows_between_clusters_unsure()
    {
        var (x, truth) = Clouds(3, 100, columns: 2);
        var model = new Leiden { ClusterCount = 3 }.Fit(x);
        var middle = new float[2];
        for (var j = 0; j < 2; j++)
            middle[j] = (Mean(x, truth, 0, j) + Mean(x, truth, 1, j)) / 2;
        var told = model.Assign(new Matrix(3, 2, (float[])[x[0, 0], x[0, 1], middle[0], middle[1], 1000, 1000]));
        Assert.Equal(model.Fitted!.Clusters[0], told.Clusters[0]);
        Assert.InRange(told.Distances[0], 0, 5);
        Assert.Equal(1, told.Probabilities![0]);
        Assert.InRange(told.Distances[1], 10, float.MaxValue);
        Assert.InRange(told.Distances[2], 100, float.MaxValue);
    }

    [Fact]
    public void A_fitted_rows_probability_is_the_share_of_its_edges_that_stay_in_its_cluster()
    {
        var x = PlainNeighbours.Normal(300, 3);
        var model = new Leiden { ClusterCount = 4 }.Fit(x);
        var graph = Kindred.Graphs.NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = 5 }.Of(x));
        var (fitted, isSure) = (model.Fitted!, 0);
        for (var i = 0; i < x.Rows; i++)
        {
            var (within, all) = (0.0, 0.0);
            foreach (var (target, weight) in graph.TargetsOf(i).ToArray().Zip(graph.WeightsOf(i).ToArray()))
                (within, all) = (within + (fitted.Clusters[target] == fitted.Clusters[i] ? weight : 0), all + weight);
            Assert.Equal(within / all, fitted.Probabilities![i], 1e-6);
            isSure += fitted.Probabilities[i] == 1 ? 1 : 0;
        }

        Assert.InRange(isSure, 30, 270);
    }

    [Fact]
    public void A_thinned_model_keeps_every_cluster_and_answers_nearly_alike()
    {
        var (x, truth) = Clouds(4, 300, columns: 3);
        var model = new Leiden { ClusterCount = 4, MaxKeptRows = 100 }.Fit(x);
        Assert.InRange(model.KeptRows, 90, 100);
        Assert.Equal(100, model.Outcome["kept rows"], tolerance: 10);
        Assert.Equal(model.Fitted!.Clusters, model.Assign(x).Clusters);
        Assert.Equal(4, truth.Zip(model.Fitted.Clusters).Distinct().Count());
        Assert.InRange(model.Assign(x).Distances.Order().ElementAt(600), 0.5, 2);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void A_stored_model_answers_with_the_same_bits(Metric metric)
    {
        var x = PlainNeighbours.Normal(200, 5);
        IStored model = new Leiden { ClusterCount = 3, Metric = metric }.Fit(x);
        var read = (NeighbourVoteModel)model.Kind.Read(model.Store());
        AssertSame(((NeighbourVoteModel)model).Assign(x), read.Assign(x));
        Assert.Null(read.Fitted);
    }

    [Fact]
    public void Two_rows_and_identical_rows_are_clustered_and_identical_ones_are_not_parted()
    {
        Assert.Equal(1, new Leiden { ClusterCount = 1 }.Fit(new Matrix(2, 1, (float[])[0, 1])).ClusterCount);
        var same = new Leiden { ClusterCount = 1 }.Fit(new Matrix(30, 2));
        Assert.Equal(1, same.ClusterCount);
        Assert.Throws<FitException>(() => new Leiden { ClusterCount = 2 }.Fit(new Matrix(30, 2)));
        Assert.All(same.Assign(new Matrix(3, 2)).Distances, distance => Assert.Equal(0, distance));
    }

    private static void AssertSame(Membership expected, Membership actual)
    {
        Assert.Equal(expected.Clusters, actual.Clusters);
        Assert.Equal(expected.Distances, actual.Distances);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
    }

    private static float Mean(Matrix x, int[] truth, int cloud, int column) =>
        Enumerable.Range(0, x.Rows).Where(i => truth[i] == cloud).Average(i => x[i, column]);

    /// <summary>Clouds of unit noise whose centres are 30 apart or so.</summary>
    private static (Matrix X, int[] Truth) Clouds(int count, int rowsEach, int columns)
    {
        var rng = new Rng(8);
        var centres = Enumerable.Range(0, count * columns).Select(_ => 60 * rng.NextNormal()).ToArray();
        var truth = Enumerable.Range(0, count * rowsEach).Select(i => i % count).ToArray();
        var values = truth.SelectMany(cloud => Enumerable.Range(0, columns).Select(j => (float)(centres[(cloud * columns) + j] + rng.NextNormal()))).ToArray();
        return (new Matrix(truth.Length, columns, values), truth);
    }
}
