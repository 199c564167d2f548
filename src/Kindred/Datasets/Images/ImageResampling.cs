using System.Numerics;
using System.Numerics.Tensors;

namespace Kindred.Datasets.Images;

/// <summary>Pictures in another size: shrunk by area averaging, enlarged by bilinear interpolation, each side for itself.</summary>
internal static class ImageResampling
{
    /// <summary>The picture in another size, rounded.</summary>
    public static byte[] Resize(Picture picture, int height, int width) =>
        Array.ConvertAll(Resize(picture.Samples, new ImageShape(picture.Height, picture.Width, picture.Channels), new ImageSize(height, width), ImageFit.Stretch), Rounded);

    /// <summary>Samples of <paramref name="shape"/> in another size.</summary>
    public static float[] Resize<T>(ReadOnlySpan<T> samples, ImageShape shape, ImageSize size, ImageFit fit)
        where T : struct, INumberBase<T> =>
        Resize(new SampleLines<T>(samples, shape.Width * shape.Channels), shape, size, fit);

    /// <summary>Rows of a picture, not turned yet, in the size that it has in its file.</summary>
    public static float[] Resize(IImageRows rows, int channels, ImageSize size, ImageFit fit) =>
        Resize(new ImageLines(rows, channels), new ImageShape(rows.Height, rows.Width, channels), size, fit);

    /// <summary>The nearest byte.</summary>
    public static byte Rounded(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);

    /// <summary>out = (rows' weights) · in · (columns' weights)ᵀ for every channel.</summary>
    private static float[] Resize<TLines>(TLines lines, ImageShape shape, ImageSize size, ImageFit fit)
        where TLines : ILines, allows ref struct
    {
        if (size == new ImageSize(shape.Height, shape.Width))
            return AsItIs(lines, shape);
        var fitting = Fitting.Of(fit, new ImageSize(shape.Height, shape.Width), size);
        var rows = new Axis(shape.Height, fitting.Top, fitting.Height, fitting.Target.Height);
        var columns = new Axis(shape.Width, fitting.Left, fitting.Width, fitting.Target.Width);
        var resized = new float[checked(size.Height * size.Width * shape.Channels)];
        float[] line = new float[shape.Width * shape.Channels], sum = new float[line.Length];
        for (var y = 0; y < fitting.Target.Height; y++)
        {
            Array.Clear(sum);
            for (var source = rows.First(y); source <= rows.Last(y); source++)
            {
                lines.Read(source, line);
                TensorPrimitives.MultiplyAdd(line, rows.Weight(y, source), sum, sum);
            }

            var start = (((fitting.Offset.Rows + y) * size.Width) + fitting.Offset.Columns) * shape.Channels;
            ResizeLine(sum, shape.Channels, columns, resized.AsSpan(start, fitting.Target.Width * shape.Channels));
        }

        Edges.Fill(resized, new ImageShape(size.Height, size.Width, shape.Channels), fitting);
        return resized;
    }

    private static float[] AsItIs<TLines>(TLines lines, ImageShape shape)
        where TLines : ILines, allows ref struct
    {
        var (samples, length) = (new float[shape.Size], shape.Width * shape.Channels);
        for (var y = 0; y < shape.Height; y++)
            lines.Read(y, samples.AsSpan(y * length, length));
        return samples;
    }

    private static void ResizeLine(ReadOnlySpan<float> line, int channels, Axis columns, Span<float> resized)
    {
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

    private interface ILines
    {
        void Read(int y, Span<float> line);
    }

    private readonly ref struct SampleLines<T>(ReadOnlySpan<T> samples, int length) : ILines
        where T : struct, INumberBase<T>
    {
        private readonly ReadOnlySpan<T> _samples = samples;

        public void Read(int y, Span<float> line) => TensorPrimitives.ConvertTruncating(_samples.Slice(y * length, length), line);
    }

    private readonly struct ImageLines(IImageRows rows, int channels) : ILines
    {
        public void Read(int y, Span<float> line) => rows.Read(y, channels, line);
    }

    /// <summary>Which pixels along one side, from <paramref name="start"/> on, make up a new one, and by how much; the weights of each new pixel add up to one.</summary>
    private readonly struct Axis(int from, double start, double length, int to)
    {
        private readonly double _scale = length / to;

        private bool Shrinks => length > to;

        public int First(int target) => Shrinks ? (int)(start + (target * _scale)) : Math.Max(0, (int)Math.Floor(Centre(target)));

        public int Last(int target) => Shrinks
            ? Math.Min(from, (int)Math.Ceiling(start + ((target + 1) * _scale) - 1e-9)) - 1
            : Math.Min(from - 1, (int)Math.Floor(Centre(target)) + 1);

        public float Weight(int target, int source)
        {
            if (Shrinks)
                return (float)((Math.Min(source + 1, start + ((target + 1) * _scale)) - Math.Max(source, start + (target * _scale))) / _scale);
            // beyond the border the outermost pixel goes on
            var centre = Math.Clamp(Centre(target), 0, from - 1);
            return (float)Math.Max(0, 1 - Math.Abs(source - centre));
        }

        private double Centre(int target) => start + ((target + 0.5) * _scale) - 0.5;
    }
}
