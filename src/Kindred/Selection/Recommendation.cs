using System.Globalization;
using Kindred.Evaluation;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>What is compared of a run, without classes.</summary>
/// <param name="Stability">The mean adjusted Rand index with clusterings of random parts; null where it cannot be told.</param>
/// <param name="Agreement">The mean adjusted Rand index with each of the other runs; null where there is no other.</param>
/// <param name="Connectedness">The mean share of a row's neighbours that are in its cluster; null where it cannot be told.</param>
/// <param name="Silhouette">In the space that was clustered; not counted, since those differ.</param>
public sealed record ComparedRun(double? Stability, double? Agreement, double? Connectedness, double? Silhouette)
{
    /// <summary>The mean of the first three, what cannot be told counting 0.</summary>
    public double Score => ((Stability ?? 0) + (Agreement ?? 0) + (Connectedness ?? 0)) / 3;
}

/// <summary>Which of several runs on the same rows to look at first: docs/decisions/0037. No class is read.</summary>
/// <param name="Runs">What was compared of each.</param>
/// <param name="Best">The place of the one with the highest score; of equal ones the first.</param>
public sealed record Recommendation(IReadOnlyList<ComparedRun> Runs, int Best)
{
    /// <summary>Scores below this are nothing to rely on.</summary>
    public const double LeastScore = 0.5;

    /// <summary>Whether even the best is nothing to rely on.</summary>
    public bool IsWeak => Runs[Best].Score < LeastScore;

    /// <summary>Why the best is the best, as a sentence that begins small.</summary>
    public string Reason
    {
        get
        {
            var best = Runs[Best];
            var figures = string.Create(CultureInfo.InvariantCulture,
                $"it comes again ({Told(best.Stability)}), agrees with the others ({Told(best.Agreement)}) and keeps neighbours together ({Told(best.Connectedness)}) best on the whole.");
            return IsWeak ? $"{figures} But none of them is to be relied on." : figures;
        }
    }

    /// <param name="runs">Runs on the same rows, at least one; those without clusters of single rows agree with none.</param>
    public static Recommendation Of(IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("At least one run is needed, got none.", nameof(runs));
        var agreements = new double?[runs.Count, runs.Count];
        for (var a = 0; a < runs.Count; a++)
        {
            for (var b = a + 1; b < runs.Count; b++)
                agreements[a, b] = agreements[b, a] = Between(runs[a], runs[b]);
        }

        var compared = runs.Select((run, place) => new ComparedRun(
            run.Record.Trust?.Stability,
            Enumerable.Range(0, runs.Count).Select(other => agreements[place, other]).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null,
            run.Record.Trust?.Connectedness,
            run.Record.Trust?.Silhouette)).ToArray();
        return new Recommendation(compared, Array.IndexOf(compared, compared.MaxBy(run => run.Score)));
    }

    private static double? Between(Run first, Run second) => first.Clusters.Train is { } a && second.Clusters.Train is { } b && a.Clusters.Length == b.Clusters.Length
        ? Agreement.Of(a.Clusters, b.Clusters) : null;

    private static string Told(double? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "cannot be told";
}
