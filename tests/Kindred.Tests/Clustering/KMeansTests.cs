using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public partial class KMeansTests
{
    /// <summary>Both sides of the change from packed to wide rows, full vectors and tails; few and many groups.</summary>
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 3 }, { 2, 1 }, { 5, 7 }, { 16, 4 }, { 31, 6 }, { 32, 6 }, { 33, 16 }, { 50, 17 }, { 100, 2 }, { 129, 40 }, { 64, 150 },
    };

    private static readonly int[] ThreadCounts = [1, 2, 4];

    [Fact]
    public void Two_pairs_of_points_by_hand()
    {
        var x = new Matrix(4, 2, new float[] { 0, 0, 0.5f, 0, 0.5f, 1, 1, 1 });
        var model = new KMeans { ClusterCount = 2 }.Fit(x);
        Assert.Equal(0.25, model.Inertia, 1e-6);
        Assert.Equal(model.Clusters[0], model.Clusters[1]);
        Assert.NotEqual(model.Clusters[1], model.Clusters[2]);
        Assert.Equal(model.Clusters[2], model.Clusters[3]);
        Assert.Equal([0.25f, 0], model.Centres.Row(model.Clusters[0]));
        Assert.Equal([0.75f, 1], model.Centres.Row(model.Clusters[2]));
        Assert.True(model.Converged);
    }

    [Fact]
    public void One_group_is_the_mean_and_every_row_a_group_costs_nothing()
    {
        var x = Clouds(rows: 40, columns: 3);
        var mean = new KMeans { ClusterCount = 1 }.Fit(x);
        for (var j = 0; j < 3; j++)
            Assert.Equal(Statistics.ColumnMeans(x)[j], mean.Centres[0, j], 1e-5);
        Assert.Equal(Statistics.MeanColumnVariance(x) * 3 * 40, mean.Inertia, 1e-2);
        Assert.Equal(0, new KMeans { ClusterCount = 40 }.Fit(x).Inertia);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Bounds_and_packing_change_nothing_against_the_plain_loop(int columns, int clusters)
    {
        var x = Clouds(rows: 700, columns);
        var start = x.Take(new Rng(5).Permutation(700).AsSpan(0, clusters));
        var settings = new KMeans { ClusterCount = clusters, Tolerance = 0, MaxIterations = 60 };
        var model = settings.FitFrom(start, x);
        var (labels, inertia, iterations) = PlainLloyd.Fit(x, start, settings.MaxIterations);
        Assert.Equal(labels, model.Clusters.ToArray());
        Assert.Equal(iterations, model.Iterations);
        Assert.Equal(inertia, model.Inertia, 1e-6 * inertia);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Bytes_and_floats_of_the_same_data_give_the_same_groups(int columns, int clusters)
    {
        var bytes = Bytes(rows: 600, columns, scale: 1);  // whole numbers: the same in both forms
        var settings = new KMeans { ClusterCount = clusters, Restarts = 3, Seed = 3 };
        var (first, second) = (settings.Fit(bytes), settings.Fit(bytes.ToMatrix()));
        Assert.Equal(second.Clusters.ToArray(), first.Clusters.ToArray());
        Assert.Equal(second.Inertia, first.Inertia, 1e-6 * second.Inertia);
        Assert.Equal(second.Iterations, first.Iterations);
    }

    [Fact]
    public void Bytes_are_measured_in_units_of_their_scale()
    {
        var whole = Bytes(rows: 300, columns: 40, scale: 1);
        var pixels = new ByteMatrix(300, 40, whole.Values.ToArray());
        var settings = new KMeans { ClusterCount = 5, Seed = 2 };
        var (first, second) = (settings.Fit(whole), settings.Fit(pixels));
        Assert.Equal(first.Clusters.ToArray(), second.Clusters.ToArray());
        Assert.Equal(first.Inertia / (255 * 255), second.Inertia, 1e-6 * second.Inertia);
        Assert.Equal(first.Centres[2, 7] / 255, second.Centres[2, 7], 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Labels_distances_and_inertia_belong_to_the_final_centres(int columns)
    {
        var x = Clouds(rows: 900, columns);
        foreach (var steps in new[] { 1, 3, 300 })
        {
            var model = new KMeans { ClusterCount = 6, MaxIterations = steps }.Fit(x);
            var (labels, distances, _) = model.Assign(x);
            Assert.Equal(labels, model.Clusters.ToArray());
            Assert.Equal(model.Predict(x), model.Clusters.ToArray());
            Assert.Equal(PlainLloyd.Assign(x, model.Centres).Inertia, model.Inertia, 1e-6 * model.Inertia);
            Assert.Equal(distances.Sum(d => (double)d * d), model.Inertia, 1e-6 * model.Inertia);
        }
    }

    [Fact]
    public void Predicting_bytes_is_predicting_their_floats()
    {
        var bytes = Bytes(rows: 500, columns: 50, scale: 1f / 255);
        var model = new KMeans { ClusterCount = 7 }.Fit(bytes);
        Assert.Equal(model.Predict(bytes.ToMatrix()), model.Predict(bytes));
        Assert.Equal(model.Predict(bytes), model.Clusters.ToArray());
        Assert.Equal(model.Assign(bytes.ToMatrix()).Distances, model.Assign(bytes).Distances);
    }

    [Fact]
    public void Progress_on_bytes_is_told_in_the_units_of_the_model()
    {
        var rng = new Rng(3);
        var bytes = new byte[200 * 40];
        foreach (ref var value in bytes.AsSpan())
            value = (byte)rng.NextInt(256);
        var seen = new List<FitProgress>();
        var model = new KMeans { ClusterCount = 3, Restarts = 1 }.Fit(new ByteMatrix(200, 40, bytes), new Synchronous<FitProgress>(seen.Add));
        Assert.Equal(model.Inertia, seen[^1].Objective, 1e-3 * model.Inertia);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(45)]
    public void Inertia_never_rises(int columns)
    {
        var seen = new List<FitProgress>();
        var settings = new KMeans { ClusterCount = 8, Restarts = 1, Tolerance = 0 };
        var model = settings.Fit(Clouds(rows: 2000, columns), new Synchronous<FitProgress>(seen.Add));
        Assert.Equal(model.Iterations, seen.Count);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.Objective <= pair.First.Objective * (1 + 1e-12)));
        Assert.Equal(model.Inertia, seen[^1].Objective, 1e-6 * model.Inertia);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void An_emptied_cluster_starts_again_at_the_farthest_row(int columns)
    {
        // two pairs of rows and one far away; the third centre attracts nobody at first
        var x = Columns(columns, 0, 1, 10, 11, 30);
        var start = Columns(columns, 0.4f, 10.6f, 1000);
        var model = new KMeans { ClusterCount = 3 }.FitFrom(start, x);
        Assert.Equal([0, 0, 1, 1, 2], model.Clusters.ToArray());
        Assert.Equal(1.0 * columns, model.Inertia, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void From_the_same_centres_the_result_is_that_of_scikit_learn(int number)
    {
        var expected = Fixtures()[number];
        var x = new Matrix(expected.Rows, expected.Columns, Array.ConvertAll(expected.X, value => (float)value));
        var start = new Matrix(expected.Clusters, expected.Columns, Array.ConvertAll(expected.Start, value => (float)value));
        var model = new KMeans { ClusterCount = expected.Clusters }.FitFrom(start, x);
        Assert.Equal(expected.Labels, model.Clusters.ToArray());
        Assert.Equal(expected.Inertia, model.Inertia, 1e-6 * expected.Inertia);
        Assert.Equal(expected.Iterations, model.Iterations);
    }

    [Fact]
    public void Identical_rows_share_a_group()
    {
        var x = Columns(40, [.. Enumerable.Range(0, 300).Select(i => (float)(i % 9))]);
        var labels = new KMeans { ClusterCount = 6, Seed = 4 }.Fit(x).Clusters;
        for (var i = 9; i < 300; i++)
            Assert.Equal(labels[i - 9], labels[i]);
    }

    [Fact]
    public void Rows_of_bytes_too_long_for_short_products_are_grouped_as_their_floats()
    {
        var bytes = Bytes(rows: 20, columns: 33_000, scale: 1);
        var settings = new KMeans { ClusterCount = 3, Restarts = 2 };
        Assert.Equal(settings.Fit(bytes.ToMatrix()).Clusters, settings.Fit(bytes).Clusters);
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(60, 5)]
    [InlineData(60, 40)]
    public void The_number_of_threads_changes_no_bit(int columns, int clusters)
    {
        var x = Clouds(rows: 3000, columns);
        var bytes = Bytes(rows: 3000, columns, scale: 1f / 255);
        var settings = new KMeans { ClusterCount = clusters, Restarts = 3, Seed = 8 };
        var before = Parallelism.Threads;
        try
        {
            var results = ThreadCounts.Select(threads =>
            {
                Parallelism.Threads = threads;
                return (Float: settings.Fit(x), Byte: settings.Fit(bytes));
            }).ToArray();
            foreach (var (fromFloats, fromBytes) in results)
            {
                Assert.Equal(results[0].Float.Centres.Values, fromFloats.Centres.Values);
                Assert.Equal(results[0].Float.Inertia, fromFloats.Inertia);
                Assert.Equal(results[0].Byte.Centres.Values, fromBytes.Centres.Values);
                Assert.Equal(results[0].Byte.Inertia, fromBytes.Inertia);
                Assert.Equal(results[0].Byte.Clusters, fromBytes.Clusters);
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Restarts_keep_the_best()
    {
        var x = Clouds(rows: 800, columns: 5);
        var ten = new KMeans { ClusterCount = 12, Seed = 1 }.Fit(x).Inertia;
        var one = new KMeans { ClusterCount = 12, Seed = 1, Restarts = 1 }.Fit(x).Inertia;
        Assert.True(ten <= one);
    }

    [Fact]
    public void Stored_centres_predict_as_the_fitted_model_does()
    {
        var x = Clouds(rows: 500, columns: 6);
        var model = new KMeans { ClusterCount = 4 }.Fit(x);
        var loaded = new KMeansModel(model.Centres);
        Assert.Equal(model.Predict(x), loaded.Predict(x));
        Assert.Equal(0, loaded.Clusters.Length);
    }
}
