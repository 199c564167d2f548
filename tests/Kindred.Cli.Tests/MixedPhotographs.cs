using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Cli.Tests;

/// <summary>A folder as people have it: pictures of three kinds in several sizes, grey and colour, in subfolders, with files that are no pictures.</summary>
internal static class MixedPhotographs
{
    public const int PerKind = 14;

    private static readonly (int Height, int Width)[] Sizes = [(48, 64), (64, 48), (40, 40), (90, 120), (33, 57)];

    /// <returns>The kind of every whole picture, by its path below the folder.</returns>
    public static IReadOnlyDictionary<string, int> Write(string folder)
    {
        var kinds = new Dictionary<string, int>();
        for (var i = 0; i < 3 * PerKind; i++)
        {
            var (kind, number) = (i % 3, i / 3);
            var place = $"{(number % 2 == 0 ? "holiday" : "garden, new")}/{(number < 4 ? "picture" : $"picture {kind}-{number}")}.png";
            while (kinds.ContainsKey(place))
                place = place.Replace(".png", "x.png", StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, place))!);
            PngFile.Write(Path.Combine(folder, place), Draw(kind, number));
            kinds.Add(place, kind);
        }

        var whole = File.ReadAllBytes(Path.Combine(folder, kinds.Keys.First()));
        File.WriteAllBytes(Path.Combine(folder, "damaged.png"), whole[..(whole.Length / 2)]);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "Not a picture.\n");
        return kinds;
    }

    // a sun over the sea, a dark room with a window, a field of stripes
    private static Picture Draw(int kind, int number)
    {
        var (height, width) = Sizes[number % Sizes.Length];
        var rng = new Rng((ulong)((kind * 100) + number));
        var (shift, isGrey) = (rng.NextDouble() * 0.1, number % 3 == 2);
        var samples = new byte[height * width * 3];
        for (var i = 0; i < height * width; i++)
        {
            var (y, x) = ((i / width + 0.5) / height, (i % width + 0.5) / width);
            var (red, green, blue) = kind switch
            {
                0 => y > 0.6 + shift ? (0.1, 0.25, 0.6) : Math.Pow(x - 0.5 - shift, 2) + Math.Pow(y - 0.3, 2) < 0.03 ? (1, 0.9, 0.4) : (0.85, 0.8, 0.9),
                1 => Math.Abs(x - 0.6 - shift) < 0.18 && Math.Abs(y - 0.45) < 0.25 ? (1, 1, 0.95) : (0.12, 0.1, 0.1),
                _ => (int)((x + y + shift) * 6) % 2 == 0 ? (0.15, 0.35, 0.1) : (0.95, 0.85, 0.5),
            };
            var grain = (rng.NextDouble() - 0.5) * 0.06;
            samples[3 * i] = ToByte(red + grain);
            samples[(3 * i) + 1] = ToByte(green + grain);
            samples[(3 * i) + 2] = ToByte(blue + grain);
        }

        var picture = new Picture(height, width, 3, samples);
        return isGrey ? picture.ToGrey() : picture;
    }

    private static byte ToByte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 1) * 255);
}
