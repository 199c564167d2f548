namespace Kindred.Clustering.Density;

/// <summary>Which clusters of a condensed tree are the answer: on no path from the root to a leaf more than one.</summary>
internal static class ClusterSelection
{
    /// <summary>For every cluster the chosen one that it is or lies in; −1 where it lies in none.</summary>
    /// <param name="tree">The clusters.</param>
    /// <param name="selection">How they are chosen.</param>
    /// <param name="allowSingleCluster">Whether the root may be chosen.</param>
    /// <param name="weightOfParts">By excess of mass, what the mass of a cluster's parts counts: more than 1 chooses finer clusters, less coarser ones.</param>
    public static int[] Owners(CondensedTree tree, HdbscanSelection selection, bool allowSingleCluster, double weightOfParts = 1)
    {
        var chosen = selection == HdbscanSelection.Leaf ? Leaves(tree) : ExcessOfMass(tree, allowSingleCluster, weightOfParts);
        chosen[0] &= allowSingleCluster;
        var owners = new int[chosen.Length];
        for (var cluster = 0; cluster < owners.Length; cluster++)
        {
            var parent = tree.Clusters[cluster].Parent;
            var above = parent < 0 ? -1 : owners[parent];
            owners[cluster] = above >= 0 ? above : chosen[cluster] ? cluster : -1;
        }

        return owners;
    }

    // A cluster is chosen unless the best choice below it holds more.
    private static bool[] ExcessOfMass(CondensedTree tree, bool allowSingleCluster, double weightOfParts)
    {
        var chosen = new bool[tree.Clusters.Count];
        var below = new double[chosen.Length];
        for (var cluster = chosen.Length - 1; cluster >= 0; cluster--)
        {
            chosen[cluster] = weightOfParts * below[cluster] <= tree.Stabilities[cluster] && (cluster > 0 || allowSingleCluster);
            if (cluster > 0)
                below[tree.Clusters[cluster].Parent] += chosen[cluster] ? tree.Stabilities[cluster] : below[cluster];
        }

        return chosen;
    }

    private static bool[] Leaves(CondensedTree tree)
    {
        var leaves = new bool[tree.Clusters.Count];
        Array.Fill(leaves, true);
        foreach (var cluster in tree.Clusters.Skip(1))
            leaves[cluster.Parent] = false;
        return leaves;
    }
}
