using Kindred.Datasets;
using SkiaSharp;

namespace Kindred.Service.Tests;

/// <summary>Rows as the files that people send.</summary>
internal static class Pictures
{
    public static byte[] Png(ImageSet images, int row) => Encode(images, row, SKEncodedImageFormat.Png);

    public static byte[] Encode(ImageSet images, int row, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(images.Shape.Width, images.Shape.Height, SKColorType.Gray8));
        images.Bytes!.Row(row).CopyTo(bitmap.GetPixelSpan());
        using var file = bitmap.Encode(format, 100);
        return file.ToArray();
    }

    /// <summary>A picture of one colour.</summary>
    public static byte[] Plain(int width, int height, SKColor colour)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using var file = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return file.ToArray();
    }
}
