namespace Kindred.Clustering.Agglomeration;

/// <summary>Clusters that are merged, and how far apart they are. They lie in slots [0, <see cref="Count"/>) without gaps.</summary>
internal interface IClusterDistances
{
    /// <summary>Clusters left.</summary>
    int Count { get; }

    /// <summary>The slot nearest to another by its distance, of equals the first; <paramref name="favourite"/> wins any tie (−1 for none).</summary>
    (int Slot, float Distance) Nearest(int slot, int favourite);

    /// <summary>Puts both together in <paramref name="into"/>; what lay in the last slot then lies in <paramref name="from"/>.</summary>
    void Merge(int into, int from);
}
