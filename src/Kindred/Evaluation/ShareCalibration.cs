using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>What a share of neighbours in a row's cluster is worth: how often rows of such a share came into their cluster again when random parts were clustered anew.</summary>
/// <remarks>A rising line through the means of an isotonic regression (Zadrozny and Elkan 2002, doi:10.1145/775047.775151), each with one success and one failure more than were seen, so that
/// nothing is ever certain.</remarks>
public sealed class ShareCalibration
{
    private const int LeastDraws = 200;     // of a step of the regression: fewer say little
    private const int LeastRows = 100;

    private readonly double[] _shares, _chances;

    /// <summary>A line whose corners are known.</summary>
    /// <param name="shares">Ascending, in [0, 1].</param>
    /// <param name="chances">As many, never falling, in (0, 1).</param>
    /// <exception cref="ArgumentException">They are not such.</exception>
    internal ShareCalibration(double[] shares, double[] chances)
    {
        static bool Rises(double[] values) => !values.Zip(values.Skip(1)).Any(pair => pair.First > pair.Second);
        if (shares.Length == 0 || shares.Length != chances.Length || !Rises(shares) || !Rises(chances) || !shares.All(share => share is >= 0 and <= 1) || !chances.All(chance => chance is > 0 and < 1))
            throw new ArgumentException("A calibration needs as many chances as shares, at least one, both rising, the chances between 0 and 1.");
        (_shares, _chances) = (shares, chances);
    }

    /// <summary>The corners' shares, ascending.</summary>
    internal double[] Shares => _shares;

    /// <summary>The corners' chances.</summary>
    internal double[] Chances => _chances;

    /// <summary>The mean difference of chance and frequency over tenths of the rows, when the line was drawn through a random half of the rows and asked of the others.</summary>
    public double Error { get; private init; } = double.NaN;

    /// <param name="shares">Of every row, in [0, 1].</param>
    /// <param name="draws">In how many parts each was.</param>
    /// <param name="returns">In how many of these it came into its cluster again.</param>
    /// <returns>Null where too few rows were drawn to tell.</returns>
    public static ShareCalibration? Of(ReadOnlySpan<float> shares, IReadOnlyList<int> draws, IReadOnlyList<int> returns)
    {
        ArgumentNullException.ThrowIfNull(draws);
        ArgumentNullException.ThrowIfNull(returns);
        if (draws.Count != shares.Length || returns.Count != shares.Length)
            throw new ArgumentException($"{shares.Length} shares need as many draws and returns, got {draws.Count} and {returns.Count}.", nameof(draws));
        var seen = new List<Seen>();
        for (var i = 0; i < shares.Length; i++)
        {
            if (draws[i] > 0)
                seen.Add(new Seen(shares[i], draws[i], returns[i]));
        }

        if (seen.Count < LeastRows)
            return null;
        var order = new Rng(0).Permutation(seen.Count);  // rows of one cluster may stand at every second place
        var halves = order.Index().ToLookup(place => place.Index % 2, place => seen[place.Item]);
        var (shareOf, chanceOf) = Line(seen);
        return new ShareCalibration(shareOf, chanceOf) { Error = new ShareCalibration(Line([.. halves[0]])).ErrorOn([.. halves[1]]) };
    }

    private ShareCalibration((double[] Shares, double[] Chances) line)
        : this(line.Shares, line.Chances)
    {
    }

    /// <summary>The chance that belongs to a share; at the ends that of the first or last corner.</summary>
    public float At(float share)
    {
        var right = Array.FindIndex(_shares, corner => corner >= share);
        if (right <= 0)
            return (float)_chances[right < 0 ? ^1 : 0];
        var (from, to) = (_shares[right - 1], _shares[right]);
        return (float)(to > from ? _chances[right - 1] + ((_chances[right] - _chances[right - 1]) * (share - from) / (to - from)) : _chances[right]);
    }

    /// <summary>Σ |chance − frequency| over tenths of the rows by their share, weighted by their draws.</summary>
    private double ErrorOn(List<Seen> rows)
    {
        const int Tenths = 10;
        var (sum, all) = (0.0, 0.0);
        foreach (var tenth in rows.OrderBy(row => row.Share).Index().GroupBy(row => row.Index * Tenths / rows.Count, row => row.Item))
        {
            var draws = tenth.Sum(row => (double)row.Draws);
            sum += Math.Abs(tenth.Sum(row => (double)At((float)row.Share) * row.Draws) - tenth.Sum(row => (double)row.Returns));
            all += draws;
        }

        return sum / all;
    }

    // Rows in steps of at least so many draws, neighbours whose frequencies fall merged (pool adjacent violators); rows of one share are one step.
    private static (double[] Shares, double[] Chances) Line(List<Seen> rows)
    {
        var steps = new List<Seen>();  // the share is the sum of shares over draws
        var open = new Seen(0, 0, 0);
        var least = Math.Min(LeastDraws, rows.Sum(row => row.Draws) / 4);
        foreach (var group in rows.GroupBy(row => row.Share).OrderBy(group => group.Key))
        {
            foreach (var row in group)
                open = new Seen(open.Share + (row.Share * row.Draws), open.Draws + row.Draws, open.Returns + row.Returns);
            if (open.Draws < least)
                continue;
            Add(steps, open);
            open = new Seen(0, 0, 0);
        }

        if (open.Draws > 0)
            Add(steps, open);
        return ([.. steps.Select(step => step.Share / step.Draws)], [.. steps.Select(Chance)]);
    }

    private static void Add(List<Seen> steps, Seen step)
    {
        while (steps.Count > 0 && Chance(steps[^1]) >= Chance(step))
        {
            step = new Seen(step.Share + steps[^1].Share, step.Draws + steps[^1].Draws, step.Returns + steps[^1].Returns);
            steps.RemoveAt(steps.Count - 1);
        }

        steps.Add(step);
    }

    private static double Chance(Seen step) => (step.Returns + 1.0) / (step.Draws + 2.0);

    private readonly record struct Seen(double Share, int Draws, int Returns);
}
