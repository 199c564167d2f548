namespace Kindred.Graphs.Communities;

/// <summary>Names of communities as numbers without gaps.</summary>
internal static class Numbering
{
    /// <summary>0, 1, …: each a community of its own.</summary>
    public static int[] Identity(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        return numbers;
    }

    /// <summary>The same communities in the order of their first members; <paramref name="communities"/> are in [0, length).</summary>
    public static (int[] Communities, int Count) Compact(int[] communities)
    {
        var (names, compact, count) = (new int[communities.Length], new int[communities.Length], 0);
        for (var i = 0; i < communities.Length; i++)
        {
            if (names[communities[i]] == 0)
                names[communities[i]] = ++count;
            compact[i] = names[communities[i]] - 1;
        }

        return (compact, count);
    }

    /// <summary>The same communities from the largest to the smallest, of equals that with the first member.</summary>
    public static (int[] Communities, int Count) BySize(int[] communities)
    {
        var (compact, count) = Compact(communities);
        var (sizes, order, places) = (new int[count], Identity(count), new int[count]);
        foreach (var community in compact)
            sizes[community]++;
        Array.Sort(order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : a.CompareTo(b));
        for (var place = 0; place < count; place++)
            places[order[place]] = place;
        return (Array.ConvertAll(compact, community => places[community]), count);
    }
}
