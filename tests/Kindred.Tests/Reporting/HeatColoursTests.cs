using System.Globalization;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class HeatColoursTests
{
    [Fact]
    public void Text_stands_out_on_every_share()
    {
        for (var share = 0.0; share <= 1; share += 0.01)
        {
            var (cell, text) = (Luminance(HeatColours.At(share)), Luminance(HeatColours.TextOn(share)));
            Assert.InRange((Math.Max(cell, text) + 0.05) / (Math.Min(cell, text) + 0.05), 4.5, 21);
        }
    }

    [Fact]
    public void A_larger_share_is_darker()
    {
        var luminances = Enumerable.Range(0, 51).Select(i => Luminance(HeatColours.At(i / 50.0))).ToArray();
        Assert.Equal(luminances.OrderDescending(), luminances);
        Assert.Equal(luminances.Length, luminances.Distinct().Count());
    }

    private static double Luminance(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (0.2126 * Linear(value >> 16)) + (0.7152 * Linear((value >> 8) & 255)) + (0.0722 * Linear(value & 255));
    }

    private static double Linear(int channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
