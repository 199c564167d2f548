namespace Kindred.Graphs.Communities;

/// <summary>Names of groups as numbers without gaps.</summary>
internal static class Numbering
{
    /// <summary>0, 1, …: each a group of its own.</summary>
    public static int[] Identity(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        return numbers;
    }

    /// <summary>The same groups in the order of their first members; <paramref name="groups"/> are in [0, length).</summary>
    public static (int[] Groups, int Count) Compact(int[] groups)
    {
        var (names, compact, count) = (new int[groups.Length], new int[groups.Length], 0);
        for (var i = 0; i < groups.Length; i++)
        {
            if (names[groups[i]] == 0)
                names[groups[i]] = ++count;
            compact[i] = names[groups[i]] - 1;
        }

        return (compact, count);
    }

    /// <summary>The same groups from the largest to the smallest, of equals that with the first member.</summary>
    public static (int[] Groups, int Count) BySize(int[] groups)
    {
        var (compact, count) = Compact(groups);
        var (sizes, order, places) = (new int[count], Identity(count), new int[count]);
        foreach (var group in compact)
            sizes[group]++;
        Array.Sort(order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : a.CompareTo(b));
        for (var place = 0; place < count; place++)
            places[order[place]] = place;
        return (Array.ConvertAll(compact, group => places[group]), count);
    }
}
