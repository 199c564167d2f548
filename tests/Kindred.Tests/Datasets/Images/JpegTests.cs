using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>JPEG through libjpeg-turbo; where it is not installed, all there is to see is the sentence that says so.</summary>
public sealed class JpegTests
{
    [Theory]
    [InlineData("colour.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("turned2.jpg")]
    [InlineData("turned3.jpg")]
    [InlineData("turned4.jpg")]
    [InlineData("turned5.jpg")]
    [InlineData("turned6.jpg")]
    [InlineData("turned7.jpg")]
    [InlineData("turned8.jpg")]
    public void Images_decode_as_elsewhere(string name)
    {
        if (SaysWhatIsMissing(name))
            return;
        var expected = ImageFixtures.Expected[name];

        var picture = ImageFile.Read(ImageFixtures.PathOf($"images/{name}"));

        Assert.Equal((expected.Height, expected.Width, expected.Channels), (picture.Height, picture.Width, picture.Channels));
        for (var i = 0; i < picture.Samples.Length; i++)
            Assert.InRange(picture.Samples[i], expected.Samples[i] - 3, expected.Samples[i] + 3);
    }

    [Theory]
    [InlineData(20, 28, 20, 28)]
    [InlineData(10, 10, 10, 14)]
    [InlineData(1, 1, 5, 7)]
    [InlineData(21, 1, 40, 56)]
    [InlineData(100, 100, 40, 56)]
    public void Large_images_come_smaller_but_never_smaller_than_asked(int height, int width, int expectedHeight, int expectedWidth)
    {
        if (SaysWhatIsMissing("colour.jpg"))
            return;

        var picture = ImageFile.Read(ImageFixtures.PathOf("images/colour.jpg"), new ImageSize(height, width));

        Assert.Equal((expectedHeight, expectedWidth), (picture.Height, picture.Width));
        var shrunk = ImageFixtures.Expected["colour.jpg"].Resize(expectedHeight, expectedWidth);
        Assert.InRange(shrunk.Samples.ToArray().Zip(picture.Samples.ToArray()).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 3);
    }

    [Fact]
    public void A_turned_image_has_the_size_its_header_is_said_to_have()
    {
        if (SaysWhatIsMissing("turned6.jpg"))
            return;
        var file = File.ReadAllBytes(ImageFixtures.PathOf("images/turned6.jpg"));

        Assert.Equal(new ImageSize(24, 16), ImageFile.ReadHeader(file, "turned6.jpg").Size);
        Assert.Equal((12, 8), (ImageFile.Decode(file, "turned6.jpg", new ImageSize(12, 5)).Height, ImageFile.Decode(file, "turned6.jpg", new ImageSize(12, 5)).Width));
    }

    [Fact]
    public void A_file_is_refused_wherever_it_was_cut()
    {
        if (SaysWhatIsMissing("colour.jpg"))
            return;
        var whole = File.ReadAllBytes(ImageFixtures.PathOf("images/colour.jpg"));
        for (var length = 0; length < whole.Length - 2; length += 5)
            Assert.Throws<DataFileException>(() => ImageFile.Decode(whole[..length], "cut.jpg"));
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        if (SaysWhatIsMissing("grey.jpg"))
            return;
        Damages.ReadOrRefuse(File.ReadAllBytes(ImageFixtures.PathOf("images/grey.jpg")), seed: 8, content =>
        {
            using var copy = new MemoryStream();
            content.Stream.CopyTo(copy);
            ImageFile.Decode(copy.ToArray(), content.Name, new ImageSize(8, 8));
        });
    }

    [Fact]
    public void The_colours_of_print_are_refused_in_a_sentence()
    {
        if (!SaysWhatIsMissing("print.jpg"))
            Assert.Contains("four colours of print", Assert.Throws<DataFileException>(() => ImageFile.Read(ImageFixtures.PathOf("images/print.jpg"))).Message, StringComparison.Ordinal);
    }

    private static bool SaysWhatIsMissing(string name)
    {
        if (TurboJpeg.IsThere)
            return false;
        var error = Assert.Throws<DataFileException>(() => ImageFile.Read(ImageFixtures.PathOf($"images/{name}")));
        Assert.Contains("libturbojpeg0", error.Message, StringComparison.Ordinal);
        return true;
    }
}
