using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Distances;

/// <summary>Squared Euclidean distances of sixteen short rows at once, one row a lane.</summary>
/// <remarks>A packed block holds column j of its rows at [16 j, 16 j + 16): no sums across lanes, so short rows cost what they should.</remarks>
internal static unsafe class PackedDistances
{
    /// <summary>Rows in a block.</summary>
    public const int Lanes = 16;

    /// <summary>packed[16 j + i] = x[i, j]; rows past <paramref name="count"/> are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* x, int count, int columns, float* packed)
    {
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < Lanes; i++)
                packed[(j * Lanes) + i] = i < count ? x[((long)i * columns) + j] : 0;
        }
    }

    /// <summary>‖xᵢ − centre‖² = Σⱼ (xᵢⱼ − centreⱼ)², i = 0 to 15</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquaredEuclidean(float* packed, float* centre, int columns)
    {
        var sum = Vector512<float>.Zero;
        for (var j = 0; j < columns; j++)
        {
            var difference = Vector512.Load(packed + (j * Lanes)) - Vector512.Create(centre[j]);
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>Σⱼ max(lowsᵢⱼ − xⱼ, xⱼ − highsᵢⱼ, 0)², i = 0 to 15: the least that <see cref="SquaredEuclidean"/> gives for a row inside box i, to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquaredToBoxes(float* lows, float* highs, float* x, int columns)
    {
        var sum = Vector512<float>.Zero;
        for (var j = 0; j < columns; j++)
        {
            var value = Vector512.Create(x[j]);
            var outside = Vector512.MaxNative(Vector512.Load(lows + (j * Lanes)) - value, value - Vector512.Load(highs + (j * Lanes)));
            outside = Vector512.MaxNative(outside, Vector512<float>.Zero);
            sum = Vector512.FusedMultiplyAdd(outside, outside, sum);
        }

        return sum;
    }

    /// <summary>labels[i] = argmin_c ‖xᵢ − centre_c‖², the first of equals, and squares[i] the minimum, i = 0 to 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Nearest(float* packed, float* centres, int count, int columns, int* labels, float* squares)
    {
        var (best, least) = (Vector512<int>.Zero, Vector512.Create(float.PositiveInfinity));
        for (var c = 0; c < count; c++)
        {
            var square = SquaredEuclidean(packed, centres + ((long)c * columns), columns);
            var less = Vector512.LessThan(square, least);
            best = Vector512.ConditionalSelect(less.AsInt32(), Vector512.Create(c), best);
            least = Vector512.ConditionalSelect(less, square, least);
        }

        best.Store(labels);
        least.Store(squares);
    }
}
