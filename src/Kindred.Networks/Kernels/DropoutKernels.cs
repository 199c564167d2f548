namespace Kindred.Networks.Kernels;

internal static unsafe class DropoutKernels
{
    /// <summary>yᵢ ← xᵢ / (1 − share) where a number hashed from (seed, i) is at least the share, else 0; i counts from <paramref name="first"/>.</summary>
    public static void Set(float* x, float* y, int first, int n, ulong seed, double share)
    {
        var (limit, scale) = ((ulong)(share * (1UL << 53)), (float)(1 / (1 - share)));
        for (var i = 0; i < n; i++)
            y[i] = Kept(seed, first + i, limit) ? scale * x[i] : 0;
    }

    /// <summary>dxᵢ ← dxᵢ + dyᵢ / (1 − share) for what was kept</summary>
    public static void AddGradient(float* dy, float* dx, int first, int n, ulong seed, double share)
    {
        var (limit, scale) = ((ulong)(share * (1UL << 53)), (float)(1 / (1 - share)));
        for (var i = 0; i < n; i++)
            dx[i] += Kept(seed, first + i, limit) ? scale * dy[i] : 0;
    }

    /// <summary>SplitMix64 by its counter, so that any part of the noise can be drawn by itself.</summary>
    private static bool Kept(ulong seed, int i, ulong limit)
    {
        var z = seed + ((ulong)(i + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) >= limit;
    }
}
