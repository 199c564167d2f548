using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering.Mixture;

/// <summary>How closely rows lie about each row: the scale below which no group can be told there.</summary>
internal static class RowSpacing
{
    /// <summary>Rows among which neighbours are looked for; of more, so many are taken at equal steps.</summary>
    private const int MostKept = 16_384;

    private const int Neighbours = 5;

    private const double ShareOfFew = 0.01;

    /// <summary>For every row the mean of ‖row − neighbour‖² / columns over its five nearest rows that differ from it; one where all rows are the same.</summary>
    /// <remarks>Where rows come five times or more, and no more than six differ, the five are all others and tell nothing of a place: there a hundredth of the square to the
    /// nearest counts, so that rows that come again and again are told from the next.</remarks>
    public static double[] Of(Matrix x, CancellationToken cancellation)
    {
        var (kept, place) = Distinct(x);
        if (kept.Length == 1)
            return [.. Enumerable.Repeat(1.0, x.Rows)];
        var different = kept.Length == x.Rows ? x : x.Take(kept);
        if (kept.Length <= Neighbours + 1 && kept.Length * Neighbours <= x.Rows)
        {
            var nearest = Within(different, 1, cancellation);
            return Array.ConvertAll(place, row => ShareOfFew * nearest[row]);
        }

        var spacing = different.Rows <= MostKept ? Within(different, Math.Min(Neighbours, different.Rows - 1), cancellation) : Among(different, cancellation);
        return Array.ConvertAll(place, row => spacing[row]);
    }

    private static double[] Within(Matrix x, int neighbours, CancellationToken cancellation)
    {
        var table = new NearestNeighbours { Count = neighbours }.Of(x, progress: null, cancellation);
        return [.. Enumerable.Range(0, x.Rows).Select(row => MeanSquare(table.Distances(row)) / x.Columns)];
    }

    private static double[] Among(Matrix x, CancellationToken cancellation)
    {
        int[] sample = [.. Enumerable.Range(0, MostKept).Select(i => (int)((long)i * x.Rows / MostKept))];
        var table = new NearestNeighbours { Count = Neighbours + 1 }.Query(x.Take(sample), x, progress: null, cancellation);
        return [.. Enumerable.Range(0, x.Rows).Select(row => MeanSquare(sample[table.Indices(row)[0]] == row ? table.Distances(row)[1..] : table.Distances(row)[..^1]) / x.Columns)];
    }

    private static double MeanSquare(ReadOnlySpan<float> distances)
    {
        var sum = 0.0;
        foreach (var distance in distances)
            sum += (double)distance * distance;
        return sum / distances.Length;
    }

    /// <summary>The first of every set of equal rows, and for every row the place of its own first among them.</summary>
    private static (int[] Kept, int[] Place) Distinct(Matrix x)
    {
        var (kept, place) = (new List<int>(), new int[x.Rows]);
        var places = new Dictionary<int, int>(new RowEquality(x));
        for (var i = 0; i < x.Rows; i++)
        {
            if (!places.TryGetValue(i, out place[i]))
            {
                places.Add(i, place[i] = kept.Count);
                kept.Add(i);
            }
        }

        return ([.. kept], place);
    }

    private sealed class RowEquality(Matrix x) : IEqualityComparer<int>
    {
        public bool Equals(int first, int second) => x.Row(first).SequenceEqual(x.Row(second));

        public int GetHashCode(int row)
        {
            var hash = new HashCode();
            foreach (var value in x.Row(row))
                hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
