using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Cleaning;

/// <summary>Pictures with large shapes and fine detail, each different, as photographs have them.</summary>
internal static class DrawnPhotographs
{
    public static Picture Draw(int number, int height = 240, int width = 320)
    {
        var rng = new Rng((ulong)(1000 + number));
        var waves = Enumerable.Range(0, 24).Select(i => (
            Down: (rng.NextDouble() - 0.5) * (1 + i) * 6, Across: (rng.NextDouble() - 0.5) * (1 + i) * 6, Phase: rng.NextDouble() * 6, Height: 60 / (1 + (0.5 * i)), Hue: rng.NextDouble())).ToArray();
        var samples = new byte[height * width * 3];
        for (var i = 0; i < height * width; i++)
        {
            var (y, x) = ((i / width + 0.5) / height, (i % width + 0.5) / width);
            var (level, hue) = (120.0, 0.0);
            foreach (var wave in waves)
            {
                var value = wave.Height * Math.Sin((wave.Down * y * 3) + (wave.Across * x * 3) + wave.Phase);
                (level, hue) = (level + value, hue + (value * (wave.Hue - 0.5)));
            }

            samples[3 * i] = ToByte(level + hue);
            samples[(3 * i) + 1] = ToByte(level);
            samples[(3 * i) + 2] = ToByte(level - hue);
        }

        return new Picture(height, width, 3, samples);
    }

    public static Picture Cropped(Picture picture, double top, double left, double height, double width)
    {
        var (y0, x0) = ((int)(top * picture.Height), (int)(left * picture.Width));
        return Made((int)(height * picture.Height), (int)(width * picture.Width), (y, x, c) => Sample(picture, y + y0, x + x0, c));
    }

    public static Picture Mirrored(Picture picture) => Made(picture.Height, picture.Width, (y, x, c) => Sample(picture, y, picture.Width - 1 - x, c));

    public static Picture Brightened(Picture picture, double by) => Made(picture.Height, picture.Width, (y, x, c) => ToByte(Sample(picture, y, x, c) * by));

    public static Picture Framed(Picture picture, int border) => Made(picture.Height + (2 * border), picture.Width + (2 * border), (y, x, c) =>
        y < border || x < border || y >= picture.Height + border || x >= picture.Width + border ? (byte)200 : Sample(picture, y - border, x - border, c));

    /// <summary>Means over so many pixels around each.</summary>
    public static Picture Blurred(Picture picture, int reach) => Made(picture.Height, picture.Width, (y, x, c) =>
    {
        var (sum, count) = (0, 0);
        for (var i = Math.Max(0, y - reach); i <= Math.Min(picture.Height - 1, y + reach); i++)
        {
            for (var j = Math.Max(0, x - reach); j <= Math.Min(picture.Width - 1, x + reach); j++)
                (sum, count) = (sum + Sample(picture, i, j, c), count + 1);
        }

        return (byte)(sum / count);
    });

    public static Picture Made(int height, int width, Func<int, int, int, byte> sample)
    {
        var samples = new byte[height * width * 3];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = sample(i / 3 / width, i / 3 % width, i % 3);
        return new Picture(height, width, 3, samples);
    }

    private static byte Sample(Picture picture, int y, int x, int channel) => picture.Samples[(((y * picture.Width) + x) * 3) + channel];

    private static byte ToByte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255));
}
