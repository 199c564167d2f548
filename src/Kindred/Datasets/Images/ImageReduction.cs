namespace Kindred.Datasets.Images;

/// <summary>Large pictures of which no more than a small one is needed, as means of blocks of 2, 4, 8, … pixels a side: what JPEG gives by itself.</summary>
internal static class ImageReduction
{
    private const long Large = 1 << 22;

    /// <summary>Pixels a side of a block; 1 where the picture is not large, or all of it may be needed.</summary>
    public static int Factor(IImageRows image, ImageSize? least)
    {
        var factor = 1;
        while (least is { } needed && (long)(image.Height / factor) * (image.Width / factor) > Large && image.Height / (2 * factor) >= needed.Height && image.Width / (2 * factor) >= needed.Width)
            factor *= 2;
        return factor;
    }

    /// <summary>The picture upright, over white, eight bits a sample; blocks at the edges may hold fewer pixels.</summary>
    public static Picture Reduce(IImageRows image, int channels, int factor)
    {
        var (height, width) = ((image.Height + factor - 1) / factor, (image.Width + factor - 1) / factor);
        var samples = new byte[height * width * channels];
        var (row, sums) = (new float[image.Width * channels], new float[width * channels]);
        for (var top = 0; top < height; top++)
        {
            var rows = Math.Min(factor, image.Height - (top * factor));
            Array.Clear(sums);
            for (var y = 0; y < rows; y++)
            {
                image.Read((top * factor) + y, channels, row);
                for (var i = 0; i < row.Length; i++)
                    sums[(i / channels / factor * channels) + (i % channels)] += row[i];
            }

            for (var i = 0; i < sums.Length; i++)
            {
                var columns = Math.Min(factor, image.Width - (i / channels * factor));
                samples[(top * sums.Length) + i] = (byte)MathF.Round(sums[i] * byte.MaxValue / (image.White * rows * columns));
            }
        }

        var upright = Orientation.Swaps(image.Orientation) ? new ImageShape(width, height, channels) : new ImageShape(height, width, channels);
        return new Picture(upright.Height, upright.Width, channels, Orientation.Undo(samples, upright, image.Orientation));
    }
}
