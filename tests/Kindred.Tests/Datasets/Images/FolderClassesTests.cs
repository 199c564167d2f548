using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

public sealed class FolderClassesTests
{
    [Theory]
    [InlineData("train/a/1.png train/b/1.png test/a/2.png test/b/2.png", "a b a b")]
    [InlineData("a/Training/1.png a/VALIDATION/2.png b/Training/1.png", "a a b")]
    [InlineData("val2017/a/1.png train2017/b/1.png", "a b")]
    [InlineData("train_set/a/1.png test-images/b/1.png Dev/a/1.png eval/b/1.png", "a b a b")]
    [InlineData("data/train/a/1.png data/valid/a/2.png data/train/b/1.png", "data/a data/a data/b")]
    [InlineData("car/1.png plane/1.png train/1.png", "car plane train")]
    [InlineData("train/car/1.png train/train/1.png test/train/2.png test/car/2.png", "car train train car")]
    [InlineData("x/y/1.png x/z/1.png", "x/y x/z")]
    [InlineData("trainers/1.png tests/1.png testimony/1.png", "trainers tests testimony")]
    public void The_class_is_the_folder_and_parts_of_a_data_set_are_none(string paths, string classes)
    {
        var (labels, names) = FolderClasses.Of("folder", paths.Split(' '));

        Assert.Equal(classes.Split(' '), labels.Select(label => names[label]));
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("1.png a/2.png")]
    [InlineData("train/1.png test/2.png")]
    public void An_image_in_no_class_is_named(string paths) =>
        Assert.Contains("names a class", Assert.Throws<DataFileException>(() => FolderClasses.Of("folder", paths.Split(' '))).Message, StringComparison.Ordinal);
}
