using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Reporting;

/// <summary>Makes small pictures of bytes, grey or red, green and blue.</summary>
internal sealed class ReportPictures
{
    private const int ColumnsAtOnce = 512;

    private readonly ImageShape _source;
    private readonly int _factor;
    private readonly PixelRange _range;

    /// <param name="source">Shape of the images.</param>
    /// <param name="maxSide">Pixels on the longer side of a picture, at most.</param>
    /// <param name="range">Of all images; stretched to black and white where they would hardly be seen. As they are, unless given.</param>
    public ReportPictures(ImageShape source, int maxSide, PixelRange range = default)
    {
        (_source, _range) = (source, range);
        _factor = (Math.Max(source.Height, source.Width) + maxSide - 1) / maxSide;
        Shape = new ImageShape(
            (source.Height + _factor - 1) / _factor,
            (source.Width + _factor - 1) / _factor,
            source.Channels >= 3 ? 3 : 1);
    }

    /// <summary>Of a picture.</summary>
    public ImageShape Shape { get; }

    /// <summary>One picture of each row, side by side.</summary>
    public byte[] Of(ReportRows rows, int[] chosen)
    {
        var pictures = new byte[checked(chosen.Length * Shape.Size)];
        WorkerPool.ForEachChunk(chosen.Length, (_, start, end) =>
        {
            var pixels = new float[_source.Size];
            for (var i = start; i < end; i++)
            {
                var (images, row) = rows.Find(chosen[i]);
                Read(images, row, 0, pixels);
                Shrink(pixels, pictures.AsSpan(i * Shape.Size, Shape.Size));
            }
        });
        return pictures;
    }

    /// <summary>The picture of one row.</summary>
    public Picture PictureOf(ReportRows rows, int row) => new(Shape.Height, Shape.Width, Shape.Channels, Of(rows, [row]));

    /// <summary>One picture of each image, side by side.</summary>
    public byte[] Of(ImageSet images) =>
        Of(new ReportRows(new Parts<ImageSet>(images, null, null)), [.. Enumerable.Range(0, images.Count)]);

    /// <summary>The mean image of each cluster, side by side; black where a cluster is empty.</summary>
    public byte[] Means(ReportRows rows, int[] groups, int[] sizes)
    {
        var sums = new double[checked(sizes.Length * _source.Size)];
        var parts = (_source.Size + ColumnsAtOnce - 1) / ColumnsAtOnce;
        WorkerPool.Run(parts, (part, _) => AddUp(rows, groups, sums, part * ColumnsAtOnce));

        var means = new byte[checked(sizes.Length * Shape.Size)];
        var mean = new float[_source.Size];
        for (var cluster = 0; cluster < sizes.Length; cluster++)
        {
            for (var j = 0; j < mean.Length; j++)
                mean[j] = (float)(sums[(cluster * mean.Length) + j] / Math.Max(1, sizes[cluster]));
            Shrink(mean, means.AsSpan(cluster * Shape.Size, Shape.Size));
        }

        return means;
    }

    // sums[group of i][j] += pixel j of row i, for the columns from start on; rows in no cluster are left out
    private void AddUp(ReportRows rows, int[] groups, double[] sums, int start)
    {
        var pixels = new float[Math.Min(ColumnsAtOnce, _source.Size - start)];
        foreach (var (_, images, first) in rows.Parts)
        {
            for (var row = 0; row < images.Count; row++)
            {
                if (groups[first + row] < 0)
                    continue;
                Read(images, row, start, pixels);
                var sum = sums.AsSpan((groups[first + row] * _source.Size) + start, pixels.Length);
                for (var j = 0; j < pixels.Length; j++)
                    sum[j] += pixels[j];
            }
        }
    }

    private static void Read(ImageSet images, int row, int start, Span<float> pixels)
    {
        if (images.Bytes is not { } bytes)
        {
            images.Pixels.Row(row).Slice(start, pixels.Length).CopyTo(pixels);
            return;
        }

        var source = bytes.Row(row).Slice(start, pixels.Length);
        for (var j = 0; j < source.Length; j++)
            pixels[j] = source[j] * bytes.Scale;
    }

    // Each pixel of the picture is the mean of factor x factor pixels of the image, fewer at the right and lower edge.
    private void Shrink(ReadOnlySpan<float> pixels, Span<byte> picture)
    {
        var at = 0;
        for (var top = 0; top < _source.Height; top += _factor)
        {
            for (var left = 0; left < _source.Width; left += _factor)
            {
                for (var channel = 0; channel < Shape.Channels; channel++)
                    picture[at++] = ToByte(BlockMean(pixels, top, left, channel));
            }
        }
    }

    private float BlockMean(ReadOnlySpan<float> pixels, int top, int left, int channel)
    {
        var (bottom, right) = (Math.Min(top + _factor, _source.Height), Math.Min(left + _factor, _source.Width));
        var sum = 0f;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                sum += pixels[(((y * _source.Width) + x) * _source.Channels) + channel];
        }

        return sum / ((bottom - top) * (right - left));
    }

    private byte ToByte(float value) => float.IsNaN(value) ? (byte)0 : (byte)MathF.Round(Math.Clamp(_range.Brightness(value), 0, 1) * 255);
}
