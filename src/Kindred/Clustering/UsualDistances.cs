using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>How far the rows of every cluster lie from their nearest rows: the median of their mean distances, never zero.</summary>
/// <param name="OfCluster">One for every cluster.</param>
/// <param name="OfAll">That of all rows.</param>
internal sealed record UsualDistances(ValueList<double> OfCluster, double OfAll)
{
    public static UsualDistances Of(NeighbourTable neighbours, int[] clusters, int count)
    {
        var means = new List<float>[count];
        for (var cluster = 0; cluster < count; cluster++)
            means[cluster] = [];
        var all = new List<float>(clusters.Length);
        for (var i = 0; i < clusters.Length; i++)
        {
            var mean = Mean(neighbours.Distances(i));
            all.Add(mean);
            if (clusters[i] >= 0)
                means[clusters[i]].Add(mean);
        }

        var ofAll = Median(all) is var median && median > 0 ? median : all.Max() is var most && most > 0 ? most : 1;    // all rows are the same
        return new UsualDistances([.. means.Select(own => Median(own) is var usual && usual > 0 ? usual : ofAll)], ofAll);
    }

    /// <summary>Every row's mean distance from its neighbours, in units of what is usual in its cluster.</summary>
    public float[] Relative(NeighbourTable neighbours, int[] clusters)
    {
        var relative = new float[clusters.Length];
        for (var i = 0; i < relative.Length; i++)
            relative[i] = (float)(Mean(neighbours.Distances(i)) / (clusters[i] >= 0 ? OfCluster[clusters[i]] : OfAll));
        return relative;
    }

    // one after the other: a sum in vectors would depend on how wide the processor's are
    private static float Mean(ReadOnlySpan<float> distances)
    {
        var sum = 0.0;
        foreach (var distance in distances)
            sum += distance;
        return (float)(sum / distances.Length);
    }

    private static double Median(List<float> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }
}
