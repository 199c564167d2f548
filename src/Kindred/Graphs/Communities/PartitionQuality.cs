namespace Kindred.Graphs.Communities;

/// <summary>The value that Leiden raises.</summary>
internal static class PartitionQuality
{
    /// <summary>See <see cref="QualityFunction"/>; a graph without edges has modularity 0.</summary>
    public static double Of(NeighbourGraph graph, int[] communities, QualityFunction quality, double resolution)
    {
        var (twiceWithin, twiceAll) = (0.0, 0.0);
        var (strengths, rows) = (new double[graph.Rows], new double[graph.Rows]);
        for (var i = 0; i < graph.Rows; i++)
        {
            rows[communities[i]]++;
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
            {
                strengths[communities[i]] += graph.Weights[e];
                twiceAll += graph.Weights[e];
                if (communities[graph.Targets[e]] == communities[i])
                    twiceWithin += graph.Weights[e];
            }
        }

        if (quality == QualityFunction.ConstantPotts)
            return (twiceWithin / 2) - (resolution * rows.Sum(count => count * (count - 1) / 2));
        return twiceAll == 0 ? 0 : (twiceWithin / twiceAll) - (resolution * strengths.Sum(strength => strength / twiceAll * strength / twiceAll));
    }
}
