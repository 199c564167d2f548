using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets.Images;

public sealed class PictureTests
{
    [Fact]
    public void Grey_weighs_the_colours_as_the_eye_does()
    {
        var picture = new Picture(1, 4, 3, new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9 });

        Assert.Equal([54, 182, 18, 9], picture.ToGrey().Samples.ToArray());
    }

    [Fact]
    public void Every_grey_stays_itself_through_colour()
    {
        var grey = new Picture(16, 16, 1, Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());

        Assert.Equal(grey.Samples.ToArray(), grey.ToRgb().ToGrey().Samples.ToArray());
    }

    [Fact]
    public void What_is_transparent_is_laid_over_white()
    {
        Assert.Equal([255, 100, 178], new Picture(1, 3, 2, new byte[] { 0, 0, 100, 255, 100, 127 }).ToGrey().Samples.ToArray());
        Assert.Equal([255, 255, 255, 10, 20, 30], new Picture(1, 2, 4, new byte[] { 1, 2, 3, 0, 10, 20, 30, 255 }).ToRgb().Samples.ToArray());
    }

    [Fact]
    public void Shrinking_averages_areas()
    {
        var picture = new Picture(2, 4, 1, new byte[] { 0, 10, 100, 200, 20, 30, 0, 0 });

        Assert.Equal([15, 75], picture.Resize(1, 2).Samples.ToArray());
        // each of three columns covers one and a third of the four: (0 + 10/3 + 20 + 30/3) · 3/4 / 2 = 12.5
        Assert.Equal(13, picture.Resize(1, 3).Samples[0]);
    }

    [Fact]
    public void Enlarging_draws_straight_lines_between_pixels()
    {
        var picture = new Picture(1, 2, 1, new byte[] { 0, 100 });

        Assert.Equal([0, 25, 75, 100], picture.Resize(1, 4).Samples.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 30)]
    [InlineData(40, 3)]
    [InlineData(64, 64)]
    public void One_colour_stays_one_colour_in_any_size(int height, int width)
    {
        var picture = new Picture(17, 13, 3, Enumerable.Repeat((byte)201, 17 * 13 * 3).ToArray());

        Assert.All(picture.Resize(height, width).Samples.ToArray(), sample => Assert.Equal(201, sample));
    }

    [Fact]
    public void Halving_agrees_with_a_plain_loop()
    {
        var rng = new Rng(4);
        var picture = new Picture(12, 18, 3, Enumerable.Range(0, 12 * 18 * 3).Select(_ => (byte)rng.NextInt(256)).ToArray());

        var half = picture.Resize(6, 9);

        for (var y = 0; y < 6; y++)
        {
            for (var i = 0; i < 27; i++)
            {
                var (x, channel) = (i / 3, i % 3);
                var sum = At(2 * y, 2 * x) + At(2 * y, (2 * x) + 1) + At((2 * y) + 1, 2 * x) + At((2 * y) + 1, (2 * x) + 1);
                Assert.Equal((sum + 2) / 4, half.Samples[(y * 27) + i]);

                int At(int row, int column) => picture.Samples[(((row * 18) + column) * 3) + channel];
            }
        }
    }

    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        var picture = new Picture(1, 2, 1, new byte[] { 1, 2 });

        Assert.Same(picture, picture.Resize(1, 2));
        Assert.Same(picture, picture.ToGrey());
    }

    [Fact]
    public void A_picture_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Picture(2, 2, 1, new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(0, 2, 1, Array.Empty<byte>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(1, 1, 5, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSize(0, 3));
    }
}
