namespace Kindred.Clustering;

/// <summary>How many clusters there are, and between which numbers that may lie.</summary>
/// <param name="Count">By the first rule: where rows are dense.</param>
/// <param name="Lowest">The lowest number that any rule gives, or the first where it is bent: other smallest sizes, coarser or finer parts.</param>
/// <param name="Highest">The highest such number.</param>
/// <param name="CountByLinks">By the second rule: where few links lead; null where it was not asked.</param>
/// <param name="Clusters">The cluster of every row for <paramref name="Count"/>; none is left out.</param>
public sealed record ClusterCountRange(int Count, int Lowest, int Highest, int? CountByLinks, int[] Clusters)
{
    /// <summary>Two numbers of which the larger is more than this many times the smaller do not agree.</summary>
    private const double Agreeing = 4.0 / 3;

    /// <summary>Two rules were asked, they differ by no more than a third, and so does all of the range.</summary>
    public bool IsSure => CountByLinks is not null && Highest <= Agreeing * Lowest;

    /// <summary>What was found and how sure it is.</summary>
    public string Sentence => $"{Number(Count)} where the rows are dense{Range}{Links}. {Verdict}";

    private string Range => Lowest == Highest ? string.Empty : $", {Lowest} to {Highest} if coarser or finer ones count";

    private string Links => CountByLinks is { } links ? $"; {links} where few links lead from one to another" : string.Empty;

    private string Verdict => this switch
    {
        { IsSure: true } => "The rules agree.",
        { CountByLinks: null } => "One rule only was asked, so this is a guess.",
        _ when Math.Max(CountByLinks.Value, Count) > Agreeing * Math.Min(CountByLinks.Value, Count) => "The rules do not agree, so this is not sure: clusters may have parts of their own that count or not.",
        _ => "Other sizes of clusters give other numbers, so this is a guess.",
    };

    internal static ClusterCountRange Of(int count, int lowest, int highest, int? links, int[] clusters) =>
        new(count, Math.Min(lowest, links ?? lowest), Math.Max(highest, links ?? highest), links, clusters);

    private static string Number(int count) => count == 1 ? "1 cluster" : $"{count} clusters";
}
