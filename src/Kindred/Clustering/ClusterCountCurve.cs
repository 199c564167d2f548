using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>What was found for one number of clusters.</summary>
/// <param name="Count">The number of clusters.</param>
/// <param name="Bic">The Bayesian criterion; lower is better.</param>
/// <param name="StandardError">Of the difference to the lowest criterion.</param>
/// <param name="Stability">The mean adjusted Rand index of fits to random parts of the rows, at most 1; null for one cluster or too few rows.</param>
public sealed record ClusterCountPoint(int Count, double Bic, double StandardError, double? Stability);

/// <summary>An estimate of the number of clusters with its evidence.</summary>
/// <param name="Chosen">The count with the lowest criterion, or the lowest of those that fit nearly as well on which fits to parts of the rows agree clearly better, and all but perfectly.</param>
/// <param name="Lowest">The lowest count whose criterion is within two standard errors of the lowest criterion.</param>
/// <param name="Highest">The highest such count.</param>
/// <param name="Points">Every count that was tried, in order.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Columns">Principal components of them.</param>
/// <param name="Sentence">What the curve says, and how sure it is.</param>
public sealed record ClusterCountCurve(int Chosen, int Lowest, int Highest, IReadOnlyList<ClusterCountPoint> Points, int Rows, int Columns, string Sentence)
{
    // where the adjusted Rand index of repeated fits is taken as agreement, and as none
    private const double Agreeing = 0.8;
    private const double Disagreeing = 0.6;
    private const double Certain = 0.98;
    private const double Clearly = 0.02;
    private const double Alike = 0.005;  // reads the same in two digits

    /// <summary>The curve of rows that are all the same.</summary>
    internal static ClusterCountCurve OfOne(int rows, int columns) =>
        new(1, 1, 1, [new ClusterCountPoint(1, 0, 0, null)], rows, columns, "All rows are the same: they are one cluster.");

    internal static ClusterCountCurve Of(IReadOnlyList<ClusterCountPoint> points, int rows, int columns, bool reachedEnd)
    {
        var best = points.MinBy(point => point.Bic)!;
        var plausible = points.Where(point => point.Bic - best.Bic <= 2 * point.StandardError).Select(point => point.Count).ToArray();
        var (lowest, highest) = (plausible[0], plausible[^1]);
        var chosen = Array.Find([.. points], point => plausible.Contains(point.Count) && point.Stability >= Certain && point.Stability > best.Stability + Clearly) ?? best;
        var stablest = points.Where(point => point.Stability is not null).MaxBy(point => point.Stability);
        string[] sentences =
        [
            Choice(chosen.Count, best.Count, reachedEnd && best.Count > 1),
            Range(lowest, highest),
            Agreement(chosen, stablest),
            Verdict(chosen, lowest, highest, reachedEnd),
        ];
        return new ClusterCountCurve(chosen.Count, lowest, highest, points, rows, columns, string.Join(' ', sentences.Where(sentence => sentence.Length > 0)));
    }

    private static string Choice(int chosen, int best, bool atEnd) => (chosen, best) switch
    {
        (1, 1) => "One cluster has the lowest BIC: the rows show no groups.",
        _ when chosen != best => $"{Amount.Of(chosen, "cluster")}: {best} {(best == 1 ? "has" : "have")} the lowest BIC, but {chosen} {(chosen == 1 ? "fits" : "fit")} nearly as well and {(chosen == 1 ? "is" : "are")} found in every part of the rows.",
        _ => $"{chosen} clusters have the lowest BIC{(atEnd ? $", which still fell at {chosen}, the most that were tried: there may be more" : string.Empty)}.",
    };

    private static string Range(int lowest, int highest) => lowest == highest
        ? "No other number fits nearly as well."
        : $"Numbers from {lowest} to {highest} fit nearly as well: their BIC is within two standard errors.";

    private static string Agreement(ClusterCountPoint best, ClusterCountPoint? stablest)
    {
        if (stablest is null)
            return string.Empty;
        if (best.Stability >= stablest.Stability - Alike)
            stablest = best;
        var own = best.Stability is { } stability && best.Count != stablest.Count ? $"; at {best.Count} it is {Number(stability)}" : string.Empty;
        return $"Fits to random parts of the rows agree {(stablest == best && best.Stability < Disagreeing ? "little, and best" : "best")} at {stablest.Count} (adjusted Rand index {Number(stablest.Stability!.Value)}{own}).";
    }

    private static string Verdict(ClusterCountPoint best, int lowest, int highest, bool reachedEnd)
    {
        var width = highest - lowest;
        if (best.Stability < Disagreeing || width > best.Count || (reachedEnd && best.Count > 1))
            return "This is not sure at all; look at the clusters, and try other numbers with -k.";
        return best.Stability >= Agreeing && width <= 2
            ? "So many bell-shaped groups are fairly sure; a group of another shape may be counted as several."
            : "Take it as a guess: a few more or fewer may serve as well, and a group that is not bell-shaped may be counted as several.";
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
