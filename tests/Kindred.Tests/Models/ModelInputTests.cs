using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Models;
using Kindred.Tests.Datasets;
using SkiaSharp;

namespace Kindred.Tests.Models;

/// <summary>A picture in memory becomes what it becomes in a folder.</summary>
public sealed class ModelInputTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 90, 40, 1, ImageFit.Crop)]
    [InlineData(SKEncodedImageFormat.Jpeg, 640, 480, 3, ImageFit.Pad)]
    [InlineData(SKEncodedImageFormat.Webp, 30, 50, 3, ImageFit.Stretch)]
    [InlineData(SKEncodedImageFormat.Png, 16, 16, 3, ImageFit.Crop)]
    public void A_file_in_memory_has_the_bits_it_has_in_a_folder(SKEncodedImageFormat format, int width, int height, int channels, ImageFit fit)
    {
        using var folder = new TemporaryFolder();
        var file = Drawn(format, width, height);
        File.WriteAllBytes(folder["a.png"], file);
        var input = new ModelInput { Shape = new ImageShape(16, 16, channels), Fit = fit };
        var expected = DatasetCatalog.Open(Path.GetDirectoryName(folder["a.png"])!, input.Options()).Train;

        var read = input.Read(file, "a.png");

        Assert.True(expected.Bytes!.Values.SequenceEqual(read.Bytes!.Values));
        Assert.Equal("a.png", Assert.Single(read.Names!));
    }

    [Fact]
    public void A_decoded_picture_is_brought_to_the_shape()
    {
        var file = Drawn(SKEncodedImageFormat.Png, 90, 40);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.png"], file);
        foreach (var channels in (int[])[1, 3])
        {
            var input = new ModelInput { Shape = new ImageShape(16, 16, channels) };
            Assert.True(input.Read(file, "a.png").Bytes!.Values.SequenceEqual(input.Bring([ImageFile.Read(folder["a.png"])]).Bytes!.Values));
        }
    }

    [Fact]
    public void Damage_and_other_files_are_named()
    {
        var input = new ModelInput { Shape = new ImageShape(16, 16, 1) };
        Assert.StartsWith("x: the ", Assert.Throws<DataFileException>(() => input.Read(Drawn(SKEncodedImageFormat.Jpeg, 90, 40).AsSpan(0, 300), "x")).Message, StringComparison.Ordinal);
        Assert.Contains("this is no image", Assert.Throws<DataFileException>(() => input.Read("text"u8, "x")).Message, StringComparison.Ordinal);
        Assert.Contains("HEIC", Assert.Throws<DataFileException>(() => input.Read([0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0], "x")).Message, StringComparison.Ordinal);
        Assert.Throws<DataFileException>(() => input.Read([], "x"));
    }

    [Fact]
    public void What_takes_no_pictures_says_so()
    {
        var table = new ModelInput { Shape = ImageShape.OfTable(4) };
        Assert.False(table.TakesPictures);
        Assert.Contains("rows of 4 numbers", Assert.Throws<ArgumentException>(() => table.Read(Drawn(SKEncodedImageFormat.Png, 4, 4), "x")).Message, StringComparison.Ordinal);
        Assert.False(new ModelInput { Shape = new ImageShape(4, 4, 2) }.TakesPictures);
        Assert.True(new ModelInput { Shape = new ImageShape(4, 4, 3) }.TakesPictures);
    }

    private static byte[] Drawn(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 3), (byte)(y * 5), (byte)((x * y) >> 3)));
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
