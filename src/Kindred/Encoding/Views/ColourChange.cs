namespace Kindred.Encoding.Views;

/// <summary>What becomes of the colours of a pixel: they turn about grey, then their differences to grey are multiplied.</summary>
/// <param name="Saturation">What differences to grey are multiplied by; 0 makes grey, 1 leaves them.</param>
/// <param name="Turns">Of the circle of colours; 0 leaves them.</param>
internal readonly record struct ColourChange(float Saturation, double Turns)
{
    private const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;  // how bright each is: ITU-R BT.601

    public bool IsNone => Saturation == 1 && Turns == 0;

    /// <summary>Each pixel p ← s (q − l·q) + l·q, q = p turned about the axis from black to white, l how bright the three are. // pixels x 3</summary>
    public void Apply(Span<float> pixels)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * Turns);
        var (along, ahead, behind) = ((float)(cos + ((1 - cos) / 3)), (float)(((1 - cos) / 3) - (sin / Math.Sqrt(3))), (float)(((1 - cos) / 3) + (sin / Math.Sqrt(3))));
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var (r, g, b) = (pixels[i], pixels[i + 1], pixels[i + 2]);
            var (red, green, blue) = ((along * r) + (ahead * g) + (behind * b), (behind * r) + (along * g) + (ahead * b), (ahead * r) + (behind * g) + (along * b));
            var grey = (Red * red) + (Green * green) + (Blue * blue);
            pixels[i] = grey + (Saturation * (red - grey));
            pixels[i + 1] = grey + (Saturation * (green - grey));
            pixels[i + 2] = grey + (Saturation * (blue - grey));
        }
    }
}
