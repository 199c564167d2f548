using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Storage;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

public sealed class KindredModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. Models.Keys];

    private static Dictionary<string, Func<KindredModel>> Models { get; } = new()
    {
        ["full"] = () => SmallModels.Table(),
        ["tied"] = () => SmallModels.Table(CovarianceKind.Tied),
        ["diagonal"] = () => SmallModels.Table(CovarianceKind.Diagonal),
        ["spherical"] = () => SmallModels.Table(CovarianceKind.Spherical, whiten: true),
        ["dense"] = () => SmallModels.Images(),
        ["convolutional"] = () => SmallModels.Images(new ConvolutionalArchitecture { Shape = new ImageShape(2, 3, 1), Channels = [2, 3], CodeLength = 2 }),
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_loaded_model_assigns_with_the_same_bits(string kind)
    {
        var model = Models[kind]();
        model.Save(_folder["m.kindred"]);
        var loaded = KindredModel.Load(_folder["m.kindred"]);
        var (expected, actual) = (model.Assign(SmallModels.Rows), loaded.Assign(SmallModels.Rows));
        Assert.Equal(expected.ToArray(), actual.ToArray());
        Assert.Equal((model.Input, model.Names, model.UnusualDistance, model.Origin), (loaded.Input, loaded.Names, loaded.UnusualDistance, loaded.Origin));
        Assert.Equal(model.Steps.Select(step => step.GetType()), loaded.Steps.Select(step => step.GetType()));
        Assert.Equal(["m.kindred"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_model_given_as_data_is_called_one()
    {
        SmallModels.Table().Save(_folder["m.kindred"]);
        var error = Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder["m.kindred"]));
        Assert.Contains("this is a model that Kindred saved, not a table of text; 'kindred assign' takes it, and the path of the data behind it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_do_what_they_do_by_themselves()
    {
        var model = SmallModels.Table();
        var codes = model.Steps.Aggregate(SmallModels.Rows, (x, step) => step.Transform(x));
        var mixture = (GaussianMixtureModel)model.Clusterer;
        var (clusters, probabilities, likelihoods) = (mixture.Predict(codes), mixture.PredictProbabilities(codes), mixture.LogLikelihood(codes));
        Assert.Equal(
            Enumerable.Range(0, 90).Select(i => new Assignment(clusters[i], $"Cluster {clusters[i]}", probabilities[i, clusters[i]], (float)-likelihoods[i], false)),
            model.Assign(SmallModels.Rows));
    }

    [Fact]
    public void Names_are_kept_and_given_one_by_one()
    {
        var model = SmallModels.Images().WithNames(["bags", "shoes, \"boots\"", "Mäntel"]).WithNames(new Dictionary<int, string> { [0] = " hats " });
        model.Save(_folder["m.kindred"]);
        var loaded = KindredModel.Load(_folder["m.kindred"]);
        Assert.Equal(["hats", "shoes, \"boots\"", "Mäntel"], loaded.Names);
        Assert.All(loaded.Assign(SmallModels.Rows), item => Assert.Equal(loaded.Names[item.Cluster], item.Name));
    }

    [Fact]
    public void Names_that_do_not_fit_are_refused()
    {
        var model = SmallModels.Images();
        Assert.Contains("got 2 names", Assert.Throws<ArgumentException>(() => model.WithNames(["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.WithNames(["a", "b", "  "]));
        Assert.Throws<ArgumentException>(() => model.WithNames(["a", "b", "\u001b[2J"]));
        Assert.Throws<ArgumentException>(() => model.WithNames(new Dictionary<int, string> { [3] = "a" }));
    }

    [Fact]
    public void Names_come_from_what_the_reports_page_offers()
    {
        var json = _folder.Write("names.json", """{"run":"x","clusters":[{"cluster":1,"name":"shoes \"x\"","size":4},{"cluster":0,"name":"bags","size":2}]}""");
        var csv = _folder.Write("names.csv", "cluster,name,size\r\n1,\"shoes \"\"x\"\"\",4\r\n0,bags,2\r\n");
        var expected = new Dictionary<int, string> { [0] = "bags", [1] = "shoes \"x\"" };
        Assert.Equal(expected, ClusterNames.Read(json).OrderBy(pair => pair.Key).ToDictionary());
        Assert.Equal(expected, ClusterNames.Read(csv).OrderBy(pair => pair.Key).ToDictionary());
        Assert.Throws<DataFileException>(() => ClusterNames.Read(_folder.Write("other.csv", "a,b\n1,2\n")));
        Assert.Throws<DataFileException>(() => ClusterNames.Read(_folder.Write("other.json", """{"clusters":[{"cluster":"one"}]}""")));
        Assert.Throws<DataFileException>(() => ClusterNames.Read(_folder["missing.json"]));
    }

    [Fact]
    public void At_most_one_in_a_thousand_training_rows_is_unusual()
    {
        float[] distances = [.. Enumerable.Range(0, 2500).Select(i => (float)((i * 7919) % 2500))];
        Assert.Equal(2497, KindredModel.FarthestUsual(distances));
        Assert.Equal(998, KindredModel.FarthestUsual([.. Enumerable.Range(0, 999).Select(i => (float)i)]));
        Assert.Throws<ArgumentException>(() => KindredModel.FarthestUsual([]));
    }

    [Fact]
    public void Items_farther_than_any_training_row_are_unusual()
    {
        var model = SmallModels.Table();
        float[] values = [.. SmallModels.Rows.Row(0), 1e4f, -1e4f, 1e4f, 1e4f, 1e4f, 1e4f];
        var far = new Matrix(2, 6, values);
        Assert.Equal([false, true], model.Assign(far).Select(item => item.IsUnusual));
        Assert.Equal(1, model.Assign(far).UnusualCount);
    }

    [Fact]
    public void No_items_have_no_clusters()
    {
        Assert.Empty(SmallModels.Table().Assign(new Matrix(0, 6, Memory<float>.Empty)));
        Assert.Empty(SmallModels.Images().Assign(new Matrix(0, 6, Memory<float>.Empty)));
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var images = new ImageSet(SmallModels.Rows, ImageShape.OfTable(6));
        var centres = new KMeansModel(new Matrix(2, 5, new float[10]));
        Assert.Contains("takes rows of 5 numbers, but gets rows of 6", Assert.Throws<ArgumentException>(() => KindredModel.Of(images, [], centres)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KindredModel.Of(images, [new Doubling()], new KMeansModel(new Matrix(2, 6, new float[12]))));
        Assert.Throws<ArgumentException>(() => SmallModels.Table().Assign(new Matrix(1, 5, new float[5])));
        Assert.Throws<ArgumentException>(() => SmallModels.Table().Assign(new Matrix(1, 6, new float[] { 1, 2, 3, 4, 5, float.NaN })));
    }

    private sealed class Doubling : ITransform
    {
        public int InputColumns => 6;

        public int OutputColumns => 6;

        public StoredKind Kind { get; } = new("doubling", _ => new Doubling());

        public Matrix Transform(Matrix x) => x;

        public SafeTensors Store() => new([]);
    }
}
