namespace Kindred.Cleaning.Duplicates;

/// <summary>How alike levels are, whatever their brightness and contrast.</summary>
internal static class Correlation
{
    private const float Black = 4, White = 251;

    /// <summary>Pearson's correlation; 0 where one side does not vary.</summary>
    public static double Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sums = new Sums();
        for (var i = 0; i < x.Length; i++)
            sums.Add(x[i], y[i]);
        return sums.Correlation;
    }

    /// <summary>The correlation of what changes from pixel to pixel, and the share of pixels it is taken over: those that neither picture has lost in black or white.</summary>
    public static (double Correlation, double Share) OfDetail(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int side)
    {
        var sums = new Sums();
        for (var i = 1; i < side - 1; i++)
        {
            for (var j = 1; j < side - 1; j++)
            {
                var at = (i * side) + j;
                if (IsKept(x, at, side) && IsKept(y, at, side))
                    sums.Add(Detail(x, at, side), Detail(y, at, side));
            }
        }

        return (sums.Correlation, (double)sums.Count / ((side - 2) * (side - 2)));
    }

    private static bool IsKept(ReadOnlySpan<float> x, int at, int side) => IsBetween(x[at]) && IsBetween(x[at - 1]) && IsBetween(x[at + 1]) && IsBetween(x[at - side]) && IsBetween(x[at + side]);

    private static bool IsBetween(float level) => level is > Black and < White;

    private static double Detail(ReadOnlySpan<float> x, int at, int side) => (4 * x[at]) - x[at - 1] - x[at + 1] - x[at - side] - x[at + side];

    private struct Sums
    {
        private double _x, _y, _xx, _yy, _xy;

        public int Count { get; private set; }

        public readonly double Correlation
        {
            get
            {
                if (Count == 0)
                    return 0;
                var (xx, yy) = (_xx - (_x * _x / Count), _yy - (_y * _y / Count));
                return xx > 1e-6 && yy > 1e-6 ? (_xy - (_x * _y / Count)) / Math.Sqrt(xx * yy) : 0;
            }
        }

        public void Add(double x, double y)
        {
            (_x, _y, _xx, _yy, _xy) = (_x + x, _y + y, _xx + (x * x), _yy + (y * y), _xy + (x * y));
            Count++;
        }
    }
}
