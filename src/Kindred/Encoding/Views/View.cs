using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Images;

namespace Kindred.Encoding.Views;

/// <summary>One view of a picture, in numbers: what is done to it, in the order of these.</summary>
/// <param name="Map">Where its pixels are taken from.</param>
/// <param name="Blur">σ in pixels; 0 blurs nothing.</param>
/// <param name="Erased">What is replaced; 0 high where nothing is.</param>
/// <param name="Gain">Of light.</param>
/// <param name="Contrast">Of differences to the mean.</param>
/// <param name="Colours">How colours change.</param>
internal readonly record struct View(AffineMap Map, double Blur, ErasedPart Erased, float Gain, float Contrast, ColourChange Colours)
{
    private const double SmallestBlur = 0.1, LargestBlur = 2;  // of Chen et al., for pictures of 28 pixels and more
    private const double PixelsForLargestBlur = 28;
    private const double WidestCrop = 4.0 / 3;

    /// <summary>The view that a seed stands for. As many numbers are drawn whatever the settings are, so that one of them changes nothing but what it is about.</summary>
    public static View Draw(ViewSettings settings, ImageShape shape, ulong seed)
    {
        var draw = new Draws(seed);
        var map = DrawMap(settings, shape, ref draw);
        var (isBlurred, deviation) = (draw.Chance(settings.Blur), draw.Between(SmallestBlur, LargestBlur * Math.Min(1, Math.Min(shape.Height, shape.Width) / PixelsForLargestBlur)));
        var erased = DrawErased(settings, shape, ref draw);
        var (gain, contrast) = (1 + draw.Either(settings.Brightness), 1 + draw.Either(settings.Contrast));
        var (saturation, turns) = (1 + draw.Either(settings.Saturation), draw.Either(settings.Hue));
        var isGrey = draw.Chance(settings.Grey);
        return new View(map, isBlurred ? deviation : 0, erased, (float)gain, (float)contrast, new ColourChange(isGrey ? 0 : (float)saturation, turns));
    }

    private static AffineMap DrawMap(ViewSettings settings, ImageShape shape, ref Draws draw)
    {
        var scale = 1 / draw.Between(settings.SmallestScale, settings.LargestScale);
        var aspect = Math.Exp(draw.Either(settings.Aspect));
        var (across, down) = (scale / aspect, scale * aspect);
        var (x, y) = (draw.Either(settings.ShiftAcross) * shape.Width, draw.Either(settings.ShiftDown) * shape.Height);
        var (angle, shear) = (draw.Either(settings.Rotation) * Math.PI / 180, draw.Either(settings.Shear));
        var isFlipped = draw.Chance(settings.Flip);
        var (area, ratio) = (draw.Between(settings.SmallestCrop, 1), Math.Exp(draw.Either(Math.Log(WidestCrop))));
        var (placeX, placeY) = (draw.Either(0.5), draw.Either(0.5));
        if (settings.SmallestCrop < 1)
        {
            var (width, height) = (Math.Min(1, Math.Sqrt(area * ratio)), Math.Min(1, Math.Sqrt(area / ratio)));
            (across, down) = (across * width, down * height);
            (x, y) = (x + (placeX * shape.Width * (1 - width)), y + (placeY * shape.Height * (1 - height)));
        }

        across = isFlipped ? -across : across;
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        return new AffineMap(cos * across, ((shear * cos) - sin) * down, sin * across, ((shear * sin) + cos) * down, x, y);
    }

    private static ErasedPart DrawErased(ViewSettings settings, ImageShape shape, ref Draws draw)
    {
        var isErased = draw.Chance(settings.Erasing);
        var height = draw.Whole(1, Math.Max(1, (int)(settings.LargestErasing * shape.Height)));
        var width = draw.Whole(1, Math.Max(1, (int)(settings.LargestErasing * shape.Width)));
        var (top, left) = (draw.Whole(0, shape.Height - height), draw.Whole(0, shape.Width - width));
        return isErased ? new ErasedPart(top, left, height, width) : default;
    }

    /// <summary>Numbers drawn from a seed one after the other.</summary>
    private struct Draws(ulong seed)
    {
        private ulong _state = seed;

        public double Between(double low, double high) => low + ((high - low) * Next());

        public double Either(double most) => Between(-most, most);

        public bool Chance(double probability) => Next() < probability;

        public int Whole(int low, int high) => low + (int)(Next() * (high - low + 1));

        /// <summary>Uniform in [0, 1).</summary>
        private double Next() => (Rng.NextBits(ref _state) >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct ErasedPart(int Top, int Left, int Height, int Width);
