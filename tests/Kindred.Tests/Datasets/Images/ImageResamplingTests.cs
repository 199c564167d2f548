using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Images of other proportions, by hand.</summary>
public sealed class ImageResamplingTests
{
    private static readonly float[] Wide = [1, 2, 3, 4, 5, 6, 7, 8];  // 2 rows of 4

    [Fact]
    public void Cropping_takes_the_middle() =>
        Assert.Equal([2, 3, 6, 7], ImageResampling.Resize<float>(Wide, new ImageShape(2, 4, 1), new ImageSize(2, 2), ImageFit.Crop));

    [Fact]
    public void Cropping_shrinks_the_middle_by_areas() =>
        // the middle 3 of 6 columns, 3 rows, to one pixel
        Assert.Equal([8.5f], ImageResampling.Resize<float>([.. Enumerable.Range(0, 18).Select(i => (float)i)], new ImageShape(3, 6, 1), new ImageSize(1, 1), ImageFit.Crop));

    [Fact]
    public void Padding_keeps_everything_and_lets_the_edge_go_on()
    {
        var padded = ImageResampling.Resize<float>(Wide, new ImageShape(2, 4, 1), new ImageSize(4, 4), ImageFit.Pad);
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8], padded);
        padded = ImageResampling.Resize<float>([1, 2, 3, 4, 5, 6, 7, 8], new ImageShape(4, 2, 1), new ImageSize(4, 4), ImageFit.Pad);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8], padded);
    }

    [Fact]
    public void Stretching_takes_each_side_for_itself() =>
        Assert.Equal([1.5f, 3.5f, 5.5f, 7.5f], ImageResampling.Resize<float>(Wide, new ImageShape(2, 4, 1), new ImageSize(2, 2), ImageFit.Stretch));

    [Theory]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    [InlineData(ImageFit.Stretch)]
    public void Images_of_the_same_proportions_come_out_the_same_by_every_rule(ImageFit fit)
    {
        float[] image = [.. Enumerable.Range(0, 9 * 15 * 3).Select(i => (float)(i * 37 % 251))];
        var size = new ImageSize(3, 5);
        var expected = ImageResampling.Resize<float>(image, new ImageShape(9, 15, 3), size, ImageFit.Stretch);
        Assert.Equal(expected, ImageResampling.Resize<float>(image, new ImageShape(9, 15, 3), size, fit));
    }

    [Theory]
    [InlineData(400, 30, 7, 9)]
    [InlineData(3, 500, 64, 48)]
    [InlineData(1, 1, 5, 5)]
    public void One_colour_stays_one_colour_by_every_rule(int height, int width, int toHeight, int toWidth)
    {
        float[] image = [.. Enumerable.Repeat(99f, height * width)];
        foreach (var fit in Enum.GetValues<ImageFit>())
            Assert.All(ImageResampling.Resize<float>(image, new ImageShape(height, width, 1), new ImageSize(toHeight, toWidth), fit), value => Assert.Equal(99f, value, 1e-3f));
    }
}
