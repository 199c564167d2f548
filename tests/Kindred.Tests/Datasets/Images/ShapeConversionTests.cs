using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Samples of one shape brought to another: the same bytes as the pictures of a folder get, and the same numbers as floats.</summary>
public sealed class ShapeConversionTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 6, 5, 1 }, { 1, 6, 5, 3 }, { 3, 6, 5, 1 }, { 3, 20, 30, 3 }, { 3, 20, 9, 1 }, { 1, 13, 17, 3 }, { 1, 13, 17, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Bytes_become_what_pictures_become(int channels, int height, int width, int otherChannels)
    {
        var shape = new ImageShape(13, 17, channels);
        var images = new ImageSet(new ByteMatrix(3, shape.Size, Drawn(3 * shape.Size)), shape, [0, 1, 2]);
        var converted = ShapeConversion.Convert(images, new ImageShape(height, width, otherChannels), ImageFit.Stretch);
        for (var i = 0; i < 3; i++)
        {
            var picture = new Picture(13, 17, channels, images.Bytes!.Row(i).ToArray());
            var expected = (otherChannels == 1 ? picture.ToGrey() : picture.ToRgb()).Resize(height, width);
            Assert.Equal(expected.Samples.ToArray(), converted.Bytes!.Row(i).ToArray());
        }

        Assert.Equal([0, 1, 2], converted.Classes!);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Floats_become_the_same_without_rounding(int channels, int height, int width, int otherChannels)
    {
        var shape = new ImageShape(13, 17, channels);
        var bytes = new ByteMatrix(2, shape.Size, Drawn(2 * shape.Size));
        var target = new ImageShape(height, width, otherChannels);
        var (fromBytes, fromFloats) = (ShapeConversion.Convert(new ImageSet(bytes, shape), target, ImageFit.Stretch), ShapeConversion.Convert(new ImageSet(bytes.ToMatrix(), shape), target, ImageFit.Stretch));
        for (var i = 0; i < 2; i++)
        {
            foreach (var (rounded, exact) in fromBytes.Pixels.Row(i).ToArray().Zip(fromFloats.Pixels.Row(i).ToArray()))
                Assert.InRange(Math.Abs(rounded - exact), 0, 1.01 / 255);  // half a level for the colour, half for the size
        }
    }

    [Fact]
    public void Rows_of_a_table_are_taken_as_they_are()
    {
        var table = new ImageSet(new Matrix(1, 6, new float[] { 1, 2, 3, 4, 5, 6 }), ImageShape.OfTable(6));
        var images = ShapeConversion.Convert(table, new ImageShape(2, 3, 1), ImageFit.Stretch);
        Assert.Equal((new ImageShape(2, 3, 1), 6f), (images.Shape, images.Pixels[0, 5]));
        Assert.Equal(table.Shape, ShapeConversion.Convert(images, table.Shape, ImageFit.Stretch).Shape);
    }

    [Fact]
    public void What_cannot_become_the_shape_is_refused()
    {
        var table = new ImageSet(new Matrix(1, 6, new float[6]), ImageShape.OfTable(6));
        Assert.Contains("Rows of 8 numbers are needed, these have 6.", Refused(table, new ImageShape(2, 4, 1)), StringComparison.Ordinal);
        var spectral = new ImageSet(new Matrix(1, 20, new float[20]), new ImageShape(2, 2, 5));
        Assert.Contains("only grey", Refused(spectral, new ImageShape(2, 2, 3)), StringComparison.Ordinal);
        Assert.Equal(new ImageShape(4, 3, 5), ShapeConversion.Convert(spectral, new ImageShape(4, 3, 5), ImageFit.Stretch).Shape);
    }

    private static string Refused(ImageSet images, ImageShape shape) =>
        Assert.Throws<ArgumentException>(() => ShapeConversion.Convert(images, shape, ImageFit.Stretch)).Message;

    private static byte[] Drawn(int count)
    {
        var rng = new Rng(8);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)rng.NextInt(256))];
    }
}
