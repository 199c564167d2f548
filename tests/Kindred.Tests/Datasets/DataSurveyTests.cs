using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Selection;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>What lies at a path, before anything is computed.</summary>
public sealed class DataSurveyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_images_is_told_by_formats_sizes_and_colours()
    {
        Directory.CreateDirectory(_folder["cats"]);
        File.WriteAllBytes(_folder["cats/a.png"], ImageFixtures.Bytes("c0d8n11x13.png"));
        File.WriteAllBytes(_folder["cats/b.jpg"], ImageFixtures.Bytes("c2d8n11x13.png"));
        File.WriteAllBytes(_folder["cats/c.png"], [1, 2, 3]);

        var survey = DataSurvey.Of(_folder["."]);

        Assert.Equal([new Tally("PNG", 2), new Tally("not readable", 1)], survey.Formats);
        Assert.Equal([new Tally(survey.Sizes[0].What, 2)], survey.Sizes);
        Assert.Equal([new Tally("colour", 1), new Tally("grey", 1)], survey.Colours);
        Assert.Equal([new Tally("cats", 3)], survey.Folders);
    }

    [Fact]
    public void Columns_of_a_text_table_are_told_with_what_they_hold()
    {
        var survey = DataSurvey.Of(_folder.Write("a.csv", "id;u;v;w\na;1,5;2;\nb;3,5;4;\nc;;6;\n"));

        Assert.Equal(["id: texts, such as 'a'", "u: numbers with decimals, 1 missing in the first rows", "v: whole numbers", "w: nothing"], survey.Columns.Select(column => $"{column.Name}: {column.Holds}"));
    }

    [Theory]
    [InlineData("embeddings.parquet", "id: texts; price: numbers; embedding: lists of numbers")]
    [InlineData("embeddings.arrow", "id: texts; price: numbers; embedding: lists of numbers")]
    [InlineData("times.parquet", "when: dates or times; u: numbers")]
    public void Columns_of_files_say_what_they_hold(string name, string columns) =>
        Assert.Equal(columns, string.Join("; ", DataSurvey.Of(ImageFixtures.PathOf($"columns/{name}")).Columns.Select(column => $"{column.Name}: {column.Holds}")));

    [Theory]
    [InlineData("columns/embeddings.h5", "data/X: 40 x 3 of f4; data/y: 40 of i8; names: no numbers")]
    [InlineData("arrays/parts.npz", "x_test: 2 x 2 x 3 of u1; x_train: 4 x 2 x 3 of u1; y_test: 2 of u1; y_train: 4 of i8")]
    public void Arrays_are_listed(string path, string arrays) =>
        Assert.Equal(arrays, string.Join("; ", DataSurvey.Of(ImageFixtures.PathOf(path)).Arrays.OrderBy(array => array.Name, StringComparer.Ordinal).Select(array => $"{array.Name}: {array.Holds}")));

    [Fact]
    public void A_plan_names_the_recipe_and_costs_more_for_more()
    {
        var (few, many) = (Wardrobe.Load(100, 1), Wardrobe.Load(1000, 1));

        Assert.Equal(DefaultRecipe.For(few).Name, ClusteringPlan.For(few).Recipe);
        Assert.True(ClusteringPlan.For(few).Bytes < ClusteringPlan.For(many).Bytes);
        Assert.True(ClusteringPlan.For(few).Seconds.To < ClusteringPlan.For(many).Seconds.To);
        Assert.True(ClusteringPlan.For(many).Seconds.From < ClusteringPlan.For(many).Seconds.To);
    }

    [Fact]
    public void A_plan_with_a_network_is_that_of_the_numbers_it_makes()
    {
        var data = Wardrobe.Load(100, 1);
        var network = new EncoderIdentity { Name = "net", Sha256 = "0", Columns = 6, Preparation = new() { Size = 8 } };
        var (without, with) = (ClusteringPlan.For(data), ClusteringPlan.For(data, new EncodingCost(network, SecondsAPicture: 3)));
        var numbers = new Parts<Matrix>(new Matrix(100, 6), null, null);
        Assert.Equal(DefaultRecipe.For(data with { Embedding = new Embedding(numbers, "net", network) }), (with.Recipe, with.RecipeReason));
        Assert.Equal(without.Seconds.From + (101 * 3 / 1.5), with.Seconds.From, 1e-9);
        Assert.Equal(without.Seconds.To + (101 * 3 * 1.5), with.Seconds.To, 1e-9);
        Assert.True(with.Bytes > without.Bytes + (101 * 6 * sizeof(float)));

        using var streamed = StreamedDataset.Of(data);
        var settings = new StreamedClustering { Settings = new AutoClustering() };
        Assert.Equal("embedding-leiden", settings.Plan(streamed, new StreamSettings(), network).Recipe);
        Assert.Equal(without.Recipe, settings.Plan(streamed, new StreamSettings()).Recipe);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_in_UTF_16_with_its_mark_is_read(bool isBigEndian)
    {
        var encoding = isBigEndian ? System.Text.Encoding.BigEndianUnicode : System.Text.Encoding.Unicode;
        var text = "näme\tu\tv\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"größe {i}\t{i * 0.5}\t{i}\n"));
        File.WriteAllBytes(_folder["a.txt"], [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

        var train = CsvFile.Read(_folder["a.txt"], new CsvOptions { IdColumn = "näme" }).Train;

        Assert.Equal(400, train.Count);
        Assert.Equal("größe 399", train.Names![399]);
        Assert.Equal(199.5f, train.Pixels[399, 0] + (train.Origins?[0] ?? 0));
    }
}
