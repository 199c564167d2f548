using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels;

/// <summary>Moves images in and out of scratch memory with a zero border of one pixel, where windows need no special cases.</summary>
internal static unsafe class ConvolutionPadding
{
    /// <summary>padded[i + 1, j + 1] = x[i, j]; the border is left as it is.</summary>
    public static void Fill(float* x, int height, int width, int channels, float* padded)
    {
        var row = width * channels;
        var target = padded + ((width + 3) * channels);
        for (var i = 0; i < height; i++)
            Buffer.MemoryCopy(x + ((long)i * row), target + ((long)i * (row + (2 * channels))), row * sizeof(float), row * sizeof(float));
    }

    /// <summary>padded[i + 1, j + 1] = y[i, j] &gt; 0 ? dy[i, j] : 0, the gradient before the ReLU that gave y.</summary>
    public static void FillMasked(float* dy, float* y, int height, int width, int channels, float* padded)
    {
        var row = width * channels;
        var target = padded + ((width + 3) * channels);
        for (var i = 0; i < height; i++, dy += row, y += row, target += row + (2 * channels))
            Mask(dy, y, target, row);
    }

    /// <summary>sums[c] += Σ over the inner pixels of a padded image; each image is summed in single precision, images in double.</summary>
    public static void AddChannelSums(float* padded, int height, int width, int channels, double* sums)
    {
        nint row = (width + 2) * channels;
        var start = padded + row + channels;
        var c = 0;
        var sixteen = stackalloc float[16];
        for (; c + 16 <= channels; c += 16)
        {
            ChannelSums(start + c, height, width, channels, row).Store(sixteen);
            for (var i = 0; i < 16; i++)
                sums[c + i] += sixteen[i];
        }

        for (; c < channels; c++)
            sums[c] += ChannelSum(start + c, height, width, channels, row);
    }

    /// <summary>windows[i, j] = the rows x length floats at image[step · i, step · j], rows being <paramref name="rowStep"/> apart.</summary>
    public static void Gather(float* image, in PixelGrid grid, int step, int channels, int rows, int length, nint rowStep, float* windows)
    {
        for (var i = 0; i < grid.Height; i++)
        {
            for (var j = 0; j < grid.Width; j++)
            {
                var source = image + (step * i * rowStep) + (step * j * channels);
                for (var r = 0; r < rows; r++, source += rowStep)
                {
                    for (var k = 0; k < length; k++)
                        *windows++ = source[k];
                }
            }
        }
    }

    /// <summary>Drops the columns that pad each pixel's channels to whole vectors: y[p, c] = wide[p, c].</summary>
    public static void Narrow(float* wide, int wideChannels, int pixels, int channels, float* y)
    {
        for (var p = 0; p < pixels; p++)
            new ReadOnlySpan<float>(wide + ((long)p * wideChannels), channels).CopyTo(new Span<float>(y + ((long)p * channels), channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mask(float* dy, float* y, float* target, int count)
    {
        var i = 0;
        for (; i + 16 <= count; i += 16)
            (Vector512.Load(dy + i) & Vector512.GreaterThan(Vector512.Load(y + i), Vector512<float>.Zero)).Store(target + i);
        for (; i < count; i++)
            target[i] = y[i] > 0 ? dy[i] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> ChannelSums(float* start, int height, int width, int channels, nint row)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < height; i++, start += row)
        {
            var pixel = start;
            for (var j = 0; j < width; j++, pixel += channels)
                sum += Vector512.Load(pixel);
        }

        return sum;
    }

    private static float ChannelSum(float* start, int height, int width, int channels, nint row)
    {
        var sum = 0f;
        for (var i = 0; i < height; i++, start += row)
        {
            var pixel = start;
            for (var j = 0; j < width; j++, pixel += channels)
                sum += *pixel;
        }

        return sum;
    }
}
