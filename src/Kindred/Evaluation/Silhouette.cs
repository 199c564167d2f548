using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Evaluation;

/// <summary>The mean of (b − a) / max(a, b) over rows: a is the mean distance to the other rows of its cluster, b to those of the nearest other cluster.</summary>
/// <param name="Value">In [−1, 1]; higher is better.</param>
/// <param name="Rows">The rows averaged over: all, or those sampled. The distances of each are to all rows in either case. Rows in no cluster (−1) are left out of everything.</param>
/// <remarks>Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7. A row alone in its cluster counts 0. scikit-learn's sample_size also leaves
/// out the distances to rows not sampled, which changes a and b; here a sample is an unbiased estimate of the exact value.</remarks>
public readonly record struct Silhouette(double Value, int Rows)
{
    private const int Block = 16;    // sampled rows worked on together: two vectors of doubles
    private const int TileRows = 4;  // rows of x that meet them at once

    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="clusters">The cluster of every row, numbered from 0, or −1 for none; clusters without rows do not count.</param>
    /// <param name="maxRows">More rows than these are sampled; time grows with it and with the rows.</param>
    /// <param name="seed">Chooses the sample.</param>
    /// <param name="cancellation">Stops between parts of the sample.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 clusters or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static Silhouette Of(Matrix x, ReadOnlySpan<int> clusters, int maxRows = 1000, ulong seed = 0, CancellationToken cancellation = default)
    {
        Guard.Positive(maxRows, nameof(maxRows));
        (x, var clustered) = Noise.Without(x, clusters);
        var numbered = new ClusterCentres(x, clustered);
        return Mean(Values(x, numbered, Sample(x.Rows, maxRows, new Rng(seed)), cancellation));
    }

    /// <summary>The silhouette of every cluster: the mean over its own rows, not a number for a cluster without any.</summary>
    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="clusters">The cluster of every row, numbered from 0, or −1 for none.</param>
    /// <param name="maxRows">Of larger clusters so many rows are sampled.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <param name="cancellation">Stops between parts of the samples.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 clusters or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static ValueList<Silhouette> OfEach(Matrix x, ReadOnlySpan<int> clusters, int maxRows = 100, ulong seed = 0, CancellationToken cancellation = default)
    {
        Guard.Positive(maxRows, nameof(maxRows));
        (x, var clustered) = Noise.Without(x, clusters);
        var numbered = new ClusterCentres(x, clustered);
        var (rng, samples) = (new Rng(seed), new List<int[]>());
        foreach (var rows in RowsOfEach(clustered))
            samples.Add(Array.ConvertAll(Sample(rows.Count, maxRows, rng.Split(samples.Count)), place => rows[place]));
        var (values, start, means) = (Values(x, numbered, [.. samples.SelectMany(rows => rows)], cancellation), 0, new List<Silhouette>());
        foreach (var rows in samples)
        {
            means.Add(Mean(values.AsSpan(start, rows.Length)));
            start += rows.Length;
        }

        return [.. means];
    }

    private static Silhouette Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return new Silhouette(sum / values.Length, values.Length);
    }

    private static List<int>[] RowsOfEach(int[] clusters)
    {
        var rows = new List<int>[clusters.Max() + 1];
        for (var cluster = 0; cluster < rows.Length; cluster++)
            rows[cluster] = [];
        for (var i = 0; i < clusters.Length; i++)
            rows[clusters[i]].Add(i);
        return rows;
    }

    private static double[] Values(Matrix x, ClusterCentres numbered, int[] sample, CancellationToken cancellation)
    {
        var values = new double[sample.Length];
        WorkerPool.Run((sample.Length + Block - 1) / Block, (block, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = sample.AsSpan(block * Block, Math.Min(Block, sample.Length - (block * Block)));
            var sums = DistanceSums(x, numbered, rows);
            for (var s = 0; s < rows.Length; s++)
                values[(block * Block) + s] = OfRow(sums.AsSpan(s), numbered, numbered.Clusters[rows[s]]);
        });
        return values;
    }

    private static int[] Sample(int rows, int maxRows, Rng rng)
    {
        if (rows <= maxRows)
            return [.. Enumerable.Range(0, rows)];
        var sample = rng.Permutation(rows)[..maxRows];
        Array.Sort(sample);
        return sample;
    }

    // sums: of the distances to the rows of every cluster, Block apart
    private static double OfRow(ReadOnlySpan<double> sums, ClusterCentres numbered, int own)
    {
        if (numbered.Sizes[own] == 1)
            return 0;
        var nearest = double.PositiveInfinity;
        for (var g = 0; g < numbered.Count; g++)
        {
            if (g != own)
                nearest = Math.Min(nearest, sums[g * Block] / numbered.Sizes[g]);
        }

        var within = sums[own * Block] / (numbered.Sizes[own] - 1);
        return Math.Max(within, nearest) is var larger and > 0 ? (nearest - within) / larger : 0;
    }

    // Σ over the rows of every cluster of the distance to every sampled row: clusters x Block
    private static unsafe double[] DistanceSums(Matrix x, ClusterCentres numbered, ReadOnlySpan<int> sampled)
    {
        var sums = new double[numbered.Count * Block];
        using var samples = new NativeBuffer<double>((long)x.Columns * Block);  // a column of x per line, so that one line meets one value of a row
        for (var s = 0; s < sampled.Length; s++)
        {
            var row = x.Row(sampled[s]);
            for (var j = 0; j < row.Length; j++)
                samples.Pointer[(j * Block) + s] = row[j];
        }

        using var tile = new NativeBuffer<double>((long)x.Columns * TileRows);
        fixed (double* sumPointer = sums)
        {
            for (var i = 0; i < x.Rows; i += TileRows)
            {
                var count = Math.Min(TileRows, x.Rows - i);
                for (var r = 0; r < count; r++)
                    Widen(x.Row(i + r), tile.Span.Slice(r * x.Columns, x.Columns));
                AddDistances(tile.Pointer, samples.Pointer, x.Columns, numbered.Clusters.AsSpan(i, count), sumPointer);
            }
        }

        return sums;
    }

    private static void Widen(ReadOnlySpan<float> row, Span<double> wide)
    {
        var j = 0;
        for (; j <= row.Length - Vector512<float>.Count; j += Vector512<float>.Count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.Create(row[j..]));
            lower.CopyTo(wide[j..]);
            upper.CopyTo(wide[(j + Vector512<double>.Count)..]);
        }

        for (; j < row.Length; j++)
            wide[j] = row[j];
    }

    // sumsᵍ ← sumsᵍ + ‖tileᵣ − samplesₛ‖ for the cluster g of every row r of the tile
    private static unsafe void AddDistances(double* tile, double* samples, int columns, ReadOnlySpan<int> clusters, double* sums)
    {
        Vector512<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var j = 0; j < columns; j++)
        {
            var s0 = Vector512.Load(samples + (j * Block));
            var s1 = Vector512.Load(samples + (j * Block) + 8);
            var (a, b) = (Vector512.Create(tile[j]), Vector512.Create(tile[columns + j]));
            var (c, d) = (Vector512.Create(tile[(2 * columns) + j]), Vector512.Create(tile[(3 * columns) + j]));
            a0 = AddSquare(a - s0, a0);
            a1 = AddSquare(a - s1, a1);
            b0 = AddSquare(b - s0, b0);
            b1 = AddSquare(b - s1, b1);
            c0 = AddSquare(c - s0, c0);
            c1 = AddSquare(c - s1, c1);
            d0 = AddSquare(d - s0, d0);
            d1 = AddSquare(d - s1, d1);
        }

        ReadOnlySpan<Vector512<double>> squares = [a0, a1, b0, b1, c0, c1, d0, d1];
        for (var r = 0; r < clusters.Length; r++)
        {
            var sum = sums + (clusters[r] * Block);
            (Vector512.Load(sum) + Vector512.Sqrt(squares[2 * r])).Store(sum);
            (Vector512.Load(sum + 8) + Vector512.Sqrt(squares[(2 * r) + 1])).Store(sum + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AddSquare(Vector512<double> difference, Vector512<double> sum) =>
        Vector512.FusedMultiplyAdd(difference, difference, sum);
}
