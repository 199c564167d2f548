using Kindred.Graphs;
using Kindred.Numerics;

namespace Kindred.Manifold;

/// <summary>Where a layout starts: the smoothest functions on the graph as coordinates, each brought to [0, 10], and a little noise so that no two rows lie on one point.</summary>
/// <remarks>Parts of the graph that no edge joins are laid out by themselves, each around a place of its own and reaching no farther than a quarter of the
/// way to the next: at the ends of the axes while these suffice, else at random.</remarks>
internal static class SpectralStart
{
    private const double Side = 10;
    private const double Noise = 1e-4;
    private const double Tolerance = 1e-3;   // a start need not be exact: the layout settles the rest
    private const int MaxIterations = 30;

    /// <summary>rows x <paramref name="components"/></summary>
    public static Matrix Of(NeighbourGraph graph, int components, ulong seed, CancellationToken cancellation)
    {
        var rng = new Rng(seed);
        var parts = ConnectedParts.Of(graph);
        var places = Places(parts.Count, components, rng);
        var positions = new double[checked(graph.Rows * components)];
        for (var p = 0; p < parts.Count; p++)
        {
            var own = parts[p].Length > components + 2
                ? Waves(parts.Count == 1 ? graph : graph.Cut(parts[p]), components, cancellation)
                : Cube(parts[p].Length * components, rng);
            var scale = Room(places, components, p) / Math.Max(Reach(own, components), double.Epsilon);
            for (var k = 0; k < own.Length; k++)
                positions[(parts[p][k / components] * components) + (k % components)] = places[(p * components) + (k % components)] + (scale * own[k]);
        }

        return Scaled(positions, graph.Rows, components, rng);
    }

    // rows x components: the eigenvectors of the normalised Laplacian after the first, which says nothing
    private static double[] Waves(NeighbourGraph graph, int components, CancellationToken cancellation)
    {
        var vectors = new SpectralEmbedding { Count = components + 1, Tolerance = Tolerance, MaxIterations = MaxIterations }.Of(graph, progress: null, cancellation).Vectors;
        var waves = new double[graph.Rows * components];
        for (var k = 0; k < waves.Length; k++)
            waves[k] = vectors[k / components, (k % components) + 1];
        return waves;
    }

    private static double[] Places(int parts, int components, Rng rng)
    {
        if (parts > 2 * components)
            return Cube(parts * components, rng);
        var places = new double[parts * components];
        for (var p = 0; p < parts && parts > 1; p++)
            places[(p * components) + (p % components)] = p < components ? 1 : -1;
        return places;
    }

    private static double[] Cube(int count, Rng rng)
    {
        var values = new double[count];
        for (var k = 0; k < count; k++)
            values[k] = (2 * rng.NextDouble()) - 1;
        return values;
    }

    // the length of the longest row
    private static double Reach(double[] rows, int components)
    {
        var longest = 0.0;
        for (var start = 0; start < rows.Length; start += components)
        {
            var square = 0.0;
            foreach (var value in rows.AsSpan(start, components))
                square += value * value;
            longest = Math.Max(longest, square);
        }

        return Math.Sqrt(longest);
    }

    // a quarter of the way to the nearest other place
    private static double Room(double[] places, int components, int part)
    {
        var nearest = double.PositiveInfinity;
        for (var other = 0; other < places.Length / components; other++)
        {
            var square = 0.0;
            for (var c = 0; c < components; c++)
                square += Math.Pow(places[(part * components) + c] - places[(other * components) + c], 2);
            if (other != part)
                nearest = Math.Min(nearest, square);
        }

        return double.IsInfinity(nearest) ? 1 : Math.Sqrt(nearest) / 4;
    }

    private static Matrix Scaled(double[] positions, int rows, int components, Rng rng)
    {
        var scaled = new Matrix(rows, components);
        for (var c = 0; c < components; c++)
        {
            var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var k = c; k < positions.Length; k += components)
                (lowest, highest) = (Math.Min(lowest, positions[k]), Math.Max(highest, positions[k]));
            var scale = highest > lowest ? Side / (highest - lowest) : 0;
            for (var i = 0; i < rows; i++)
                scaled.MutableRow(i)[c] = (float)((scale * (positions[(i * components) + c] - lowest)) + (Noise * rng.NextNormal()));
        }

        return scaled;
    }
}
