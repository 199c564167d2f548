using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>Moves images in and out of scratch memory with a zero border of one pixel, where windows need no special cases.</summary>
internal static unsafe class ConvolutionPadding
{
    /// <summary>padded[i + 1, j + 1] = x[i, j]; the border is left as it is.</summary>
    public static void Fill(float* x, int height, int width, int channels, int paddedWidth, float* padded)
    {
        var row = width * channels;
        var paddedRow = paddedWidth * channels;
        var target = padded + paddedRow + channels;
        for (var i = 0; i < height; i++)
            Buffer.MemoryCopy(x + ((long)i * row), target + ((long)i * paddedRow), row * sizeof(float), row * sizeof(float));
    }

    /// <summary>padded[i + 1, j + 1] = y[i, j] &gt; 0 ? dy[i, j] : 0, the gradient before the ReLU that gave y.</summary>
    public static void FillMasked(float* dy, float* y, int height, int width, int channels, int paddedWidth, float* padded)
    {
        var row = width * channels;
        var paddedRow = paddedWidth * channels;
        var target = padded + paddedRow + channels;
        for (var i = 0; i < height; i++, dy += row, y += row, target += paddedRow)
            Mask(dy, y, target, row);
    }

    /// <summary>sums[c] += Σ over an image's pixels of dy, where y is given only of those with y &gt; 0; the image is summed in single precision.</summary>
    public static void AddChannelSums(float* dy, float* y, int pixels, int channels, double* sums)
    {
        var c = 0;
        var sixteen = stackalloc float[16];
        for (; c + 16 <= channels; c += 16)
        {
            ChannelSums(dy + c, y == null ? null : y + c, pixels, channels).Store(sixteen);
            for (var i = 0; i < 16; i++)
                sums[c + i] += sixteen[i];
        }

        for (; c < channels; c++)
            sums[c] += ChannelSum(dy + c, y == null ? null : y + c, pixels, channels);
    }

    /// <summary>windows[i, j] = the rows x length floats at image[step · i, step · j], rows being <paramref name="rowStep"/> apart; both may be touched 3 floats past their ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* image, in PixelGrid grid, int step, int channels, int rows, int length, nint rowStep, float* windows)
    {
        for (var i = 0; i < grid.Height; i++)
        {
            for (var j = 0; j < grid.Width; j++)
            {
                var source = image + (step * i * rowStep) + (step * j * channels);
                for (var r = 0; r < rows; r++, source += rowStep, windows += length)
                {
                    for (var k = 0; k < length; k += 4)
                        Vector128.Load(source + k).Store(windows + k);   // what is too much is written over by the next
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
    private static Vector512<float> ChannelSums(float* dy, float* y, int pixels, int channels)
    {
        var sum = Vector512<float>.Zero;
        for (var p = 0; p < pixels; p++, dy += channels)
        {
            var g = Vector512.Load(dy);
            if (y != null)
            {
                g &= Vector512.GreaterThan(Vector512.Load(y), Vector512<float>.Zero);
                y += channels;
            }

            sum += g;
        }

        return sum;
    }

    private static float ChannelSum(float* dy, float* y, int pixels, int channels)
    {
        var sum = 0f;
        for (var p = 0; p < pixels; p++, dy += channels)
        {
            sum += y == null || *y > 0 ? *dy : 0;
            y = y == null ? null : y + channels;
        }

        return sum;
    }
}
