using Kindred.Datasets;

namespace Kindred.Tests.Datasets;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_wardrobe_opens_by_name_and_by_seed()
    {
        var wardrobe = DatasetCatalog.Open("wardrobe", new DatasetOptions { WardrobeSeed = 3 });

        Assert.Equal((6000, 1000), (wardrobe.Train.Count, wardrobe.Test!.Count));
        Assert.True(wardrobe.Train.Bytes!.Values.StartsWith(Wardrobe.Load(20, 1, seed: 3).Train.Bytes!.Values));
    }

    [Fact]
    public void Every_known_set_says_where_it_is_and_under_which_licence()
    {
        var nowhere = new DataFolders { Cache = _folder["cache"] };

        Assert.All(DatasetCatalog.Known, known => Assert.Null(DatasetCatalog.Find(known.Name, nowhere)));
        Assert.All(DatasetCatalog.Known, known => Assert.NotEmpty(known.Licence));
        Assert.Equal(30_878_645, DatasetCatalog.Known.Single(known => known.Name == "fashion-mnist").Bytes);
        Assert.Null(DatasetCatalog.Fetch("wardrobe", nowhere));
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Find("nothing", nowhere));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")]
    [InlineData("my-images-idx3-ubyte", "my-labels-idx1-ubyte.gz")]
    [InlineData("images.idx", "labels.idx")]
    public void A_file_of_images_finds_its_labels_beside_it(string images, string labels)
    {
        IdxFile.Write(_folder[images], [3, 2, 2], new byte[12]);
        IdxFile.Write(_folder[labels], [3], new byte[] { 0, 1, 2 });

        var dataset = DatasetCatalog.Open(_folder[images]);

        Assert.Equal(images, dataset.Name);
        Assert.Equal([0, 1, 2], dataset.Train.Classes!);
        Assert.Null(dataset.Test);
    }

    [Fact]
    public void A_file_of_images_alone_has_no_labels()
    {
        IdxFile.Write(_folder["pictures"], [3, 2, 2], new byte[12]);

        Assert.Null(DatasetCatalog.Open(_folder["pictures"]).Train.Classes);
    }

    [Theory]
    [InlineData("t10k")]
    [InlineData("test")]
    public void A_folder_of_IDX_files_has_both_parts(string test)
    {
        IdxFile.Write(_folder["train-images-idx3-ubyte"], [3, 2, 2], new byte[12]);
        IdxFile.Write(_folder["train-labels-idx1-ubyte"], [3], new byte[] { 0, 1, 2 });
        IdxFile.Write(_folder[$"{test}-images-idx3-ubyte.gz"], [2, 2, 2], new byte[8]);
        IdxFile.Write(_folder[$"{test}-labels-idx1-ubyte.gz"], [2], new byte[] { 2, 1 });

        var dataset = DatasetCatalog.Open(_folder.Path + "/");

        Assert.Equal(Path.GetFileName(_folder.Path), dataset.Name);
        Assert.Equal([2, 1], dataset.Test!.Classes!);
    }

    [Fact]
    public void A_folder_of_tables_has_both_parts()
    {
        _folder.Write("digits_test.csv", "label,x\n1,5\n");
        _folder.Write("digits_train.csv", "label,x\n0,3\n1,4\n");

        var dataset = DatasetCatalog.Open(_folder.Path);

        Assert.Equal([0, 1], dataset.Train.Classes!);
        Assert.Equal([1], dataset.Test!.Classes!);
    }

    [Fact]
    public void A_table_opens_with_its_options()
    {
        var path = _folder.Write("a.tsv", "x\tkind\n1\tu\n2\tv\n");

        var dataset = DatasetCatalog.Open(path, new DatasetOptions { Csv = new CsvOptions { LabelColumn = "kind" } });

        Assert.Equal(["u", "v"], dataset.ClassNames);
    }

    [Fact]
    public void Counts_that_differ_between_images_and_labels_are_refused()
    {
        IdxFile.Write(_folder["a-images-idx3-ubyte"], [3, 2, 2], new byte[12]);
        IdxFile.Write(_folder["a-labels-idx1-ubyte"], [2], new byte[2]);

        var error = Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder["a-images-idx3-ubyte"]));

        Assert.Contains("there are 2 labels, but 3 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_different_shapes_are_refused()
    {
        IdxFile.Write(_folder["train-images-idx3-ubyte"], [3, 2, 2], new byte[12]);
        IdxFile.Write(_folder["test-images-idx3-ubyte"], [1, 2, 3], new byte[6]);

        Assert.Contains("one shape is needed", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_the_callers_fault_and_an_empty_folder_the_datas()
    {
        Assert.Contains("neither a known data set (wardrobe, fashion-mnist) nor", Assert.Throws<ArgumentException>(() => DatasetCatalog.Open(_folder["none"])).Message, StringComparison.Ordinal);
        Assert.Contains("there is no data in this folder", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_follows_every_pixel_and_label_and_nothing_else()
    {
        var one = Open("one", [0, 1], 5);
        Assert.Equal(one, Open("two", [0, 1], 5));
        Assert.NotEqual(one, Open("three", [0, 1], 6));
        Assert.NotEqual(one, Open("four", [1, 1], 5));

        string Open(string name, byte[] labels, byte pixel)
        {
            IdxFile.Write(_folder[$"{name}-images"], [2, 2, 2], new byte[] { 1, 2, 3, 4, pixel, 6, 7, 8 });
            IdxFile.Write(_folder[$"{name}-labels"], [2], labels);
            return DatasetCatalog.Open(_folder[$"{name}-images"]).Sha256;
        }
    }
}
