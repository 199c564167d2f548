using Kindred.Datasets;

namespace Kindred.Tests.Datasets;

public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("given", "given")]
    [InlineData("given/fashion-mnist", "given/fashion-mnist")]
    [InlineData("environment", "environment")]
    [InlineData("environment/fashion-mnist", "environment/fashion-mnist")]
    [InlineData("cache/fashion-mnist", "cache/fashion-mnist")]
    [InlineData("cache", null)]
    public void It_is_found_where_it_may_lie(string place, string? expected)
    {
        Fake(place);

        Assert.Equal(expected is null ? null : _folder[expected], FashionMnist.Find(Folders()));
    }

    [Fact]
    public void The_given_folder_comes_before_the_environment_and_this_before_the_cache()
    {
        Fake("cache/fashion-mnist");
        Fake("environment");
        Assert.Equal(_folder["environment"], FashionMnist.Find(Folders()));
        Fake("given/fashion-mnist");
        Assert.Equal(_folder["given/fashion-mnist"], FashionMnist.Find(Folders()));
    }

    [Fact]
    public void A_folder_with_some_of_the_files_is_passed_over()
    {
        Fake("given");
        Fake("cache/fashion-mnist");
        File.Delete(_folder["given/t10k-labels-idx1-ubyte"]);

        Assert.Equal(_folder["cache/fashion-mnist"], FashionMnist.Find(Folders()));
    }

    [Fact]
    public void Other_images_under_the_same_file_names_are_refused()
    {
        Fake("given");

        var error = Assert.Throws<DataFileException>(() => FashionMnist.Load(Folders()));

        Assert.Contains("has 60000 images of 28x28 bytes, this one has 2 of 28x28", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_set_of_the_same_counts_is_refused()
    {
        Fake("given", 60_000, 10_000);

        var error = Assert.Throws<DataFileException>(() => FashionMnist.Load(Folders()));

        Assert.Contains("not the published images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_beyond_the_classes_are_refused()
    {
        Fake("given", 60_000, 10_000);
        IdxFile.Write(_folder["given/t10k-labels-idx1-ubyte"], [10_000], Enumerable.Repeat((byte)10, 10_000).ToArray());

        Assert.Contains("from 0 to 9", Assert.Throws<DataFileException>(() => FashionMnist.Load(Folders())).Message, StringComparison.Ordinal);
    }

    [FashionMnistFact]
    [Trait("Category", "Slow")]
    public void The_real_set_is_known_by_its_content()
    {
        var dataset = FashionMnist.Load();

        Assert.Equal((60_000, 10_000), (dataset.Train.Count, dataset.Test!.Count));
        Assert.All(dataset.Train.Classes!.CountBy(label => label), pair => Assert.Equal(6000, pair.Value));
        Assert.Equal(72.940352, dataset.Train.Bytes!.Values.ToArray().Average(value => (double)value), 1e-6);
        Assert.Equal("Ankle boot", dataset.ClassNames[dataset.Train.Classes![0]]);
    }

    private DataFolders Folders() => new() { Given = _folder["given"], FromEnvironment = _folder["environment"], Cache = _folder["cache"] };

    private void Fake(string place, int train = 2, int test = 1)
    {
        Directory.CreateDirectory(_folder[place]);
        IdxFile.Write(_folder[$"{place}/train-images-idx3-ubyte"], [train, 28, 28], new byte[train * 784]);
        IdxFile.Write(_folder[$"{place}/train-labels-idx1-ubyte"], [train], new byte[train]);
        IdxFile.Write(_folder[$"{place}/t10k-images-idx3-ubyte"], [test, 28, 28], new byte[test * 784]);
        IdxFile.Write(_folder[$"{place}/t10k-labels-idx1-ubyte"], [test], new byte[test]);
    }
}
