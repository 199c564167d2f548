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
        if (Count(x, count) is var distinct && distinct < count)
            throw TooFew(count, distinct);
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
            throw TooFew(count, found);
    }

    /// <summary>How many there are; where there are more than <paramref name="most"/>, no more are counted.</summary>
    public static int Count(Matrix x, int most) => Count(x.Rows, most, row => MemoryMarshal.AsBytes(x.Row(row)));

    /// <inheritdoc cref="Count(Matrix, int)"/>
    public static int Count(ByteMatrix x, int most) => Count(x.Rows, most, x.Row);

    public static FitException TooFew(int clusters, int distinct)
    {
        var there = distinct == 1 ? "all rows are the same" : $"there are only {distinct}";
        return new FitException($"{clusters} clusters need as many distinct rows, but {there}; ask for {distinct} at most.") { IsTooMuchAsked = true };
    }

    private static int Count(int rows, int most, Values values)
    {
        var seen = new HashSet<int>(new SameValues(values));
        for (var i = 0; i < rows && seen.Count < most; i++)
            seen.Add(i);
        return seen.Count;
    }

    private delegate ReadOnlySpan<byte> Values(int row);

    private sealed class SameValues(Values values) : IEqualityComparer<int>
    {
        public bool Equals(int first, int second) => values(first).SequenceEqual(values(second));

        public int GetHashCode(int row)
        {
            var hash = new HashCode();
            hash.AddBytes(values(row));
            return hash.ToHashCode();
        }
    }
}
