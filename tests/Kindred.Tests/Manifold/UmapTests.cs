using Kindred.Clustering;
using Kindred.Evaluation;
using Kindred.Graphs;
using Kindred.Manifold;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Manifold;

public sealed class UmapTests
{
    private const int Clouds = 5;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ManifoldFixture.Read.Made.Embeddings.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Can_be_trusted_as_umap_learn_can(int index)
    {
        var expected = ManifoldFixture.Read.Made.Embeddings[index];
        var x = ManifoldFixture.ToMatrix(ManifoldFixture.Read.Made.X);
        var trusts = Enumerable.Range(1, 5).Select(seed =>
        {
            var model = new Umap { Components = expected.Components, MinDistance = expected.MinDistance, Seed = (ulong)seed }.Fit(x);
            return Trustworthiness.Of(x, model.Embedding, neighbours: 10).Value;
        });
        Assert.True(trusts.Order().ElementAt(2) > 0.99 * expected.Trust);
    }

    [Fact]
    public void Clouds_stay_clouds()
    {
        var (x, clouds) = Rows(300);
        var embedded = new Umap { Seed = 1 }.Fit(x).Embedding;
        Assert.Equal(1, NeighbourPurity.Of(new NearestNeighbours { Count = 10 }.Of(embedded), clouds));
        Assert.Equal(Clouds, new KMeans { ClusterCount = Clouds }.Fit(embedded).Predict(embedded).Zip(clouds).Distinct().Count());
    }

    [Fact]
    public void A_graph_made_elsewhere_gives_what_its_own_would()
    {
        var (x, _) = Rows(200);
        var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = 15 }.Of(x));
        var settings = new Umap { Epochs = 50, Seed = 4 };
        Assert.Equal(settings.Fit(x).Embedding.Values.ToArray(), settings.Embed(graph).Values.ToArray());
        Assert.NotEqual(settings.Embed(graph).Values.ToArray(), (settings with { Seed = 5 }).Embed(graph).Values.ToArray());
    }

    [Fact]
    public void New_rows_come_to_lie_among_their_like()
    {
        var (x, clouds) = Rows(400);
        var model = new Umap { Components = 3, Seed = 2 }.Fit(x.Slice(0, 300));
        var placed = model.Transform(x.Slice(300, 100));
        var nearest = new NearestNeighbours { Count = 5 }.Query(model.Embedding, placed);
        for (var i = 0; i < 100; i++)
            Assert.All(nearest.Indices(i).ToArray(), row => Assert.Equal(clouds[300 + i], clouds[row]));
    }

    [Fact]
    public void Rows_it_was_fitted_on_come_to_lie_near_their_places()
    {
        var (x, _) = Rows(300);
        var model = new Umap { Seed = 2 }.Fit(x);
        var again = model.Transform(x);
        var misses = Enumerable.Range(0, 300).Select(i => Distance(again.Row(i), model.Fitted!.Row(i))).Order().ToArray();
        Assert.True(misses[150] < 0.5, $"half of all rows are {misses[150]} or less from their places");
    }

    [Fact]
    public void Codes_go_through_it_to_a_mixture()
    {
        // "not too deep" clustering (McConville and others 2020, arXiv:1908.05968): codes → UMAP → mixture
        var (codes, clouds) = Rows(400);
        var embedded = codes;
        foreach (var step in new ITransformer[] { new StandardScaler(), new Umap { Components = 10, Neighbours = 20, MinDistance = 0, Seed = 1 } })
        {
            var fitted = step.Fit(embedded);
            embedded = fitted.Fitted ?? fitted.Transform(embedded);
        }

        var found = new GaussianMixture { ClusterCount = Clouds, Seed = 1 }.Fit(embedded).Assign(embedded).Clusters;
        Assert.Equal(1, Scores.Compare(clouds, found).Accuracy, 0.01);
    }

    [Fact]
    public void Bytes_go_where_the_floats_they_stand_for_go()   // of whole numbers both have the same distances, so the same bits
    {
        var rng = new Rng(6);
        var bytes = new ByteMatrix(60, 8, Enumerable.Range(0, 480).Select(_ => (byte)rng.NextInt(256)).ToArray(), scale: 1);
        var settings = new Umap { Neighbours = 5, Epochs = 5 };
        var found = (UmapModel)settings.Fit(bytes);
        Assert.Equal(settings.Fit(bytes.ToMatrix()).Embedding.Values.ToArray(), found.Embedding.Values.ToArray());
    }

    [Fact]
    public void Bytes_that_stand_for_shares_have_the_graph_of_these_shares_but_for_the_rounding_of_distances()
    {
        var rng = new Rng(6);
        var bytes = new ByteMatrix(60, 8, Enumerable.Range(0, 480).Select(_ => (byte)rng.NextInt(256)).ToArray());
        var search = new NearestNeighbours { Count = 5 };
        var (found, expected) = (NeighbourGraph.FuzzyUnion(search.Of(bytes)), NeighbourGraph.FuzzyUnion(search.Of(bytes.ToMatrix())));
        Assert.Equal(expected.Targets.ToArray(), found.Targets.ToArray());
        Assert.All(expected.Weights.ToArray().Zip(found.Weights.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        var settings = new Umap { Neighbours = 5, Epochs = 1 };
        var layout = (UmapModel)settings.Fit(bytes);
        Assert.All(settings.Fit(bytes.ToMatrix()).Embedding.Values.ToArray().Zip(layout.Embedding.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 0.01));
    }

    [Fact]
    public void Rows_that_are_all_alike_lie_somewhere()
    {
        var x = new Matrix(40, 3);
        var model = new Umap { Neighbours = 5, Epochs = 50 }.Fit(x);
        Assert.All(model.Embedding.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.All(model.Transform(x).Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Few_rows_are_laid_out_in_more_columns_than_there_are_rows() =>
        Assert.Equal((4, 17), new Umap { Neighbours = 3, Components = 17, Epochs = 20 }.Fit(Rows(4).X).Embedding is var found ? (found.Rows, found.Columns) : default);

    [Fact]
    public void Settings_say_what_is_wrong()
    {
        var (x, _) = Rows(30);
        Assert.Contains("at most the spread", Assert.Throws<ArgumentException>(() => new Umap { MinDistance = 2 }.Fit(x)).Message, StringComparison.Ordinal);
        Assert.Contains("At least 31 rows", Assert.Throws<ArgumentException>(() => new Umap { Neighbours = 30 }.Fit(x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Umap { NegativeSamples = 101 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Umap { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Umap { Components = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Umap { MinDistance = -1 });
        Assert.Throws<ArgumentNullException>(() => new Umap().Embed(null!));
    }

    [Fact]
    public void Stops_between_epochs()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0;
        var progress = new Immediate(step => epochs += step.Stage == "layout" && step.Step == 3 ? Cancel(source) : 0);
        Assert.ThrowsAny<OperationCanceledException>(() => new Umap().Fit(Rows(60).X, progress, source.Token));
        Assert.Equal(1, epochs);
    }

    private static int Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return 1;
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += ((double)a[j] - b[j]) * ((double)a[j] - b[j]);
        return Math.Sqrt(sum);
    }

    private static (Matrix X, int[] Clouds) Rows(int rows)
    {
        var rng = new Rng(12);
        var clouds = Enumerable.Range(0, rows).Select(_ => rng.NextInt(Clouds)).ToArray();
        return (new Matrix(rows, 8, Enumerable.Range(0, rows * 8).Select(k => (float)(rng.NextNormal() + (k % 8 == clouds[k / 8] ? 12 : 0))).ToArray()), clouds);
    }

    private sealed class Immediate(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
