using Kindred.Numerics;

namespace Kindred.Graphs.Communities;

/// <summary>Passes of Leiden over one graph.</summary>
internal sealed class LeidenRun(Level graph, double resolution, double randomness, Rng rng)
{
    /// <summary>One pass: nodes move, communities are refined, their parts become the nodes of the next level, until every community is one node. Whether anything moved.</summary>
    /// <remarks>The quality never falls, and afterwards every community is connected.</remarks>
    public bool Improve(int[] communities, CancellationToken cancellation)
    {
        var (level, moved) = (graph, false);
        var ofLevel = (int[])communities.Clone();           // communities of the level's nodes
        var nodes = Numbering.Identity(graph.Nodes);        // the level's node of each row
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            moved |= LocalMoving.Run(level, resolution, ofLevel, rng);
            var (parts, count) = Numbering.Compact(Refinement.Run(level, resolution, randomness, ofLevel, rng));
            if (count == level.Nodes)
                (parts, count) = Components.Within(level, ofLevel);
            if (count == level.Nodes)
                break;
            ofLevel = CommunitiesOf(parts, count, ofLevel);
            level = level.Aggregate(parts, count);
            for (var row = 0; row < nodes.Length; row++)
                nodes[row] = parts[nodes[row]];
        }

        for (var row = 0; row < nodes.Length; row++)
            communities[row] = nodes[row];
        return moved;
    }

    /// <summary>The community that each part lies in, numbered below the number of parts.</summary>
    private static int[] CommunitiesOf(int[] parts, int count, int[] communities)
    {
        var (compact, _) = Numbering.Compact(communities);
        var ofParts = new int[count];
        for (var node = 0; node < parts.Length; node++)
            ofParts[parts[node]] = compact[node];
        return ofParts;
    }
}
