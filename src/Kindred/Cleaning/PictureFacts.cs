using System.Numerics.Tensors;
using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Cleaning;

/// <summary>What a look at one file tells, without any other.</summary>
public sealed record PictureFacts
{
    /// <summary>The side that brightness and sharpness are measured at, so that neither depends on the camera's pixels.</summary>
    internal const int LongSide = 256;

    private const int ColourSide = 32, GreyTolerance = 10;
    private const float Bright = 250;

    /// <summary>Below the folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>Of the file, in hexadecimal; empty where it cannot be read.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>When it was last written.</summary>
    public DateTimeOffset Modified { get; init; }

    /// <summary>Why it is no whole picture, as a sentence; null for those that are, of which the rest tells.</summary>
    public string? Problem { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    /// <summary>Whether no pixel has a colour.</summary>
    public bool IsGrey { get; init; }

    /// <summary>The variance of the Laplacian of the grey levels 0 to 255, at 256 pixels along the longer side: small is blurred, or empty.</summary>
    /// <remarks>Pech-Pacheco, Cristóbal, Chamorro-Martínez and Fernández-Valdivia 2000, doi:10.1109/ICPR.2000.903548.</remarks>
    public double Sharpness { get; init; }

    /// <summary>The mean of the grey levels, in [0, 255].</summary>
    public double Brightness { get; init; }

    /// <summary>The standard deviation of the grey levels.</summary>
    public double Contrast { get; init; }

    /// <summary>The share of pixels that are white or nearly so.</summary>
    public double WhiteShare { get; init; }

    /// <summary>Grey levels of the whole picture in a square of <see cref="Thumbnail.Side"/> pixels, for duplicates.</summary>
    internal Thumbnail? Thumbnail { get; init; }

    internal long Pixels => (long)Height * Width;

    internal static PictureFacts Of(string folder, string path)
    {
        var full = System.IO.Path.Combine(folder, path);
        var facts = new PictureFacts { Path = path };
        try
        {
            var file = ImageFile.ReadBytes(full);
            facts = facts with { Bytes = file.Length, Modified = File.GetLastWriteTimeUtc(full), Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)) };
            var size = ImageFile.ReadHeader(file, full).Size;
            return facts.Look(ImageFile.Decode(file, full, new ImageSize(LongSide, LongSide))) with { Height = size.Height, Width = size.Width };
        }
#pragma warning disable CA1031 // files are anybody's: whatever one of them does to a decoder is that file's problem
        catch (Exception problem) when (problem is not OperationCanceledException and not OutOfMemoryException)
#pragma warning restore CA1031
        {
            var reason = problem is DataFileException damaged && damaged.Message.StartsWith(full, StringComparison.Ordinal) ? damaged.Message[(full.Length + 2)..] : problem.Message;
            return facts with { Problem = reason };
        }
    }

    private PictureFacts Look(Picture picture)
    {
        var shrink = Math.Min(1.0, (double)LongSide / Math.Max(picture.Height, picture.Width));
        var grey = picture.ToGrey().Resize(Math.Max(1, (int)Math.Round(picture.Height * shrink)), Math.Max(1, (int)Math.Round(picture.Width * shrink)));
        var levels = new float[grey.Samples.Length];
        TensorPrimitives.ConvertTruncating(grey.Samples, levels);
        var mean = TensorPrimitives.Sum<float>(levels) / levels.Length;
        return this with
        {
            IsGrey = picture.IsGrey || IsWithoutColour(picture.ToRgb().Resize(ColourSide, ColourSide).Samples),
            Sharpness = LaplacianVariance(levels, grey.Height, grey.Width),
            Brightness = mean,
            Contrast = Math.Sqrt(Math.Max(0, (TensorPrimitives.SumOfSquares<float>(levels) / levels.Length) - (mean * mean))),
            WhiteShare = (double)levels.Count(level => level >= Bright) / levels.Length,
            Thumbnail = Thumbnail.Of(grey),
        };
    }

    private static bool IsWithoutColour(ReadOnlySpan<byte> colours)
    {
        for (var i = 0; i < colours.Length; i += 3)
        {
            var (red, green, blue) = (colours[i], colours[i + 1], colours[i + 2]);
            if (Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) > GreyTolerance)
                return false;
        }

        return true;
    }

    // Var(4 x − left − right − above − below), within the border
    private static double LaplacianVariance(float[] levels, int height, int width)
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var at = (y * width) + x;
                var value = (4 * levels[at]) - levels[at - 1] - levels[at + 1] - levels[at - width] - levels[at + width];
                (sum, squares, count) = (sum + value, squares + (value * value), count + 1);
            }
        }

        return count == 0 ? 0 : (squares / count) - (sum / count * (sum / count));
    }
}
