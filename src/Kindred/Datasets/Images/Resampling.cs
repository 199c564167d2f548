namespace Kindred.Datasets.Images;

/// <summary>Pictures in another size.</summary>
internal static class Resampling
{
    /// <summary>out = (rows' weights) · in · (columns' weights)ᵀ for every channel, rounded.</summary>
    public static byte[] Resize(Picture picture, int height, int width)
    {
        var (rows, columns, channels) = (new Axis(picture.Height, height), new Axis(picture.Width, width), picture.Channels);
        var resized = new byte[checked(height * width * channels)];
        var line = new float[width * channels];
        var sum = new float[width * channels];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sum);
            for (var source = rows.First(y); source <= rows.Last(y); source++)
            {
                ResizeLine(picture.Samples.Slice(source * picture.Width * channels, picture.Width * channels), channels, columns, line);
                var weight = rows.Weight(y, source);
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += weight * line[i];
            }

            for (var i = 0; i < sum.Length; i++)
                resized[(y * sum.Length) + i] = (byte)Math.Clamp(sum[i] + 0.5f, 0, 255);
        }

        return resized;
    }

    private static void ResizeLine(ReadOnlySpan<byte> line, int channels, Axis columns, Span<float> resized)
    {
        resized.Clear();
        for (var x = 0; x < resized.Length / channels; x++)
        {
            for (var source = columns.First(x); source <= columns.Last(x); source++)
            {
                var weight = columns.Weight(x, source);
                for (var channel = 0; channel < channels; channel++)
                    resized[(x * channels) + channel] += weight * line[(source * channels) + channel];
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
