using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

/// <summary>k-means as one would write it on a blackboard, in double: what the fast one is held against.</summary>
internal static class PlainLloyd
{
    /// <summary>Steps until no label changes; the last step, which finds that, counts.</summary>
    public static (int[] Clusters, double Inertia, int Iterations) Fit(Matrix x, Matrix start, int maxIterations)
    {
        var (centres, labels) = (start, Array.Empty<int>());
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            var (next, _) = Assign(x, centres);
            if (next.AsSpan().SequenceEqual(labels))
                return (labels, Assign(x, centres).Inertia, iteration);
            labels = next;
            centres = Means(x, labels, centres);
        }

        var (last, inertia) = Assign(x, centres);
        return (last, inertia, maxIterations);
    }

    public static (int[] Clusters, double Inertia) Assign(Matrix x, Matrix centres)
    {
        var (labels, inertia) = (new int[x.Rows], 0.0);
        for (var i = 0; i < x.Rows; i++)
        {
            var best = double.PositiveInfinity;
            for (var c = 0; c < centres.Rows; c++)
            {
                var square = 0.0;
                for (var j = 0; j < x.Columns; j++)
                    square += ((double)x[i, j] - centres[c, j]) * ((double)x[i, j] - centres[c, j]);
                if (square < best)
                    (best, labels[i]) = (square, c);
            }

            inertia += best;
        }

        return (labels, inertia);
    }

    private static Matrix Means(Matrix x, int[] labels, Matrix centres)
    {
        var means = new Matrix(centres.Rows, x.Columns, centres.Values.ToArray());
        for (var c = 0; c < centres.Rows; c++)
        {
            var rows = Enumerable.Range(0, x.Rows).Where(i => labels[i] == c).ToArray();
            for (var j = 0; j < x.Columns && rows.Length > 0; j++)
                means.MutableRow(c)[j] = (float)rows.Average(i => (double)x[i, j]);
        }

        return means;
    }
}
