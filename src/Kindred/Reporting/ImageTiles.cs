using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>Draws samples as pictures of one size.</summary>
internal sealed class ImageTiles(ImageShape shape)
{
    private const int WantedSize = 60;  // of the longer side in the drawing, in whole multiples so that pixels stay square

    private readonly int _scale = Math.Max(1, WantedSize / Math.Max(shape.Height, shape.Width));

    public const double Gap = 4;

    public double Width => shape.Width * _scale;

    public double Height => shape.Height * _scale;

    /// <summary>From the left end of one picture to that of the next.</summary>
    public double StepX => Width + Gap;

    /// <summary>From the top of one picture to that of the next.</summary>
    public double StepY => Height + Gap;

    /// <summary>Values below 0 and above 1 are drawn as 0 and 1, what is no number as 0.</summary>
    public void Draw(Svg svg, double x, double y, ReadOnlySpan<float> pixels, string tip) =>
        svg.Picture(x, y, Width, Height, PngFile.Encode(SamplePicture.Of(shape, pixels)), tip);

    /// <summary>Rows of <paramref name="x"/> hold pictures of this shape.</summary>
    public void Check(Matrix x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Columns != shape.Size)
            throw new ArgumentException($"A sample of shape {shape} has {shape.Size} values, got rows of {x.Columns}.", name);
    }
}
