using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Mixture;

/// <summary>From log densities of components to the share of each component in each row. Tables are <c>[component][row]</c>.</summary>
internal static unsafe class Responsibilities
{
    /// <summary>A share below this changes no sum that is kept in double, so a component passes such rows over.</summary>
    public const double Negligible = 1e-30;

    private const double LeastExponent = -690;  // e to this is 1e-300: still a normal number
    private const double Ln2 = 0.693147180559945309417;
    private const double Ln2Remainder = 2.319046813846299558e-17;  // what Ln2 leaves off

    /// <summary>logSums[i] ← ln Σ꜀ exp l[c, i]; l[c, i] ← exp(l[c, i] − logSums[i]).</summary>
    /// <remarks>Rows have room for the next multiple of eight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(double* l, int components, int stride, int count, double* logSums)
    {
        for (var i = 0; i < count; i += 8)
        {
            var largest = Vector512.Load(l + i);
            for (var c = 1; c < components; c++)
                largest = Vector512.MaxNative(largest, Vector512.Load(l + (long)c * stride + i));
            var sum = Vector512<double>.Zero;
            for (var c = 0; c < components; c++)
            {
                var share = Exp(Vector512.Load(l + (long)c * stride + i) - largest);
                share.Store(l + (long)c * stride + i);
                sum += share;
            }

            var inverse = Vector512<double>.One / sum;
            (largest + Vector512.Log(sum)).Store(logSums + i);
            for (var c = 0; c < components; c++)
                (Vector512.Load(l + (long)c * stride + i) * inverse).Store(l + (long)c * stride + i);
        }
    }

    /// <summary>Lists the rows a component has more than a <see cref="Negligible"/> share of, with share and √share; returns how many.</summary>
    /// <remarks>The count is a multiple of eight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Select(double* shares, int count, int* rows, double* weights, double* roots)
    {
        var selected = 0;
        for (var first = 0; first < count; first += 8)
        {
            var mask = Vector512.GreaterThan(Vector512.Load(shares + first), Vector512.Create(Negligible)).ExtractMostSignificantBits();
            for (; mask != 0; mask &= mask - 1, selected++)
            {
                rows[selected] = first + BitOperations.TrailingZeroCount(mask);
                weights[selected] = shares[rows[selected]];
            }
        }

        for (var i = 0; i < selected; i += 8)
            Vector512.Sqrt(Vector512.Load(weights + i)).Store(roots + i);
        return selected;
    }

    /// <summary>sums[lane] ← sums[lane] + Σᵢ shares[8 i + lane], for a count that is a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(double* shares, int count, double* sums)
    {
        var sum = Vector512.Load(sums);
        for (var i = 0; i < count; i += 8)
            sum += Vector512.Load(shares + i);
        sum.Store(sums);
    }

    /// <summary>eˣ for x ≤ 0, to about one unit in the last place; zero below <see cref="LeastExponent"/>.</summary>
    /// <remarks>x = n ln 2 + r with whole n, then the series of eʳ to r¹³: the platform's own takes a slow way round for results too small
    /// to matter here, and does not promise the same bits everywhere.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exp(Vector512<double> x)
    {
        const double wholeNumbers = 3L << 51;  // added to n, it leaves n in the lowest bits
        var kept = Vector512.GreaterThan(x, Vector512.Create(LeastExponent));
        var shifted = Vector512.FusedMultiplyAdd(Vector512.ConditionalSelect(kept, x, Vector512<double>.Zero), Vector512.Create(1 / Ln2), Vector512.Create(wholeNumbers));
        var n = shifted - Vector512.Create(wholeNumbers);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Remainder), r);
        var sum = Vector512.Create(1 / 6227020800.0);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 479001600.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 39916800.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 3628800.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 362880.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 40320.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 5040.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 720.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 120.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 24.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1 / 6.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<double>.One);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<double>.One);
        var scaled = Vector512.AsInt64(sum) + Vector512.ShiftLeft(Vector512.AsInt64(shifted), 52);
        return Vector512.AsDouble(scaled) & kept;
    }
}
