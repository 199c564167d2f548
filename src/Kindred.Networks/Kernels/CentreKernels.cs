namespace Kindred.Networks.Kernels;

/// <summary>Distances of one row to centres, and similarities that follow from them.</summary>
internal static unsafe class CentreKernels
{
    /// <summary>dₖ ← ‖x − cₖ‖², for k centres of n values</summary>
    public static void SquaredDistances(float* x, float* centres, float* d, int k, int n)
    {
        for (var j = 0; j < k; j++, centres += n)
            d[j] = (float)Elementwise.Sum(default(SquaredDifference), x, centres, n);
    }

    /// <summary>dx ← dx + Σₖ 2 ddₖ (x − cₖ), with <paramref name="stride"/> values from ddₖ to the next</summary>
    public static void AddGradient(float* x, float* others, float* dd, int stride, float* dx, int count, int n)
    {
        for (var j = 0; j < count; j++, others += n, dd += stride)
            Elementwise.Add(new ScaledDifference(2 * *dd), x, others, dx, n);
    }

    /// <summary>qⱼ ← wⱼ / Σₖ wₖ with wⱼ = (1 + dⱼ / α)^(−(α + 1) / 2)</summary>
    public static void StudentT(float* d, float* q, double alpha, int k)
    {
        var sum = 0.0;
        for (var j = 0; j < k; j++)
        {
            var weight = Math.Pow(1 + (d[j] / alpha), -(alpha + 1) / 2);
            q[j] = (float)weight;
            sum += weight;
        }

        for (var j = 0; j < k; j++)
            q[j] = (float)(q[j] / sum);
    }

    /// <summary>ddⱼ ← ddⱼ − (α + 1) / 2 · qⱼ (dqⱼ − Σₖ dqₖ qₖ) / (α + dⱼ)</summary>
    public static void AddStudentTGradient(float* d, float* q, float* dq, double alpha, float* dd, int k)
    {
        var mean = Elementwise.Sum(new Times(1), dq, q, k);
        for (var j = 0; j < k; j++)
            dd[j] -= (float)((alpha + 1) / 2 * q[j] * (dq[j] - mean) / (alpha + d[j]));
    }
}
