using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Kindred.Extensions.AI;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Service.Tests;
using Microsoft.Extensions.AI;

namespace Kindred.Adapters.Tests;

/// <summary>Embeddings are the rows that a model's clusters lie among.</summary>
public sealed class PictureEmbeddingGeneratorTests
{
    [Fact]
    public async Task Embeddings_are_the_models_codes_in_order()
    {
        using var generator = new PictureEmbeddingGenerator(Learned.Edges);
        var images = Learned.Data.Test!;
        var expected = Learned.Edges.Encode(images);

        var embeddings = await generator.GenerateAsync(Enumerable.Range(0, images.Count).Select(Picture));

        Assert.Equal(images.Count, embeddings.Count);
        for (var i = 0; i < images.Count; i++)
            Assert.Equal(expected.Row(i).ToArray(), embeddings[i].Vector.ToArray());
        Assert.Equal("hog-leiden", embeddings[0].ModelId);
    }

    [Fact]
    public async Task Pictures_of_any_size_and_colour_are_taken()
    {
        using var generator = new PictureEmbeddingGenerator(Learned.Edges);
        var picture = new Picture(50, 90, 4, Enumerable.Range(0, 50 * 90 * 4).Select(i => (byte)(i * 7)).ToArray());
        var expected = Learned.Edges.Encode(Learned.Edges.Input.Bring([picture]));

        Assert.Equal(expected.Row(0).ToArray(), (await generator.GenerateVectorAsync(picture)).ToArray());
        Assert.Empty(await generator.GenerateAsync([]));
    }

    [Fact]
    public async Task It_tells_what_it_is_and_gives_no_other_dimensions()
    {
        using var generator = new PictureEmbeddingGenerator(Learned.Edges);
        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;

        Assert.Equal(("kindred", "hog-leiden", (int?)Learned.Edges.Clusterer.Columns), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(Learned.Edges, generator.GetService<KindredModel>());
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<Picture, Embedding<float>>>());
        Assert.Null(generator.GetService<KindredModel>("other"));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync([Picture(0)], new EmbeddingGenerationOptions { Dimensions = 3 }));
        await generator.GenerateAsync([Picture(0)], new EmbeddingGenerationOptions { Dimensions = Learned.Edges.Clusterer.Columns });
    }

    [Fact]
    public async Task It_stops_when_told()
    {
        using var generator = new PictureEmbeddingGenerator(Learned.Edges);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => generator.GenerateAsync([Picture(0)], cancellationToken: stop.Token));
    }

    [Fact]
    public async Task A_model_behind_an_encoder_needs_that_encoder()
    {
        using var encoder = new BandsEncoder();
        var embedded = PictureEncoding.Embed(Learned.Data, encoder);
        var model = RecipeCatalog.Create("embedding-leiden", 1, embedded, clusterCount: 3).Run(embedded).Model!;

        Assert.Contains("that encoder is needed", Assert.Throws<ArgumentException>(() => new PictureEmbeddingGenerator(model)).Message, StringComparison.Ordinal);
        using var generator = new PictureEmbeddingGenerator(model, encoder);
        var expected = model.Encode(embedded.Embedded().Test!);
        Assert.Equal(expected.Row(5).ToArray(), (await generator.GenerateVectorAsync(Picture(5))).ToArray());
    }

    [Fact]
    public void A_model_of_a_table_takes_no_pictures()
    {
        var rows = new Matrix(4, 2, new float[] { 0, 0, 0, 1, 1, 0, 1, 1 });
        var model = KindredModel.Of(new ImageSet(rows, ImageShape.OfTable(2)), [], new Clustering.KMeans { ClusterCount = 2, Seed = 1 }.Fit(rows));
        Assert.Contains("rows of 2 numbers", Assert.Throws<ArgumentException>(() => new PictureEmbeddingGenerator(model)).Message, StringComparison.Ordinal);
    }

    private static Picture Picture(int row) => new(28, 28, 1, Learned.Data.Test!.Bytes!.Row(row).ToArray());
}
