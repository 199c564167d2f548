using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>How many clusters there are, and between which numbers that may lie.</summary>
/// <param name="CountByDensity">By the first rule: where rows are dense.</param>
/// <param name="Lowest">The lowest number that any rule gives, or the first where it is bent: other smallest sizes, coarser or finer parts.</param>
/// <param name="Highest">The highest such number.</param>
/// <param name="CountByLinks">By the second rule: where few links lead; null where it was not asked.</param>
/// <param name="Clusters">The cluster of every row for <paramref name="CountByDensity"/>; none is left out.</param>
public sealed record ClusterCountRange(int CountByDensity, int Lowest, int Highest, int? CountByLinks, int[] Clusters)
{
    /// <summary>Two numbers of which the larger is more than this many times the smaller do not agree.</summary>
    private const double Agreeing = 4.0 / 3;

    /// <summary>The number to take: the geometric mean of what both rules say, for the first takes styles for kinds more often, the second kinds for one.</summary>
    public int Count => (int)Math.Round(Math.Sqrt((double)CountByDensity * (CountByLinks ?? CountByDensity)));

    /// <summary>Two rules were asked, they differ by no more than a third, and so does all of the range.</summary>
    public bool IsSure => CountByLinks is not null && Highest <= Agreeing * Lowest;

    /// <summary>What was found and how sure it is.</summary>
    public string Sentence => $"{Amount.Of(Count, "cluster")}{Rules}{Range}. {Verdict}";

    private string Rules => CountByLinks is not { } links ? " where the rows are dense"
        : links == CountByDensity ? ", where the rows are dense and where few links lead from one to another"
        : $", between the {CountByDensity} where the rows are dense and the {links} where few links lead from one to another";

    private string Range => Lowest == Highest ? string.Empty : $"; {Lowest} to {Highest} if coarser or finer ones count";

    private string Verdict => this switch
    {
        { IsSure: true } => "The rules agree.",
        { CountByLinks: null } => "One rule only was asked, so this is a guess.",
        _ when Math.Max(CountByLinks.Value, CountByDensity) > Agreeing * Math.Min(CountByLinks.Value, CountByDensity) => "The rules do not agree, so this is not sure: clusters may have parts of their own that count or not.",
        _ => "Other sizes of clusters give other numbers, so this is a guess.",
    };

    internal static ClusterCountRange Of(int density, int lowest, int highest, int? links, int[] clusters) =>
        new(density, Math.Min(lowest, links ?? lowest), Math.Max(highest, links ?? highest), links, clusters);
}
