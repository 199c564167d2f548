using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Rows that differ from each other.</summary>
internal static class DistinctRows
{
    private const long WindowBytes = 8L << 20;

    /// <exception cref="FitException">There are fewer than <paramref name="count"/>.</exception>
    public static void Require(Matrix x, int count)
    {
        var seen = new HashSet<int>(new SameValues(x));
        for (var i = 0; i < x.Rows && seen.Count < count; i++)
            seen.Add(i);
        if (seen.Count < count)
            throw TooFew(seen.Count, count);
    }

    /// <summary>The same of rows that are read until enough were seen.</summary>
    /// <exception cref="FitException">There are fewer than <paramref name="count"/>.</exception>
    public static void Require(IRowSource x, int count, CancellationToken cancellation)
    {
        var (seen, window) = (new Matrix(count, x.Columns), x.RowsIn(WindowBytes));
        var found = 0;
        for (var start = 0; start < x.Rows && found < count; start += window)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = x.Slice(start, Math.Min(window, x.Rows - start));
            for (var i = 0; i < rows.Rows && found < count; i++)
            {
                if (!Enumerable.Range(0, found).Any(known => seen.Row(known).SequenceEqual(rows.Row(i))))
                    rows.Row(i).CopyTo(seen.MutableRow(found++));
            }
        }

        if (found < count)
            throw TooFew(found, count);
    }

    private static FitException TooFew(int found, int count) => new($"{count} clusters need as many distinct rows, but there are only {found}; ask for at most {found} clusters.");

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
