namespace Kindred.Graphs.Communities;

/// <summary>A graph as one level of Leiden sees it: its nodes are rows, or communities of the level below.</summary>
/// <param name="Offsets">Where each node's edges begin, and where the last one's end.</param>
/// <param name="Targets">The other ends; a node's edges to itself are left out, for they never decide a move.</param>
/// <param name="Weights">The edges' weights.</param>
/// <param name="Sizes">What a node counts in the penalty: its strength for modularity, its rows for the constant Potts model.</param>
internal sealed record Level(int[] Offsets, int[] Targets, double[] Weights, double[] Sizes)
{
    public int Nodes => Sizes.Length;

    public static Level Of(NeighbourGraph graph, QualityFunction quality)
    {
        var sizes = new double[graph.Rows];
        if (quality == QualityFunction.ConstantPotts)
            Array.Fill(sizes, 1);
        for (var i = 0; i < sizes.Length && quality == QualityFunction.Modularity; i++)
            sizes[i] = graph.Strength(i);
        var weights = new double[graph.Weights.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = graph.Weights[i];
        return new Level(graph.Offsets.ToArray(), graph.Targets.ToArray(), weights, sizes);
    }

    /// <summary>The graph whose nodes are the given groups of this one's, numbered 0 to <paramref name="count"/> − 1.</summary>
    public Level Aggregate(int[] groups, int count)
    {
        var (members, starts) = Members(groups, count);
        var (offsets, targets, weights) = (new int[count + 1], new List<int>(), new List<double>());
        var (sizes, links) = (new double[count], new Links(count));
        for (var group = 0; group < count; group++)
        {
            for (var m = starts[group]; m < starts[group + 1]; m++)
            {
                sizes[group] += Sizes[members[m]];
                links.Add(this, members[m], groups);
            }

            foreach (var other in links.Touched)
            {
                if (other == group)
                    continue;
                targets.Add(other);
                weights.Add(links.Weight[other]);
            }

            links.Clear();
            offsets[group + 1] = targets.Count;
        }

        return new Level(offsets, [.. targets], [.. weights], sizes);
    }

    /// <summary>The nodes of each group, ascending.</summary>
    public static (int[] Members, int[] Starts) Members(int[] groups, int count)
    {
        var starts = new int[count + 1];
        foreach (var group in groups)
            starts[group + 1]++;
        for (var group = 0; group < count; group++)
            starts[group + 1] += starts[group];
        var (members, next) = (new int[groups.Length], starts[..^1]);
        for (var node = 0; node < groups.Length; node++)
            members[next[groups[node]]++] = node;
        return (members, starts);
    }
}
