using Kindred.Graphs;
using Kindred.Numerics;

namespace Kindred.Tests.Graphs;

/// <summary>Graphs to try methods on.</summary>
internal static class SmallGraphs
{
    /// <summary>What make_graph_fixtures.py wrote.</summary>
    public static IReadOnlyList<CommunityCase> Cases { get; } = Fixture.Read<CommunityCase[]>("communities.json");

    /// <summary>Two triangles, 0 1 2 and 3 4 5, joined by an edge from 2 to 3.</summary>
    public static NeighbourGraph Triangles { get; } = NeighbourGraph.Of(6, [(0, 1, 1), (0, 2, 1), (1, 2, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1), (2, 3, 1)]);

    /// <summary>Rows i and j are joined with probability <paramref name="within"/> where i % groups = j % groups, else <paramref name="between"/>.</summary>
    public static NeighbourGraph Planted(int rows, int groups, double within, double between, ulong seed)
    {
        var (rng, edges) = (new Rng(seed), new List<(int, int, float)>());
        for (var i = 0; i < rows; i++)
        {
            for (var j = i + 1; j < rows; j++)
            {
                if (rng.NextDouble() < (i % groups == j % groups ? within : between))
                    edges.Add((i, j, (float)(0.2 + rng.NextDouble())));
            }
        }

        return NeighbourGraph.Of(rows, edges);
    }

    /// <summary>Whether every community can be walked from any of its rows without leaving it.</summary>
    public static bool AreConnected(NeighbourGraph graph, int[] communities)
    {
        var (seen, walks) = (new HashSet<int>(), 0);
        for (var first = 0; first < graph.Rows; first++)
        {
            if (!seen.Add(first))
                continue;
            walks++;
            var waiting = new Queue<int>([first]);
            while (waiting.TryDequeue(out var row))
            {
                foreach (var other in graph.TargetsOf(row))
                {
                    if (communities[other] == communities[row] && seen.Add(other))
                        waiting.Enqueue(other);
                }
            }
        }

        return walks == communities.Distinct().Count();
    }
}

internal sealed record CommunityCase(
    string Name,
    int Rows,
    int[] From,
    int[] To,
    int[] Weights,
    int[] Given,
    double Modularity,
    double HalfResolution,
    double ConstantPotts,
    double FoundModularity,
    int FoundCount,
    double FoundConstantPotts,
    double[] Eigenvalues)
{
    public NeighbourGraph ToGraph() => NeighbourGraph.Of(Rows, [.. From.Select((from, e) => (from, To[e], (float)Weights[e]))]);
}
