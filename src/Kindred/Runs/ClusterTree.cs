using System.Text.Json.Serialization;
using Kindred.Graphs;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>Clusters and the parts they fall into, as a tree: the parts of each cluster merge until it is whole, then the clusters, those with most links between them first.</summary>
/// <param name="ClusterOfLeaf">The cluster of every part; parts of a cluster follow one another.</param>
/// <param name="Merges">One fewer than there are parts, in their order; a number below the number of parts is a part, parts + i what merge i made.</param>
/// <param name="Styles">How many of the parts stand apart within their cluster: fewer links between them than a fifth of what chance would put there.</param>
public sealed record ClusterTree(IReadOnlyList<int> ClusterOfLeaf, IReadOnlyList<Merge> Merges, int Styles)
{
    /// <summary>"10 groups; 37 if styles count", or the groups alone where they have no parts.</summary>
    [JsonIgnore]
    public string Sentence
    {
        get
        {
            var groups = ClusterOfLeaf.Distinct().Count();
            var many = Amount.Of(groups, "group");
            return Styles <= groups ? many : $"{many}; {Styles} if styles count";
        }
    }
}
