using Kindred.Numerics;

namespace Kindred.Neighbours;

/// <summary>Neighbours of all rows: exact for tables of up to <see cref="MostExactRows"/> rows, nearly so for longer ones.</summary>
public static class NeighbourSearch
{
    /// <summary>Longer tables are searched by <see cref="ApproximateNeighbours"/>: the exact search takes four times as long for twice the rows.</summary>
    public const int MostExactRows = 200_000;

    /// <summary>How many times as long a search of <paramref name="rows"/> rows takes as an exact one of <paramref name="few"/>: the square of their ratio while it is exact, from there on hardly more than the ratio.</summary>
    internal static double Growth(int few, int rows)
    {
        var exact = (double)Math.Min(rows, MostExactRows) / few;
        return exact * exact * Math.Max(1, (double)rows / MostExactRows);
    }

    /// <param name="x">The rows.</param>
    /// <param name="count">Neighbours of each; fewer than rows.</param>
    /// <param name="metric">How far apart two rows are.</param>
    /// <param name="seed">Of the approximate search.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellation">Stops it.</param>
    public static NeighbourTable Of(
        Matrix x, int count, Metric metric = Metric.Euclidean, ulong seed = 0, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rows <= MostExactRows
            ? new NearestNeighbours { Count = count, Metric = metric }.Of(x, progress, cancellation)
            : new ApproximateNeighbours { Count = count, Metric = metric, Seed = seed }.Of(x, progress, cancellation);
    }
}
