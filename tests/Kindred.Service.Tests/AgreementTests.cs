using Kindred.Clustering;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Preprocessing;

namespace Kindred.Service.Tests;

/// <summary>Whoever asks, alone or among many, gets the bits that the library gives.</summary>
[Collection(ServiceTests.Name)]
public sealed class AgreementTests(Models models)
{
    private const int Images = 200;

    [Theory]
    [InlineData("hog-leiden")]
    [InlineData("kmeans-pixels")]
    [InlineData("pca-gmm")]
    [InlineData("knn-leiden")]
    public async Task Two_hundred_images_at_once_agree_with_the_library(string recipe)
    {
        var path = models.Kept(recipe);
        var expected = KindredModel.Load(path).Assign(models.Images);
        await using var served = await Served.Start(path);

        var answers = await Task.WhenAll(Enumerable.Range(0, Images).Select(async i => EndpointTests.Read(Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, i))))!)));

        Assert.Equal(expected.Take(Images), answers);
        Assert.Empty(served.Log.Faults);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("conv")]
    [InlineData("contrastive")]
    public async Task Networks_agree_with_the_library_too(string kind)
    {
        var bytes = models.Data.Train.Bytes!;
        var trainer = new Trainer { Epochs = 1, BatchSize = 64 };
        ITransform encoder = kind switch
        {
            "dense" => new Autoencoder { Architecture = new DenseArchitecture { Widths = [784, 60, 8] }, Trainer = trainer }.Fit(bytes),
            "conv" => new Autoencoder { Architecture = new ConvolutionalArchitecture { Shape = models.Images.Shape }, Trainer = trainer }.Fit(models.Data.Train.Slice(0, 128).Bytes!),
            _ => new ContrastiveEncoder { Architecture = new ContrastiveArchitecture { Shape = models.Images.Shape, Channels = [8, 16] }, Epochs = 1, BatchSize = 32 }.Fit(models.Data.Train.Slice(0, 128).Bytes!),
        };
        using var folder = new Cli.Tests.TemporaryFolder();
        var path = Path.Combine(folder.Path, KindredModel.FileName);
        KindredModel.Of(models.Data.Train, [encoder], new KMeans { ClusterCount = 6, Seed = 1 }.Fit(encoder.Transform(bytes))).Save(path);
        var expected = KindredModel.Load(path).Assign(models.Images);
        await using var served = await Served.Start(path);

        var answers = await Task.WhenAll(Enumerable.Range(0, Images).Select(async i => EndpointTests.Read(Assert.Single(await Served.Items(await served.PostPng(Pictures.Png(models.Images, i))))!)));

        Assert.Equal(expected.Take(Images), answers);
    }

    [Fact]
    public async Task What_comes_together_goes_through_the_model_together_and_is_answered_as_alone()
    {
        await using var served = await Served.Start(models.Leiden);
        var model = KindredModel.Load(models.Leiden);
        var together = new ModelQueue(new ServiceSettings());
        await using (together)
        {
            var source = ServedModel.Of(model, new ServiceSettings());
            Question[] questions = [.. Enumerable.Range(0, Images).Select(i => new Question(source, [$"{i}"], [source.Read(Pictures.Png(models.Images, i), "x")], IsSearch: false, CancellationToken.None))];
            var answers = await Task.WhenAll(questions.Select(together.Ask));

            for (var i = 0; i < Images; i++)
                Assert.Equal(model.Assign(models.Images.Slice(i, 1))[0], Assert.Single(answers[i]).Assignment);
        }
    }

    [Fact]
    public async Task One_item_that_the_model_cannot_take_harms_no_other_of_the_same_call()
    {
        var model = KindredModel.Load(models.Leiden);
        var source = ServedModel.Of(model, new ServiceSettings());
        await using var queue = new ModelQueue(new ServiceSettings());
        var wrong = new Question(source, ["wrong"], [new Datasets.ImageSet(new Numerics.Matrix(1, 784, Enumerable.Repeat(float.NaN, 784).ToArray()), models.Images.Shape)], IsSearch: false, CancellationToken.None);
        Question[] right = [.. Enumerable.Range(0, 20).Select(i => new Question(source, [$"{i}"], [new Datasets.ImageSet(models.Images.Slice(i, 1).Pixels, models.Images.Shape)], IsSearch: false, CancellationToken.None))];

        var (failing, answering) = (queue.Ask(wrong), Task.WhenAll(right.Select(queue.Ask)));

        await Assert.ThrowsAsync<ArgumentException>(() => failing);
        Assert.Equal(model.Assign(models.Images).Take(20), (await answering).Select(answer => answer[0].Assignment));
    }
}
