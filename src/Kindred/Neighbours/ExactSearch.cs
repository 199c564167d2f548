using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Neighbours;

/// <summary>Every row against every row.</summary>
internal static class ExactSearch
{
    private const int RowsAtOnce = 1024;

    /// <summary>The other rows nearest to each.</summary>
    public static NeighbourTable Run(Matrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Run(x, x, count, areSame: true, progress, cancellation);

    /// <summary>The rows of <paramref name="kept"/> nearest to each of <paramref name="x"/>.</summary>
    public static NeighbourTable Run(Matrix kept, Matrix x, int count, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Run(kept, x, count, areSame: false, progress, cancellation);

    private static NeighbourTable Run(Matrix kept, Matrix x, int count, bool areSame, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (indices, squares) = (new int[checked(x.Rows * count)], new float[checked(x.Rows * count)]);
        for (var start = 0; start < x.Rows; start += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new FitProgress("neighbours", start, x.Rows, 0));
            var first = start;
            WorkerPool.Run(Math.Min(RowsAtOnce, x.Rows - start), (item, _) =>
            {
                var row = first + item;
                Nearest(kept, x.Row(row), areSame ? row : -1, indices.AsSpan(row * count, count), squares.AsSpan(row * count, count));
            });
        }

        return new NeighbourTable(count, indices, Array.ConvertAll(squares, MathF.Sqrt));
    }

    private static void Nearest(Matrix kept, ReadOnlySpan<float> row, int self, Span<int> indices, Span<float> squares)
    {
        squares.Fill(float.PositiveInfinity);
        for (var i = 0; i < kept.Rows; i++)
        {
            var square = RowDistances.SquaredEuclidean(row, kept.Row(i));
            if (!(square < squares[^1]) || i == self)
                continue;
            var place = squares.Length - 1;
            for (; place > 0 && square < squares[place - 1]; place--)
                (squares[place], indices[place]) = (squares[place - 1], indices[place - 1]);
            (squares[place], indices[place]) = (square, i);
        }
    }
}
