namespace Kindred.Datasets.Images;

/// <summary>What surrounds a picture that does not fill its frame: the pixels at its edge go on, since any one colour would tell pictures apart by their shape.</summary>
internal static class Edges
{
    /// <summary>Fills what lies outside the target of <paramref name="fitting"/>.</summary>
    public static void Fill(float[] samples, ImageShape shape, Fitting fitting)
    {
        var ((top, left), (bottom, right)) = (fitting.Offset, (fitting.Offset.Rows + fitting.Target.Height - 1, fitting.Offset.Columns + fitting.Target.Width - 1));
        if (fitting.Target == new ImageSize(shape.Height, shape.Width))
            return;
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                var (nearestY, nearestX) = (Math.Clamp(y, top, bottom), Math.Clamp(x, left, right));
                if ((nearestY, nearestX) != (y, x))
                    samples.AsSpan(((nearestY * shape.Width) + nearestX) * shape.Channels, shape.Channels).CopyTo(samples.AsSpan(((y * shape.Width) + x) * shape.Channels));
            }
        }
    }
}
