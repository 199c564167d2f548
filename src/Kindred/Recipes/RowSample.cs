using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Some of all rows, drawn by a seed: each set is equally likely.</summary>
internal sealed class RowSample
{
    /// <summary>Rows that are compared with each other at most: their neighbours take minutes.</summary>
    public const int MostCompared = 100_000;

    private readonly int _all;
    private readonly ulong _seed;

    public RowSample(int all, int count, ulong seed) => (_all, _seed, Rows) = (all, seed, Drawn(all, count, new Rng(seed), taken: []));

    /// <summary>Ascending.</summary>
    public int[] Rows { get; }

    /// <summary>These rows and others, as many as asked for together where there are so many; ascending.</summary>
    public int[] Widened(int count) => count <= Rows.Length ? Rows : Drawn(_all, Math.Min(_all, count), new Rng(_seed).Split(1), Rows);

    /// <summary>Places of these rows among <paramref name="wider"/> ones.</summary>
    public int[] PlacesIn(int[] wider) => Array.ConvertAll(Rows, row => Array.BinarySearch(wider, row));

    /// <summary>In one run through the numbers of all rows, so that these take no room; those that are <paramref name="taken"/> are among them.</summary>
    /// <remarks>Fan, Muller and Rezucha 1962 (Knuth's algorithm S).</remarks>
    private static int[] Drawn(int all, int count, Rng rng, int[] taken)
    {
        var (drawn, found, passed) = (new int[count], 0, 0);
        for (var row = 0; found < count; row++)
        {
            if (passed < taken.Length && taken[passed] == row)
                (drawn[found++], passed) = (row, passed + 1);
            else if (rng.NextDouble() * (all - row - (taken.Length - passed)) < count - found - (taken.Length - passed))
                drawn[found++] = row;
        }

        return drawn;
    }
}
