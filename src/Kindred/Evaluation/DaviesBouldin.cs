using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The mean over groups of the worst (sᵍ + sʰ) / ‖cᵍ − cʰ‖, s being the mean distance of rows to their centre. From 0 up; lower is better.</summary>
/// <remarks>Davies and Bouldin 1979, doi:10.1109/TPAMI.1979.4766909.</remarks>
public static class DaviesBouldin
{
    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="groups">The group of every row, numbered from 0; groups without rows do not count, nor do rows in no group (−1).</param>
    /// <returns>0 when all rows lie on their centres; pairs of groups with one centre are left out, as in scikit-learn.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 groups or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static double Of(Matrix x, ReadOnlySpan<int> groups)
    {
        (x, var clustered) = Noise.Without(x, groups);
        var centres = new GroupCentres(x, clustered);
        var spreads = new double[centres.Count];
        for (var i = 0; i < x.Rows; i++)
            spreads[centres.Groups[i]] += Math.Sqrt(centres.SquaredDistance(x.Row(i), centres.Groups[i]));
        for (var g = 0; g < spreads.Length; g++)
            spreads[g] /= centres.Sizes[g];

        var sum = 0.0;
        for (var g = 0; g < centres.Count; g++)
            sum += Worst(centres, spreads, g);
        return sum / centres.Count;
    }

    private static double Worst(GroupCentres centres, double[] spreads, int group)
    {
        var worst = 0.0;
        for (var other = 0; other < centres.Count; other++)
        {
            var distance = Distance(centres.Centre(group), centres.Centre(other));
            if (distance > 0)
                worst = Math.Max(worst, (spreads[group] + spreads[other]) / distance);
        }

        return worst;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        return Math.Sqrt(sum);
    }
}
