using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Rows that differ from each other.</summary>
internal static class DistinctRows
{
    /// <exception cref="FitException">There are fewer than <paramref name="count"/>.</exception>
    public static void Require(Matrix x, int count)
    {
        var seen = new HashSet<int>(new SameValues(x));
        for (var i = 0; i < x.Rows && seen.Count < count; i++)
            seen.Add(i);
        if (seen.Count < count)
            throw new FitException($"{count} clusters need as many distinct rows, but there are only {seen.Count}; ask for at most {seen.Count} clusters.");
    }

    private sealed class SameValues(Matrix x) : IEqualityComparer<int>
    {
        public bool Equals(int first, int second) => x.Row(first).SequenceEqual(x.Row(second));

        public int GetHashCode(int row)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(x.Row(row)));
            return hash.ToHashCode();
        }
    }
}
