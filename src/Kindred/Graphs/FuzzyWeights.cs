using Kindred.Neighbours;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Graphs;

/// <summary>The weights of UMAP's graph (McInnes, Healy and Melville 2018, arXiv:1802.03426, algorithms 2 and 3, with umap-learn's limits).</summary>
internal static class FuzzyWeights
{
    private const int MaxHalvings = 64;
    private const double Tolerance = 1e-5;
    private const double LeastShareOfMean = 1e-3;   // σ is at least so much of the mean distance

    /// <summary>A + Aᵀ − A ∘ Aᵀ, where A has a row's view of its neighbours.</summary>
    public static NeighbourGraph Union(NeighbourTable neighbours)
    {
        var views = Views(neighbours);
        var (seenFrom, seenOffsets) = Transposed(neighbours);
        var offsets = new int[neighbours.Rows + 1];
        var (targets, weights) = (new int[2 * views.Length], new float[2 * views.Length]);
        var (view, place) = (new double[neighbours.Rows], 0);
        for (var i = 0; i < neighbours.Rows; i++)
        {
            var first = place;
            foreach (var target in neighbours.Indices(i))
                targets[place++] = target;
            for (var k = 0; k < neighbours.Count; k++)
                view[neighbours.Indices(i)[k]] = views[(i * neighbours.Count) + k];
            for (var s = seenOffsets[i]; s < seenOffsets[i + 1]; s++)
            {
                var (from, weight) = (seenFrom[s] / neighbours.Count, views[seenFrom[s]]);
                if (!neighbours.Indices(i).Contains(from))
                    targets[place++] = from;
                view[from] = view[from] + weight - (view[from] * weight);
            }

            targets.AsSpan(first..place).Sort();
            place = Take(view, targets, weights, first, place);
            offsets[i + 1] = place;
        }

        Array.Resize(ref targets, place);
        Array.Resize(ref weights, place);
        return new NeighbourGraph(offsets, targets, weights);
    }

    /// <summary>Moves the weights of the targets from <paramref name="view"/>, which is zero again afterwards; those that a float calls zero are no edges.</summary>
    private static int Take(double[] view, int[] targets, float[] weights, int first, int end)
    {
        var place = first;
        for (var i = first; i < end; i++)
        {
            var target = targets[i];
            var weight = (float)view[target];
            view[target] = 0;
            if (weight > 0)
                (targets[place], weights[place++]) = (target, weight);
        }

        return place;
    }

    /// <summary>exp(−max(0, d − ρ) / σ) of every row's neighbours, row after row.</summary>
    private static double[] Views(NeighbourTable neighbours)
    {
        var mean = MeanDistance(neighbours);
        var views = new double[checked(neighbours.Rows * neighbours.Count)];
        WorkerPool.ForEachChunk(neighbours.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                View(neighbours.Distances(i), mean, views.AsSpan(i * neighbours.Count, neighbours.Count));
        });
        return views;
    }

    /// <summary>exp(−max(0, d − ρ) / σ) of one row's neighbours; <paramref name="mean"/> is the mean distance of all rows', for σ where all of the row's are zero.</summary>
    public static void View(ReadOnlySpan<float> distances, double mean, Span<double> view)
    {
        var rho = Nearest(distances);
        var sigma = Bandwidth(distances, rho, mean);
        for (var k = 0; k < distances.Length; k++)
            view[k] = distances[k] <= rho || sigma == 0 ? 1 : Math.Exp(-(distances[k] - rho) / sigma);
    }

    /// <summary>ρ: the smallest distance that is not zero, or zero.</summary>
    private static double Nearest(ReadOnlySpan<float> distances)
    {
        foreach (var distance in distances)
        {
            if (distance > 0)
                return distance;
        }

        return 0;
    }

    /// <summary>σ, such that Σ exp(−max(0, d − ρ) / σ) = log₂(count + 1), by doubling and halving.</summary>
    private static double Bandwidth(ReadOnlySpan<float> distances, double rho, double meanOfAll)
    {
        var target = Math.Log2(distances.Length + 1);
        var (low, high, sigma) = (0.0, double.PositiveInfinity, 1.0);
        for (var i = 0; i < MaxHalvings; i++)
        {
            var sum = 0.0;
            foreach (var distance in distances)
                sum += distance > rho ? Math.Exp(-(distance - rho) / sigma) : 1;
            if (Math.Abs(sum - target) < Tolerance)
                break;
            (low, high) = sum > target ? (low, sigma) : (sigma, high);
            sigma = double.IsInfinity(high) ? 2 * sigma : (low + high) / 2;
        }

        return Math.Max(sigma, LeastShareOfMean * (rho > 0 ? MeanOfRow(distances) : meanOfAll));
    }

    private static double MeanOfRow(ReadOnlySpan<float> distances)
    {
        var sum = 0.0;
        foreach (var distance in distances)
            sum += distance;
        return sum / (distances.Length + 1);    // the row itself, at zero, counts
    }

    /// <summary>Of all rows and their neighbours, each row itself, at zero, among them.</summary>
    public static double MeanDistance(NeighbourTable neighbours)
    {
        var sum = 0.0;
        for (var i = 0; i < neighbours.Rows; i++)
            sum += MeanOfRow(neighbours.Distances(i));
        return sum / neighbours.Rows;
    }

    /// <summary>For every row, the places of the table where others name it, ascending.</summary>
    private static (int[] Places, int[] Offsets) Transposed(NeighbourTable neighbours)
    {
        var offsets = new int[neighbours.Rows + 1];
        for (var i = 0; i < neighbours.Rows; i++)
        {
            foreach (var target in neighbours.Indices(i))
                offsets[target + 1]++;
        }

        for (var i = 0; i < neighbours.Rows; i++)
            offsets[i + 1] += offsets[i];
        var (next, places) = (offsets[..^1], new int[offsets[^1]]);
        for (var i = 0; i < neighbours.Rows; i++)
        {
            for (var k = 0; k < neighbours.Count; k++)
                places[next[neighbours.Indices(i)[k]]++] = (i * neighbours.Count) + k;
        }

        return (places, offsets);
    }
}
