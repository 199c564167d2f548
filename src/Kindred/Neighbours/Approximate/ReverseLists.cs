namespace Kindred.Neighbours.Approximate;

/// <summary>For every row, some of the rows that have it in their lists; of many, every so many-th.</summary>
internal sealed record ReverseLists(int[] Offsets, int[] Rows, bool[] AreNew)
{
    public static ReverseLists Of(NeighbourLists lists)
    {
        var offsets = new int[lists.Rows + 1];
        for (var row = 0; row < lists.Rows; row++)
        {
            foreach (var other in lists.Indices(row))
                offsets[other + 1] += other >= 0 ? 1 : 0;
        }

        offsets[0] = 0;
        for (var row = 0; row < lists.Rows; row++)
            offsets[row + 1] += offsets[row];
        var (next, rows, areNew) = (offsets[..^1], new int[offsets[^1]], new bool[offsets[^1]]);
        for (var row = 0; row < lists.Rows; row++)
        {
            for (var k = 0; k < lists.Count; k++)
            {
                var other = lists.Indices(row)[k];
                if (other >= 0)
                    (rows[next[other]], areNew[next[other]++]) = (row, lists.AreNew(row)[k]);
            }
        }

        return new ReverseLists(offsets, rows, areNew);
    }

    /// <summary>At most <paramref name="most"/> of the places of a row, evenly.</summary>
    public (int Count, int Start, int All) Sample(int row, int most)
    {
        var all = Offsets[row + 1] - Offsets[row];
        return (Math.Min(all, most), Offsets[row], all);
    }
}
