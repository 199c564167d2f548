using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class ReportPicturesTests
{
    [Fact]
    public void Small_grey_images_stay_byte_for_byte()
    {
        byte[] bytes = [0, 10, 20, 255, 7, 8, 9, 10];
        var images = new ImageSet(new ByteMatrix(2, 4, bytes), new ImageShape(2, 2, 1));
        Assert.Equal(bytes, new ReportPictures(images.Shape, maxSide: 40).Of(images));
    }

    [Fact]
    public void Large_images_shrink_to_the_means_of_their_blocks()
    {
        var images = new ImageSet(new ByteMatrix(1, 12, (byte[])[0, 2, 10, 4, 6, 30, 100, 200, 50, 100, 200, 70]), new ImageShape(4, 3, 1));
        var pictures = new ReportPictures(images.Shape, maxSide: 2);
        Assert.Equal(new ImageShape(2, 2, 1), pictures.Shape);
        Assert.Equal((byte[])[3, 20, 150, 60], pictures.Of(images));
    }

    [Fact]
    public void Colours_are_averaged_each_for_itself_and_opacity_is_left_out()
    {
        float[] pixels = [1, 0, 0, 0.5f, 0, 1, 0, 0.5f, 1, 0, 0, 0.5f, 0, 1, 1, 0.5f];
        var images = new ImageSet(new Matrix(1, 16, pixels), new ImageShape(2, 2, 4));
        var pictures = new ReportPictures(images.Shape, maxSide: 1);
        Assert.Equal(new ImageShape(1, 1, 3), pictures.Shape);
        Assert.Equal((byte[])[128, 128, 64], pictures.Of(images));
    }

    [Fact]
    public void Values_that_are_no_brightness_are_kept_within_black_and_white()
    {
        var images = new ImageSet(new Matrix(1, 4, (float[])[-3, 2, float.NaN, 0.5f]), new ImageShape(2, 2, 1));
        Assert.Equal((byte[])[0, 255, 0, 128], new ReportPictures(images.Shape, maxSide: 40).Of(images));
    }

    [Fact]
    public void A_mean_image_is_the_mean_over_all_parts_and_black_for_an_empty_cluster()
    {
        var shape = new ImageShape(2, 1, 1);
        var train = new ImageSet(new ByteMatrix(2, 2, (byte[])[10, 20, 100, 200]), shape);
        var test = new ImageSet(new Matrix(1, 2, (float[])[30 / 255f, 40 / 255f]), shape);
        var rows = new ReportRows(new Parts<ImageSet>(train, null, test));
        Assert.Equal((byte[])[20, 30, 100, 200, 0, 0], new ReportPictures(shape, maxSide: 40).Means(rows, [0, 1, 0], [2, 1, 0]));
    }
}
