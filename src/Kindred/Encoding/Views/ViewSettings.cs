using System.Runtime.CompilerServices;
using Kindred.Numerics;

namespace Kindred.Encoding.Views;

/// <summary>How much a view of a picture may differ from it: what is drawn for each view, evenly within these bounds. Without settings every view is the picture itself.</summary>
/// <remarks>Chen, Kornblith, Norouzi and Hinton 2020, arXiv:2002.05709, appendix A; erasing: Zhong, Zheng, Kang, Li and Yang 2020, arXiv:1708.04896. What a view changes is what an encoder
/// that learns from it does not tell: settings say what does not matter.</remarks>
public sealed record ViewSettings
{
    /// <summary>The smallest size of the picture, as a share of its own.</summary>
    public double SmallestScale { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>The largest size of the picture, as a share of its own.</summary>
    public double LargestScale { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>The largest |ln r|, where the picture is made r times as wide and 1 / r times as high.</summary>
    public double Aspect { get; init => field = Guard.NotNegative(value); }

    /// <summary>How far it moves to either side, as a share of its width.</summary>
    public double ShiftAcross { get; init => field = Guard.NotNegative(value); }

    /// <summary>How far it moves up or down, as a share of its height.</summary>
    public double ShiftDown { get; init => field = Guard.NotNegative(value); }

    /// <summary>How far it turns either way, in degrees.</summary>
    public double Rotation { get; init => field = Guard.NotNegative(value); }

    /// <summary>How far it slants either way: pixels across for each pixel down.</summary>
    public double Shear { get; init => field = Guard.NotNegative(value); }

    /// <summary>The probability of a mirror image, left for right.</summary>
    public double Flip { get; init => field = Probability(value); }

    /// <summary>The smallest share of the area that a view is cut from, with sides between 3 : 4 and 4 : 3 of the picture's; 1 cuts nothing.</summary>
    public double SmallestCrop { get; init => field = value > 0 ? Probability(value) : throw new ArgumentOutOfRangeException(nameof(value), value, "A crop must have an area."); } = 1;

    /// <summary>The probability of a blur; its standard deviation is 0.1 to 2 pixels, less where the shorter side has less than 28: 2 for each 28.</summary>
    public double Blur { get; init => field = Probability(value); }

    /// <summary>b: values are multiplied by 1 − b to 1 + b.</summary>
    public double Brightness { get; init => field = Guard.NotNegative(value); }

    /// <summary>c: differences to the picture's mean are multiplied by 1 − c to 1 + c.</summary>
    public double Contrast { get; init => field = Guard.NotNegative(value); }

    /// <summary>The probability that a rectangle is replaced by what is around the picture.</summary>
    public double Erasing { get; init => field = Probability(value); }

    /// <summary>The largest side of that rectangle, as a share of the picture's.</summary>
    public double LargestErasing { get; init => field = Probability(value); } = 1.0 / 3;

    /// <summary>s: differences to grey are multiplied by 1 − s to 1 + s; of pictures with three channels, as are the next two.</summary>
    public double Saturation { get; init => field = Guard.NotNegative(value); }

    /// <summary>How far colours turn either way, in turns: 0.5 makes all of any.</summary>
    public double Hue { get; init => field = Guard.NotNegative(value); }

    /// <summary>The probability that a view is grey.</summary>
    public double Grey { get; init => field = Probability(value); }

    /// <summary>For things that all stand upright in the middle: size, height and light differ, nothing else.</summary>
    public static ViewSettings Upright { get; } = new() { SmallestScale = 0.8, LargestScale = 1.1, ShiftDown = 0.1, Blur = 1, Brightness = 0.5 };

    /// <summary>For handwriting: size, proportions, place, turn and slant differ, and light a little.</summary>
    public static ViewSettings Handwriting { get; } = new()
    {
        SmallestScale = 0.8,
        LargestScale = 1.15,
        Aspect = 0.15,
        ShiftAcross = 0.1,
        ShiftDown = 0.1,
        Rotation = 12,
        Shear = 0.2,
        Blur = 1,
        Brightness = 0.3,
    };

    /// <summary>Between the two and cut out, for pictures of which nothing is known: garments and digits are both grouped better with crops than without.</summary>
    public static ViewSettings Middle { get; } = new()
    {
        SmallestCrop = 0.5,
        SmallestScale = 0.8,
        LargestScale = 1.15,
        Aspect = 0.15,
        ShiftAcross = 0.07,
        ShiftDown = 0.1,
        Rotation = 10,
        Shear = 0.1,
        Blur = 1,
        Brightness = 0.5,
    };

    /// <summary>For photographs: cut out, mirrored, in other colours and light.</summary>
    public static ViewSettings Photographs { get; } = new()
    {
        SmallestCrop = 0.2,
        Flip = 0.5,
        Blur = 0.5,
        Brightness = 0.4,
        Contrast = 0.4,
        Saturation = 0.4,
        Hue = 0.1,
        Grey = 0.2,
    };

    private static double Probability(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to 1.");
}
