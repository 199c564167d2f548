using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Evaluation;

/// <summary>How far an embedding can be trusted: 1 − 2 / (n k (2n − 3k − 1)) Σ (rank − k) over rows among the k nearest in the embedding whose rank in the original rows is beyond k.</summary>
/// <param name="Value">In [0, 1]; higher is better, some 0.5 is chance.</param>
/// <param name="Rows">The rows averaged over: all, or those sampled. The ranks of each are among all rows in either case.</param>
/// <remarks>Venna and Kaski 2001, doi:10.1007/3-540-44668-0_68. Euclidean distances; of equally near rows the first is the nearer.</remarks>
public readonly record struct Trustworthiness(double Value, int Rows)
{
    /// <param name="original">The rows as they were.</param>
    /// <param name="embedded">What they became: as many rows, of any columns.</param>
    /// <param name="neighbours">k; fewer than half of the rows.</param>
    /// <param name="maxRows">More rows than these are sampled; time grows with it and with the rows.</param>
    /// <param name="seed">Chooses the sample.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="ArgumentException">The rows differ in number, there are not more than twice as many as neighbours, or a value is not finite.</exception>
    public static Trustworthiness Of(Matrix original, Matrix embedded, int neighbours = 5, int maxRows = 1000, ulong seed = 0, CancellationToken cancellation = default)
    {
        Guard.Positive(neighbours, nameof(neighbours));
        Guard.Positive(maxRows, nameof(maxRows));
        Guard.Samples(original, atLeast: (2 * neighbours) + 1);
        Guard.Samples(embedded, atLeast: 0);
        if (embedded.Rows != original.Rows)
            throw new ArgumentException($"Every row needs its place in the embedding; there are {original.Rows} rows and {embedded.Rows} places.", nameof(embedded));
        var sample = Sample(original.Rows, maxRows, seed);
        var penalties = new long[sample.Length];
        WorkerPool.Run(sample.Length, (s, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            penalties[s] = Penalty(original, embedded, sample[s], neighbours);
        });
        double n = original.Rows, k = neighbours;
        return new Trustworthiness(1 - (2 * (double)penalties.Sum() / (sample.Length * k * ((2 * n) - (3 * k) - 1))), sample.Length);
    }

    private static int[] Sample(int rows, int maxRows, ulong seed) =>
        rows <= maxRows ? [.. Enumerable.Range(0, rows)] : [.. new Rng(seed).Permutation(rows)[..maxRows].Order()];

    // Σ (rank in the original − k), over the k nearest in the embedding that are not among the k nearest there
    private static long Penalty(Matrix original, Matrix embedded, int row, int neighbours)
    {
        var far = SquaredDistances(original, row);
        var sum = 0L;
        foreach (var other in Nearest(SquaredDistances(embedded, row), neighbours))
        {
            var rank = 1;
            for (var i = 0; i < far.Length; i++)
                rank += far[i] < far[other] || (far[i] == far[other] && i < other) ? 1 : 0;
            sum += Math.Max(0, rank - neighbours);
        }

        return sum;
    }

    private static int[] Nearest(double[] squares, int count)
    {
        var nearest = new int[count];
        for (int i = 0, kept = 0; i < squares.Length; i++)
        {
            if (kept == count && !(squares[i] < squares[nearest[^1]]))
                continue;
            var place = kept == count ? count - 1 : kept++;
            for (; place > 0 && squares[i] < squares[nearest[place - 1]]; place--)
                nearest[place] = nearest[place - 1];
            nearest[place] = i;
        }

        return nearest;
    }

    // of the row itself: infinitely far
    private static double[] SquaredDistances(Matrix x, int row)
    {
        var squares = new double[x.Rows];
        var own = x.Row(row);
        for (var i = 0; i < squares.Length; i++)
        {
            var other = x.Row(i);
            for (var j = 0; j < own.Length; j++)
                squares[i] += ((double)own[j] - other[j]) * ((double)own[j] - other[j]);
        }

        squares[row] = double.PositiveInfinity;
        return squares;
    }
}
