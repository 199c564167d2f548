namespace Kindred.Manifold;

/// <summary>1 / (1 + a d²ᵇ): how strongly two rows at distance d in the embedding belong together.</summary>
/// <param name="A">a, above 0.</param>
/// <param name="B">b, above 0.</param>
/// <remarks>McInnes, Healy and Melville 2018, arXiv:1802.03426, section 3.2.</remarks>
public readonly record struct UmapCurve(double A, double B)
{
    private const int Points = 300;
    private const double Reach = 3;          // in units of the spread
    private const int MaxSteps = 1000;
    private const double Tolerance = 1e-12;  // relative, of the sum of squares

    /// <summary>The curve that is nearest, by least squares, to 1 up to the smallest distance and exp(−(d − smallest) / spread) beyond.</summary>
    /// <remarks>At the 300 distances from 0 to 3 · spread that umap-learn takes; by Levenberg and Marquardt's method from a = b = 1.</remarks>
    public static UmapCurve Fit(double minDistance, double spread)
    {
        var curve = new UmapCurve(1, 1);
        var (error, damping) = (curve.Error(minDistance, spread), 1e-3);
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = curve.Step(minDistance, spread, damping);
            var nextError = next.A > 0 && next.B > 0 ? next.Error(minDistance, spread) : double.PositiveInfinity;
            if (!(nextError < error))
            {
                damping *= 10;
                if (damping > 1e12)
                    break;
                continue;
            }

            var isSettled = error - nextError <= Tolerance * error;
            (curve, error, damping) = (next, nextError, damping / 10);
            if (isSettled)
                break;
        }

        return curve;
    }

    /// <summary>1 / (1 + a d²ᵇ)</summary>
    public double At(double distance) => 1 / (1 + (A * Math.Pow(distance, 2 * B)));

    private static double Wanted(double distance, double minDistance, double spread) =>
        distance < minDistance ? 1 : Math.Exp(-(distance - minDistance) / spread);

    private static double Distance(int point, double spread) => Reach * spread * point / (Points - 1);

    private double Error(double minDistance, double spread)
    {
        var sum = 0.0;
        for (var p = 0; p < Points; p++)
        {
            var miss = At(Distance(p, spread)) - Wanted(Distance(p, spread), minDistance, spread);
            sum += miss * miss;
        }

        return sum;
    }

    // (JᵀJ + damping · diag JᵀJ) step = −Jᵀ misses
    private UmapCurve Step(double minDistance, double spread, double damping)
    {
        double aa = 0, ab = 0, bb = 0, ga = 0, gb = 0;
        for (var p = 1; p < Points; p++)   // at distance 0 the curve is 1 whatever a and b
        {
            var distance = Distance(p, spread);
            var value = At(distance);
            var (da, db) = (-Math.Pow(distance, 2 * B) * value * value, -A * Math.Pow(distance, 2 * B) * 2 * Math.Log(distance) * value * value);
            var miss = value - Wanted(distance, minDistance, spread);
            (aa, ab, bb) = (aa + (da * da), ab + (da * db), bb + (db * db));
            (ga, gb) = (ga + (da * miss), gb + (db * miss));
        }

        (aa, bb) = (aa * (1 + damping), bb * (1 + damping));
        var determinant = (aa * bb) - (ab * ab);
        return new UmapCurve(A - (((bb * ga) - (ab * gb)) / determinant), B - (((aa * gb) - (ab * ga)) / determinant));
    }
}
