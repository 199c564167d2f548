namespace Kindred.Networks.Kernels;

/// <summary>Runs of values that lie at equal distances in one array and at others in another.</summary>
internal static unsafe class Strips
{
    /// <summary>yᵢ ← xᵢ for every run i of <paramref name="length"/> values</summary>
    public static void Copy(float* x, long xStep, float* y, long yStep, int length, int count)
    {
        for (var i = 0; i < count; i++, x += xStep, y += yStep)
            new ReadOnlySpan<float>(x, length).CopyTo(new Span<float>(y, length));
    }

    /// <summary>yᵢ ← yᵢ + xᵢ for every run i of <paramref name="length"/> values</summary>
    public static void Add(float* x, long xStep, float* y, long yStep, int length, int count)
    {
        for (var i = 0; i < count; i++, x += xStep, y += yStep)
            Elementwise.Add(default(Itself), x, y, length);
    }
}
