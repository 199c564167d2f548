using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels;

/// <summary>From log densities of components to the share of each component in each row. Tables are <c>[component][row]</c>.</summary>
internal static unsafe class Responsibilities
{
    /// <summary>A share below this changes no sum that is kept in double, so a component passes such rows over.</summary>
    public const double Negligible = 1e-30;

    /// <summary>logSums[i] ← ln Σ꜀ exp l[c, i]; l[c, i] ← exp(l[c, i] − logSums[i]).</summary>
    /// <remarks>Rows have room for the next multiple of eight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(double* l, int components, int stride, int count, double* logSums)
    {
        for (var i = 0; i < count; i += 8)
        {
            var largest = Vector512.Load(l + i);
            for (var c = 1; c < components; c++)
                largest = Vector512.Max(largest, Vector512.Load(l + (long)c * stride + i));
            var sum = Vector512<double>.Zero;
            for (var c = 0; c < components; c++)
            {
                var share = Vector512.Exp(Vector512.Load(l + (long)c * stride + i) - largest);
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
    public static int Select(double* shares, int count, int* rows, double* weights, double* roots)
    {
        var selected = 0;
        for (var i = 0; i < count; i++)
        {
            rows[selected] = i;
            weights[selected] = shares[i];
            selected += shares[i] > Negligible ? 1 : 0;
        }

        for (var i = 0; i < selected; i++)
            roots[i] = Math.Sqrt(weights[i]);
        return selected;
    }

    /// <summary>sums[lane] ← sums[lane] + Σᵢ shares[8 i + lane], for a count that is a multiple of eight.</summary>
    public static void AddLanes(double* shares, int count, double* sums)
    {
        var sum = Vector512.Load(sums);
        for (var i = 0; i < count; i += 8)
            sum += Vector512.Load(shares + i);
        sum.Store(sums);
    }
}
