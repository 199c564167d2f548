using Kindred.Datasets.Images;

namespace Kindred.Cleaning;

/// <summary>Grey levels of a whole picture in a square, whatever its proportions.</summary>
internal sealed class Thumbnail
{
    /// <summary>Pixels down and across.</summary>
    public const int Side = 64;

    private readonly byte[] _levels;
    private readonly int _side;

    private Thumbnail(byte[] levels, int side) => (_levels, _side) = (levels, side);

    public static Thumbnail Of(Picture grey, int side = Side) => new(grey.ToGrey().Resize(side, side).Samples.ToArray(), side);

    /// <summary>The levels of a window, as <paramref name="side"/> × <paramref name="side"/> values between those of the nearest pixels.</summary>
    public void Read(Window window, int side, Span<float> values)
    {
        for (var i = 0; i < side; i++)
        {
            var (top, below, down) = Place(window.Top + ((i + 0.5) * window.Height / side));
            for (var j = 0; j < side; j++)
            {
                var across = (j + 0.5) * window.Width / side;
                var (left, right, along) = Place(window.Left + (window.IsMirrored ? window.Width - across : across));
                var upper = Mix(_levels[(top * _side) + left], _levels[(top * _side) + right], along);
                var lower = Mix(_levels[(below * _side) + left], _levels[(below * _side) + right], along);
                values[(i * side) + j] = (float)Mix(upper, lower, down);
            }
        }
    }

    /// <summary>The same window by means over areas, for a few values.</summary>
    public void ReadMeans(Window window, int side, Span<float> values)
    {
        const int Samples = 4;
        Span<float> fine = stackalloc float[side * side * Samples * Samples];
        Read(window, side * Samples, fine);
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                var sum = 0f;
                for (var k = 0; k < Samples * Samples; k++)
                    sum += fine[(((i * Samples) + (k / Samples)) * side * Samples) + (j * Samples) + (k % Samples)];
                values[(i * side) + j] = sum / (Samples * Samples);
            }
        }
    }

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);

    /// <summary>The pixels before and after a place in [0, 1], and how far it lies between them.</summary>
    private (int Before, int After, double Share) Place(double at)
    {
        var place = Math.Clamp((at * _side) - 0.5, 0, _side - 1);
        var before = (int)place;
        return (before, Math.Min(before + 1, _side - 1), place - before);
    }
}

/// <summary>A part of a picture, in shares of its sides; read from right to left where it is mirrored.</summary>
internal readonly record struct Window(double Top, double Left, double Height, double Width, bool IsMirrored)
{
    public static readonly Window Whole = new(0, 0, 1, 1, false);

    /// <summary>Hardly anything is cut off.</summary>
    public bool IsWhole => Height >= 0.97 && Width >= 0.97;

    public bool IsInside => Top >= -1e-9 && Left >= -1e-9 && Top + Height <= 1 + 1e-9 && Left + Width <= 1 + 1e-9;
}
