namespace Kindred.Reporting;

/// <summary>From nearly white to dark blue: one hue, ever darker, so that neither colour blindness nor a grey printer loses the order.</summary>
/// <remarks>"Blues" of colorbrewer2.org.</remarks>
internal static class HeatColours
{
    private static readonly (int Red, int Green, int Blue)[] Stops =
        [(247, 251, 255), (222, 235, 247), (198, 219, 239), (158, 202, 225), (107, 174, 214), (66, 146, 198), (33, 113, 181), (8, 81, 156), (8, 48, 107)];

    /// <summary>The colour of a share in [0, 1].</summary>
    public static string At(double share)
    {
        var (red, green, blue) = Mix(share);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }

    /// <summary>Black or white, whichever stands out more on the colour of a share.</summary>
    /// <remarks>Contrast as in the Web Content Accessibility Guidelines 2.1; at least 4.5 to 1 for any share.</remarks>
    public static string TextOn(double share)
    {
        var (red, green, blue) = Mix(share);
        var luminance = (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue));
        return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
    }

    private static (int Red, int Green, int Blue) Mix(double share)
    {
        var place = Math.Clamp(share, 0, 1) * (Stops.Length - 1);
        var stop = Math.Min((int)place, Stops.Length - 2);
        var (from, to, part) = (Stops[stop], Stops[stop + 1], place - stop);
        return (Between(from.Red, to.Red, part), Between(from.Green, to.Green, part), Between(from.Blue, to.Blue, part));
    }

    private static int Between(int from, int to, double part) => (int)Math.Round(from + ((to - from) * part));

    private static double Linear(int channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
