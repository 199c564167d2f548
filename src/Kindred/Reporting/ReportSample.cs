using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>Which rows a report shows: as dots, and among these as pictures.</summary>
/// <param name="Points">Rows, in order.</param>
/// <param name="Pictures">Indices into <paramref name="Points"/>: rows drawn by chance, then those kept for being extreme.</param>
/// <param name="RandomCount">How many pictures were drawn by chance.</param>
internal sealed record ReportSample(int[] Points, int[] Pictures, int RandomCount)
{
    /// <param name="rowCount">Rows there are.</param>
    /// <param name="extremes">Rows that need a picture; the first are kept if there are too many for half of the pictures.</param>
    /// <param name="pictureCount">Pictures wanted, at most <paramref name="rowCount"/>.</param>
    /// <param name="settings">How many points, and the seed.</param>
    public static ReportSample Choose(int rowCount, IEnumerable<int> extremes, int pictureCount, ReportSettings settings)
    {
        var chance = new Rng(settings.Seed).Permutation(rowCount);
        pictureCount = Math.Min(pictureCount, Math.Min(rowCount, settings.MaxPoints));
        var extreme = extremes.Distinct().Take(pictureCount / 2).ToArray();
        var random = chance.AsSpan(0, pictureCount == rowCount ? rowCount : pictureCount - extreme.Length).ToArray();
        int[] pictures = [.. random, .. extreme.Except(random)];

        var points = Dots(rowCount, chance, pictures, settings.MaxPoints);
        return new ReportSample(points, Array.ConvertAll(pictures, row => Array.BinarySearch(points, row)), random.Length);
    }

    /// <summary>What the dots have, of what all rows have.</summary>
    public T[] Of<T>(T[] values) => values.Length == Points.Length ? values : Array.ConvertAll(Points, row => values[row]);

    /// <summary>The same dots with the first so many pictures of chance, and the extreme ones, that <paramref name="kept"/> names by their places.</summary>
    public ReportSample WithPictures(int[] kept) => this with
    {
        Pictures = Array.ConvertAll(kept, place => Pictures[place]),
        RandomCount = kept.Count(place => place < RandomCount),
    };

    /// <summary>The rows nearest to and farthest from each cluster, in turns, so that the first are the most extreme.</summary>
    /// <param name="groups">Cluster of every row.</param>
    /// <param name="clusterCount">How many clusters there are.</param>
    /// <param name="untypical">Per row; large is far from its cluster.</param>
    /// <param name="perCluster">How many of each kind.</param>
    public static IEnumerable<int> Extremes(int[] groups, int clusterCount, float[] untypical, int perCluster)
    {
        var members = Enumerable.Range(0, groups.Length).ToLookup(row => groups[row]);
        var ordered = Enumerable.Range(0, clusterCount)
            .Select(cluster => members[cluster].OrderBy(row => untypical[row]).ToArray())
            .ToArray();
        for (var place = 0; place < perCluster; place++)
        {
            foreach (var rows in ordered.Where(rows => rows.Length > place))
            {
                yield return rows[place];
                yield return rows[^(place + 1)];
            }
        }
    }

    private static int[] Dots(int rowCount, int[] chance, int[] pictures, int maxPoints)
    {
        if (rowCount <= maxPoints)
            return [.. Enumerable.Range(0, rowCount)];
        int[] points = [.. pictures.Concat(chance).Distinct().Take(maxPoints)];
        Array.Sort(points);
        return points;
    }
}
