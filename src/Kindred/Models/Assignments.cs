using System.Collections;
using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Where one item went.</summary>
/// <param name="Cluster">In [0, clusters); −1 where the item belongs to none.</param>
/// <param name="Name">Of the cluster; <see cref="ClusterNames.OfNone"/> for none.</param>
/// <param name="Probability">Of the cluster given the item, in [0, 1]; null where the method does not tell.</param>
/// <param name="Distance">From the cluster, in the method's own measure: to the centre, or −ln p(item). Large is untypical.</param>
/// <param name="IsUnusual">Whether it is unlike anything the model was made from: see <see cref="KindredModel.UnusualDistance"/>.</param>
public readonly record struct Assignment(int Cluster, string Name, float? Probability, float Distance, bool IsUnusual);

/// <summary>Where items went, in their order.</summary>
public sealed class Assignments : IReadOnlyList<Assignment>
{
    private readonly int[] _clusters;
    private readonly float[] _distances;
    private readonly float[]? _probabilities;
    private readonly ValueList<string> _names;
    private readonly float _unusualDistance;

    internal Assignments(Membership membership, ValueList<string> names, float unusualDistance)
    {
        (_clusters, _distances, _probabilities) = membership;
        (_names, _unusualDistance) = (names, unusualDistance);
        var sizes = new int[names.Count];
        foreach (var cluster in _clusters.Where(cluster => cluster >= 0))
            sizes[cluster]++;
        Sizes = ValueList.Create<int>(sizes);
        UnusualCount = _distances.Count(IsUnusual);
    }

    public int Count => _clusters.Length;

    /// <summary>The cluster of every item.</summary>
    public ReadOnlySpan<int> Clusters => _clusters;

    /// <summary>How far every item lies from its cluster, in the method's own measure.</summary>
    public ReadOnlySpan<float> Distances => _distances;

    /// <summary>How surely every item belongs to its cluster; empty where the method does not tell.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Items that belong to no cluster.</summary>
    public int NoClusterCount => Count - Sizes.Sum();

    /// <summary>Items in every cluster.</summary>
    public ValueList<int> Sizes { get; }

    /// <summary>Items unlike anything the model was made from.</summary>
    public int UnusualCount { get; }

    public Assignment this[int index] => new(
        _clusters[index], _clusters[index] < 0 ? ClusterNames.OfNone : _names[_clusters[index]], _probabilities?[index], _distances[index], IsUnusual(_distances[index]));

    public IEnumerator<Assignment> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Membership ToMembership() => new(_clusters, _distances, _probabilities);

    private bool IsUnusual(float distance) => !(distance <= _unusualDistance);  // what is no number is unusual too
}
