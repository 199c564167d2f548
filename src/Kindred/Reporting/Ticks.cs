using System.Globalization;

namespace Kindred.Reporting;

/// <summary>Round numbers along an axis that reach from below the smallest value to above the largest.</summary>
/// <remarks>Steps of 1, 2 or 5 times a power of ten: Heckbert 1990, "Nice numbers for graph labels", Graphics Gems.</remarks>
internal sealed class Ticks
{
    private readonly double _step;
    private readonly long _from;
    private readonly long _to;

    private Ticks(double step, double smallest, double largest) =>
        (_step, _from, _to) = (step, (long)Math.Floor((smallest / step) + 1e-9), (long)Math.Ceiling((largest / step) - 1e-9));

    public double First => _from * _step;

    public double Last => _to * _step;

    public IEnumerable<double> Values
    {
        get
        {
            for (var n = _from; n <= _to; n++)
                yield return n * _step;
        }
    }

    /// <param name="smallest">Finite.</param>
    /// <param name="largest">Finite, and not smaller.</param>
    /// <param name="count">About so many steps.</param>
    /// <param name="whole">Whether only whole numbers make sense.</param>
    public static Ticks Over(double smallest, double largest, int count = 6, bool whole = false)
    {
        var span = largest - smallest;
        if (!(span > 1e-9 * Math.Max(Math.Abs(largest), Math.Abs(smallest))))
        {
            var around = largest == 0 ? 1 : Math.Abs(largest) * 0.1;  // one value only: some room on both sides
            (smallest, largest, span) = (smallest - around, largest + around, 2 * around);
        }

        var step = RoundUp(span / count);
        return new Ticks(whole ? Math.Max(1, step) : step, smallest, largest);
    }

    /// <summary>As many decimals as tell neighbours apart; powers of ten where these would be long.</summary>
    public string Label(double value)
    {
        var exponent = (int)Math.Floor(Math.Log10(_step) + 1e-9);
        var largest = Math.Max(Math.Abs(First), Math.Abs(Last));
        if (largest is < 1e-3 or >= 1e7)
            return value == 0 ? "0" : value.ToString("0.########e0", CultureInfo.InvariantCulture);
        return value.ToString("F" + Math.Max(0, -exponent), CultureInfo.InvariantCulture);
    }

    private static double RoundUp(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var fraction = step / power;
        return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
    }
}
