namespace Kindred.Graphs.Communities;

/// <summary>Connected parts.</summary>
internal static class Components
{
    /// <summary>The connected part of its community that each node is in, numbered by their first nodes, and how many there are.</summary>
    public static (int[] Parts, int Count) Within(Level level, int[] communities)
    {
        var (parts, count, waiting) = (new int[level.Nodes], 0, new Stack<int>());
        Array.Fill(parts, -1);
        for (var first = 0; first < parts.Length; first++)
        {
            if (parts[first] >= 0)
                continue;
            parts[first] = count;
            waiting.Push(first);
            while (waiting.TryPop(out var node))
            {
                for (var e = level.Offsets[node]; e < level.Offsets[node + 1]; e++)
                {
                    var target = level.Targets[e];
                    if (parts[target] >= 0 || communities[target] != communities[node])
                        continue;
                    parts[target] = count;
                    waiting.Push(target);
                }
            }

            count++;
        }

        return (parts, count);
    }
}
