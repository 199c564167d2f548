using Kindred.Graphs;

namespace Kindred.Manifold;

/// <summary>The parts of a graph that no edge joins.</summary>
internal static class ConnectedParts
{
    /// <summary>The rows of every part, ascending; parts by their first row.</summary>
    public static List<int[]> Of(NeighbourGraph graph)
    {
        var parts = new List<int[]>();
        var isSeen = new bool[graph.Rows];
        var reached = new List<int>();
        for (var first = 0; first < graph.Rows; first++)
        {
            if (isSeen[first])
                continue;
            reached.Clear();
            reached.Add(first);
            isSeen[first] = true;
            for (var next = 0; next < reached.Count; next++)
            {
                foreach (var target in graph.TargetsOf(reached[next]))
                {
                    if (!isSeen[target])
                        reached.Add(target);
                    isSeen[target] = true;
                }
            }

            reached.Sort();
            parts.Add([.. reached]);
        }

        return parts;
    }
}
