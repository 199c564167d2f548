using System.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>Pictures in another size.</summary>
internal static class Resampling
{
    /// <summary>The picture in another size, rounded.</summary>
    public static byte[] Resize(Picture picture, int height, int width) =>
        Array.ConvertAll(Resize(picture.Samples, new ImageShape(picture.Height, picture.Width, picture.Channels), height, width), Rounded);

    /// <summary>out = (rows' weights) · in · (columns' weights)ᵀ for every channel; <paramref name="samples"/> are of <paramref name="shape"/>.</summary>
    public static float[] Resize<T>(ReadOnlySpan<T> samples, ImageShape shape, int height, int width)
        where T : struct, INumberBase<T>
    {
        var (rows, columns) = (new Axis(shape.Height, height), new Axis(shape.Width, width));
        var resized = new float[checked(height * width * shape.Channels)];
        var line = new float[width * shape.Channels];
        for (var y = 0; y < height; y++)
        {
            var sum = resized.AsSpan(y * line.Length, line.Length);
            for (var source = rows.First(y); source <= rows.Last(y); source++)
            {
                ResizeLine(samples.Slice(source * shape.Width * shape.Channels, shape.Width * shape.Channels), shape.Channels, columns, line);
                var weight = rows.Weight(y, source);
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += weight * line[i];
            }
        }

        return resized;
    }

    /// <summary>The nearest byte.</summary>
    public static byte Rounded(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);

    private static void ResizeLine<T>(ReadOnlySpan<T> line, int channels, Axis columns, Span<float> resized)
        where T : struct, INumberBase<T>
    {
        resized.Clear();
        for (var x = 0; x < resized.Length / channels; x++)
        {
            for (var source = columns.First(x); source <= columns.Last(x); source++)
            {
                var weight = columns.Weight(x, source);
                for (var channel = 0; channel < channels; channel++)
                    resized[(x * channels) + channel] += weight * float.CreateTruncating(line[(source * channels) + channel]);
            }
        }
    }

    /// <summary>Which pixels along one side make up a new one, and by how much; the weights of each new pixel add up to one.</summary>
    private readonly struct Axis(int from, int to)
    {
        private readonly double _scale = (double)from / to;

        private bool Shrinks => from > to;

        public int First(int target) => Shrinks ? (int)(target * _scale) : Math.Max(0, (int)Math.Floor(Centre(target)));

        public int Last(int target) => Shrinks
            ? Math.Min(from, (int)Math.Ceiling(((target + 1) * _scale) - 1e-9)) - 1
            : Math.Min(from - 1, (int)Math.Floor(Centre(target)) + 1);

        public float Weight(int target, int source)
        {
            if (Shrinks)
                return (float)((Math.Min(source + 1, (target + 1) * _scale) - Math.Max(source, target * _scale)) / _scale);
            // beyond the border the outermost pixel goes on
            var centre = Math.Clamp(Centre(target), 0, from - 1);
            return (float)Math.Max(0, 1 - Math.Abs(source - centre));
        }

        private double Centre(int target) => ((target + 0.5) * _scale) - 0.5;
    }
}
