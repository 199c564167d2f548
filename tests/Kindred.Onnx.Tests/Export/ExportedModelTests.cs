using System.Globalization;
using System.Text;
using System.Text.Json;
using Kindred.Catalog;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Onnx.Export;
using Microsoft.ML.OnnxRuntime;
using Xunit.Abstractions;

namespace Kindred.Onnx.Tests.Export;

/// <summary>Exported graphs in ONNX Runtime against Kindred's own answers, on 1,000 pictures that no model has seen.</summary>
public sealed class ExportedModelTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("kmeans-pixels")]
    [InlineData("gmm-pixels")]
    [InlineData("pca-gmm")]
    [InlineData("pca90-gmm")]
    [InlineData("knn-leiden")]
    [InlineData("hog-leiden")]
    [InlineData("dense-kmeans")]
    [InlineData("conv-kmeans")]
    [InlineData("contrastive-leiden")]
    [InlineData("contrastive:blocks=1:width=8:code=64 heads:4")]
    [InlineData("- idec:pretraining=8:passes=2")]
    [InlineData("standard,pca:20 mini-batch-kmeans")]
    [InlineData("minmax,pca:20 gmm:covariance=tied")]
    [InlineData("unit,pca:20 gmm:covariance=diagonal")]
    [InlineData("unit:no,pca:20 gmm:covariance=spherical")]
    [InlineData("hog,pca:50 leiden:metric=cosine")]
    [InlineData("pca:10 hdbscan:15")]
    [InlineData("pca:10 hdbscan:15:samples=1")]
    [InlineData("pca:10 agglomerative")]
    [InlineData("pca:10 agglomerative:average")]
    [InlineData("pca:10 spectral")]
    [InlineData("colours kmeans")]
    public void Grey_pictures_go_where_Kindred_puts_them(string chain) => Compare(chain, Chains.Pictures, Tolerance);

    [Theory]
    [InlineData("kmeans-pixels")]
    [InlineData("hog-leiden")]
    [InlineData("contrastive:width=8:code=32 heads:4")]
    [InlineData("colours:3,pca:8 gmm")]
    public void Coloured_pictures_go_where_Kindred_puts_them(string chain) => Compare(chain, Chains.Coloured, Tolerance);

    /// <summary>Codes of networks carry the rounding of 32 bits, Kindred's as much as the graph's, and full covariances of narrow clusters make more of it:
    /// of the same codes the probabilities are the same within the tolerance, of the same pictures they need not be.</summary>
    [Theory]
    [InlineData("dense-gmm")]
    [InlineData("conv-gmm")]
    [InlineData("- vade:pretraining=8:passes=2")]
    public void Mixtures_of_codes_differ_by_what_the_codes_do(string chain) => Compare(chain, Chains.Pictures, 20 * Tolerance);

    [Fact]
    public void Calibrated_shares_are_what_they_are_worth()
    {
        var model = Chains.Fit("knn-leiden", Chains.Pictures);
        var calibration = new ShareCalibration([0.2, 0.4, 0.4, 0.9], [0.1, 0.3, 0.5, 0.95]);
        Compare("calibrated", KindredModel.Of(Chains.Pictures.Train, model.Steps, ((IVoteModel)model.Clusterer).Calibrated(calibration)), Chains.Pictures.Test!, Tolerance);
    }

    [Fact]
    public void Rows_that_were_put_by_hand_stay_there()
    {
        var model = Chains.Fit("pca-gmm", Chains.Pictures);
        var codes = model.Encode(Chains.Pictures.Train);
        int[] clusters = [.. model.Clusterer.Predict(codes).Select((cluster, i) => i % 5 == 0 ? Membership.NoCluster : i % 7 == 0 ? 3 : cluster)];
        var curated = new NeighbourVote { KeepsKnownRows = true }.Model(codes, clusters, new Dictionary<string, double>());
        Compare("put by hand", KindredModel.Of(Chains.Pictures.Train, model.Steps, curated), Chains.Pictures.Train.Slice(0, 1000), Tolerance);
    }

    [Fact]
    public void Columns_that_are_counted_from_an_origin_come_as_they_are()
    {
        var rng = new Rng(4);
        double[] origins = [1.7e9, 0];
        var values = new float[2 * 1000];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((i / 2 % 3 * 40) + rng.NextDouble());
        var rows = new ImageSet(new Matrix(1000, 2, values), ImageShape.OfTable(2)) { Origins = origins };
        Compare("origins", KindredModel.Of(rows, [], new GaussianMixture { ClusterCount = 3, Seed = 1 }.Fit(rows.Pixels)), rows, Tolerance);
    }

    [Fact]
    public void Every_kind_of_method_has_its_nodes_or_a_reason() =>
        Assert.All(MethodCatalog.Steps.Select(method => method.StoredAs).Concat(MethodCatalog.Clusterers.Select(method => method.StoredAs)), kind => Assert.True(ExportCatalog.IsTold(kind), kind.Name));

    [Fact]
    public void What_has_no_standard_operators_is_refused_by_name()
    {
        var model = Chains.Fit("pca:5,umap kmeans", new Dataset("few", new string('0', 64), Chains.Pictures.Train.Slice(0, 200), null, []));
        var refused = Assert.Throws<ArgumentException>(() => ExportedModel.Of(model));
        Assert.Contains("step umap", refused.Message, StringComparison.Ordinal);
        Assert.Contains("principal-components", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_says_what_it_is_and_hostile_names_stay_texts()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["\"]}<script>alert(1)</script>", "..\\..\u202e/etc", "\ud800 half", new string('é', 200), "Ｆｕｌｌ 😀", "a\u0301", "' OR 1=1 --", "{\"kindred.format\":1}", "\ufeffx", "x"];
        var model = Chains.Fit("pca-gmm", Chains.Pictures).WithNames(names);
        ExportedModel.Of(model).Save(folder["model.onnx"]);
        using var session = new InferenceSession(folder["model.onnx"]);
        var texts = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal("kindred-onnx-1", texts["kindred.format"]);
        Assert.Equal("Kindred", session.ModelMetadata.ProducerName);
        Assert.True(Ascii.IsValid(texts["kindred.clusters"]));
        Assert.Equal(names.Select(name => name.Replace('\ud800', '\ufffd')), JsonSerializer.Deserialize<string[]>(texts["kindred.clusters"]));
        Assert.Equal(model.UnusualDistance, float.Parse(texts["kindred.unusual_distance"], CultureInfo.InvariantCulture));
        Assert.Equal("[\"principal-components\"]", texts["kindred.steps"]);
        Assert.Equal(["cluster", "probability", "distance", "probabilities", "code"], session.OutputNames);
        Assert.Equal([-1, 28, 28, 1], session.InputMetadata["pixels"].Dimensions);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Every_activation_has_its_nodes()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var architecture = new DenseArchitecture { Widths = [784, 12, 4], Activation = activation };
            var encoder = new Autoencoder { Architecture = architecture, Trainer = new Trainer { Epochs = 1 }, Seed = 2 }.Fit(Chains.Pictures.Train.Bytes!);
            var codes = encoder.Transform(Chains.Pictures.Train.Bytes!);
            Compare($"{activation}", KindredModel.Of(Chains.Pictures.Train, [encoder], new KMeans { ClusterCount = 4, Seed = 1 }.Fit(codes)), Chains.Pictures.Test!, Tolerance);
        }
    }

    private void Compare(string chain, Dataset data, double tolerance) => Compare(chain, Chains.Fit(chain, data), data.Test!, tolerance);

    private void Compare(string chain, KindredModel model, ImageSet items, double tolerance)
    {
        var (own, told) = (model.Assign(items), Told.By(model, items, 1, 7, 992));
        var ofCodes = model.Clusterer.Assign(new Matrix(items.Count, model.Clusterer.Columns, told.Codes));
        var margin = Margins(model, items);
        int[] elsewhere = [.. Enumerable.Range(0, items.Count).Where(i => own.Clusters[i] != told.Clusters[i])];
        var (apart, apartOfCodes) = (Farthest(own.Probabilities, told.Probabilities), Farthest(ofCodes.Probabilities, told.Probabilities));
        var distances = Enumerable.Range(0, items.Count).Max(i => Math.Abs(own.Distances[i] - told.Distances[i]) / Math.Max(1, Math.Abs(own.Distances[i])));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{chain}: probabilities {apart:E1}, of the same codes {apartOfCodes:E1}, distances {distances:E1} (relative), {elsewhere.Length} of {items.Count} elsewhere"));
        Assert.Equal(own.Probabilities.IsEmpty, told.Probabilities is null);
        Assert.All(elsewhere, i => Assert.True(margin(i) <= Tolerance, $"item {i} is in {own.Clusters[i]}, told {told.Clusters[i]}"));
        Assert.Equal(ofCodes.Clusters, told.Clusters.Select(cluster => (int)cluster));
        Assert.InRange(apartOfCodes, 0, Tolerance);
        Assert.InRange(apart, 0, tolerance);
        Assert.InRange(distances, 0, 20 * tolerance);
    }

    private static double Farthest(ReadOnlySpan<float> own, float[]? told)
    {
        var farthest = 0.0;
        for (var i = 0; i < own.Length; i++)
            farthest = Math.Max(farthest, Math.Abs((double)own[i] - told![i]));
        return farthest;
    }

    /// <summary>By how much an item's cluster leads, where the model tells all probabilities.</summary>
    private static Func<int, double> Margins(KindredModel model, ImageSet items)
    {
        if (model.Clusterer is not ISoftClusterModel soft)
            return _ => double.PositiveInfinity;
        var shares = soft.PredictProbabilities(model.Encode(items));
        return i => shares.Row(i).ToArray().OrderDescending().Take(2).Aggregate((most, next) => most - next);
    }
}
