using System.Numerics.Tensors;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Winograd;

/// <summary>The weights' side of <see cref="WinogradTiles"/>: G g Gᵀ, and Gᵀ s G on the way back.</summary>
/// <remarks>For images yet to be enlarged the middle row of G is twice as large, for that of Bᵀ is half: there B reads a pixel that was doubled.</remarks>
internal static class WinogradWeights
{
    /// <summary>Positions along one side of a tile.</summary>
    public static int Side(bool enlarged) => enlarged ? 3 : 4;

    /// <summary>u = G g Gᵀ for many g at once: taps are 9 x count, u is positions x count.</summary>
    public static void Transform(ReadOnlySpan<float> taps, bool enlarged, int count, Span<float> u)
    {
        var side = Side(enlarged);
        Span<float> columns = stackalloc float[12];
        Span<float> line = stackalloc float[4];
        for (var n = 0; n < count; n++)
        {
            for (var k = 0; k < 3; k++)
                Spread(taps[(k * count) + n], taps[((3 + k) * count) + n], taps[((6 + k) * count) + n], enlarged, columns[(4 * k)..]);
            for (var i = 0; i < side; i++)
            {
                Spread(columns[i], columns[4 + i], columns[8 + i], enlarged, line);
                for (var j = 0; j < side; j++)
                    u[(((i * side) + j) * count) + n] = line[j];
            }
        }
    }

    /// <summary>g = Gᵀ s G for many s at once: s is positions x count, taps are 9 x count.</summary>
    public static void TransformBack(ReadOnlySpan<float> s, bool enlarged, int count, Span<float> taps)
    {
        var side = Side(enlarged);
        Span<float> columns = stackalloc float[12];
        Span<float> line = stackalloc float[4];
        for (var n = 0; n < count; n++)
        {
            for (var j = 0; j < side; j++)
            {
                for (var i = 0; i < side; i++)
                    line[i] = s[(((i * side) + j) * count) + n];
                Gather(line, enlarged, columns[(3 * j)..]);
            }

            for (var k = 0; k < 3; k++)
            {
                for (var j = 0; j < side; j++)
                    line[j] = columns[(3 * j) + k];
                Gather(line, enlarged, columns: line);
                for (var j = 0; j < 3; j++)
                    taps[(((3 * k) + j) * count) + n] = line[j];
            }
        }
    }

    /// <summary>sum = Σ over chunks of the rows at <paramref name="offset"/>.</summary>
    public static void Sum(NativeBuffer<float>[] chunks, int count, long offset, Span<float> sum)
    {
        sum.Clear();
        for (var chunk = 0; chunk < count; chunk++)
            TensorPrimitives.Add(sum, chunks[chunk].Span.Slice((int)offset, sum.Length), sum);
    }

    // a line of G g
    private static void Spread(float a, float b, float c, bool enlarged, Span<float> line)
    {
        line[0] = a;
        if (enlarged)
        {
            (line[1], line[2]) = (a + b + c, c);
            return;
        }

        line[1] = (a + b + c) * 0.5f;
        line[2] = (a - b + c) * 0.5f;
        line[3] = c;
    }

    // a line of Gᵀ s
    private static void Gather(ReadOnlySpan<float> s, bool enlarged, Span<float> columns)
    {
        if (enlarged)
        {
            (columns[0], columns[1], columns[2]) = (s[0] + s[1], s[1], s[1] + s[2]);
            return;
        }

        var (even, odd) = ((s[1] + s[2]) * 0.5f, (s[1] - s[2]) * 0.5f);
        (columns[0], columns[1], columns[2]) = (s[0] + even, odd, even + s[3]);
    }
}
