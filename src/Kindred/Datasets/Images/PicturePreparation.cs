using System.Text.Json.Serialization;
using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>How values between pixels are made where a picture is resized. When it shrinks, both are widened by as much, so that nothing is skipped.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Interpolation>))]
public enum Interpolation
{
    /// <summary>Weights fall along a line: 1 − |x|.</summary>
    [JsonStringEnumMemberName("bilinear")]
    Bilinear,

    /// <summary>Keys' cubic with a = −1/2.</summary>
    /// <remarks>Keys 1981, doi:10.1109/TASSP.1981.1163711.</remarks>
    [JsonStringEnumMemberName("bicubic")]
    Bicubic,
}

/// <summary>In which order a network takes the colours of a pixel.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColourOrder>))]
public enum ColourOrder
{
    [JsonStringEnumMemberName("rgb")]
    Rgb,

    [JsonStringEnumMemberName("bgr")]
    Bgr,
}

/// <summary>What becomes of a picture before a network that was trained elsewhere looks at it: its size, the part that is taken, and value = (level · scale − mean) / deviation.</summary>
public sealed record PicturePreparation
{
    private const int LargestSide = 4096;

    /// <summary>Pixels down and across that the network takes; 1 to 4096.</summary>
    public required int Size { get; init => field = Side(value, nameof(Size)); }

    /// <summary>To how many pixels the shorter side comes before the middle of <see cref="Size"/> is cut out; null: to no more than that.</summary>
    public int? ResizeTo { get; init => field = value is { } side ? Side(side, nameof(ResizeTo)) : null; }

    /// <summary>Pixels of the shorter side before the middle is cut out.</summary>
    public int ShorterSide => Math.Max(Size, ResizeTo ?? Size);

    /// <summary>Whether both sides come to <see cref="Size"/> instead, whatever the proportions.</summary>
    public bool Stretch { get; init; }

    public Interpolation Interpolation { get; init; }

    public ColourOrder Order { get; init; }

    /// <summary>What a level of 0 to 255 is multiplied by; greater than 0.</summary>
    public double Scale { get; init => field = Guard.Positive(value); } = 1.0 / 255;

    /// <summary>Of red, green and blue after scaling.</summary>
    public ValueList<double> Mean { get; init => field = Three(value, nameof(Mean), Math.Abs); } = [0, 0, 0];

    /// <summary>Of red, green and blue after scaling; greater than 0.</summary>
    public ValueList<double> Deviation { get; init => field = Three(value, nameof(Deviation), value => value > 0 ? value : double.NaN); } = [1, 1, 1];

    /// <summary>E.g. "224x224 of 256, bicubic, mean 0.5 0.5 0.5".</summary>
    public override string ToString() =>
        $"{Size}x{Size}{(Stretch ? " stretched" : ShorterSide == Size ? "" : $" out of {ShorterSide}")}, {(Interpolation == Interpolation.Bilinear ? "bilinear" : "bicubic")}, {(Order == ColourOrder.Rgb ? "RGB" : "BGR")}, "
        + $"scale {Scale:g6}, mean {string.Join(' ', Mean)}, deviation {string.Join(' ', Deviation)}";

    private static int Side(int value, string name) => value is >= 1 and <= LargestSide ? value
        : throw new ArgumentOutOfRangeException(name, value, $"A side must have 1 to {LargestSide} pixels.");

    private static ValueList<double> Three(ValueList<double> values, string name, Func<double, double> check) =>
        values is { Count: 3 } && values.All(value => double.IsFinite(check(value))) ? values
        : throw new ArgumentException($"{name} needs three finite numbers, one for each of red, green and blue{(name == nameof(Deviation) ? ", greater than zero" : "")}.", name);
}
