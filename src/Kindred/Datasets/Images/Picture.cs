using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>One decoded image, eight bits a sample, from top left to bottom right.</summary>
public sealed class Picture
{
    /// <summary>More than any photograph; files that claim more are refused before anything is reserved for them.</summary>
    internal const long MostPixels = 1 << 27;

    private readonly ReadOnlyMemory<byte> _samples;

    /// <exception cref="DataFileException">No picture is so large, or so small.</exception>
    internal static void RequireSize(string file, string says, long width, long height)
    {
        if (width <= 0 || height <= 0)
            throw new DataFileException(file, $"{says} {width} x {height} pixels; 1 x 1 or more are needed.");
        if (width > MostPixels || height > MostPixels || width * height > MostPixels)
            throw new DataFileException(file, $"{says} {width} x {height} pixels; at most {MostPixels} are read, so a smaller copy is needed.") { IsTooLarge = true };
    }

    /// <summary>Wraps <paramref name="samples"/> without copying.</summary>
    /// <param name="height">At least 1.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 red, green, blue, 4 these and alpha.</param>
    /// <param name="samples">height × width × channels, the channels of a pixel side by side.</param>
    /// <exception cref="ArgumentException">The number of samples does not fit, or there are no such channels.</exception>
    public Picture(int height, int width, int channels, ReadOnlyMemory<byte> samples)
    {
        Guard.Positive(height, nameof(height));
        Guard.Positive(width, nameof(width));
        if (channels is < 1 or > 4)
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 to 4 channels.");
        if (samples.Length != (long)height * width * channels)
            throw new ArgumentException($"{height} x {width} x {channels} needs {(long)height * width * channels} samples, got {samples.Length}.", nameof(samples));
        (Height, Width, Channels, _samples) = (height, width, channels, samples);
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public bool HasAlpha => Channels is 2 or 4;

    public bool IsGrey => Channels <= 2;

    public ReadOnlySpan<byte> Samples => _samples.Span;

    /// <summary>One channel: 0.2126 red + 0.7152 green + 0.0722 blue (Rec. 709) of the stored values, what is transparent laid over white.</summary>
    public Picture ToGrey() => Channels == 1 ? this : new Picture(Height, Width, 1, ColourConversion.ToGrey(Samples, Channels));

    /// <summary>Red, green and blue, what is transparent laid over white; grey becomes three equal channels.</summary>
    public Picture ToRgb() => Channels == 3 ? this : new Picture(Height, Width, 3, ColourConversion.ToRgb(Samples, Channels));

    /// <summary>Another size, the sides each for itself: shrunk by area averaging, enlarged by bilinear interpolation.</summary>
    public Picture Resize(int height, int width)
    {
        Guard.Positive(height, nameof(height));
        Guard.Positive(width, nameof(width));
        return height == Height && width == Width ? this : new Picture(height, width, Channels, ImageResampling.Resize(this, height, width));
    }
}
