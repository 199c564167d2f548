using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Kernels;

namespace Kindred.Reporting;

/// <summary>Nearest rows by Euclidean distance, each against each.</summary>
internal static class ReportNeighbours
{
    /// <summary>rows x <paramref name="count"/>: the other rows nearest to each, nearest first; of equally near ones the first.</summary>
    public static int[] Of(Matrix x, int count)
    {
        var columns = Transpose(x);
        var nearest = new int[x.Rows * count];
        Chunks.ForEach(x.Rows, (_, start, end) =>
        {
            var (distances, difference) = (new float[x.Rows], new float[x.Rows]);
            for (var i = start; i < end; i++)
            {
                SquaredDistances(columns, x.Row(i), distances, difference);
                distances[i] = float.PositiveInfinity;
                Smallest(distances, nearest.AsSpan(i * count, count));
            }
        });
        return nearest;
    }

    // dᵢ = Σⱼ (xᵢⱼ − yⱼ)², column by column: the inner loop is long whatever the width of a row
    private static void SquaredDistances(float[][] columns, ReadOnlySpan<float> y, Span<float> distances, Span<float> difference)
    {
        distances.Clear();
        for (var j = 0; j < columns.Length; j++)
        {
            TensorPrimitives.Subtract(columns[j], y[j], difference);
            TensorPrimitives.MultiplyAdd(difference, difference, distances, distances);
        }
    }

    private static void Smallest(ReadOnlySpan<float> distances, Span<int> nearest)
    {
        Span<float> kept = stackalloc float[nearest.Length];
        kept.Fill(float.PositiveInfinity);
        for (var i = 0; i < distances.Length; i++)
        {
            if (!(distances[i] < kept[^1]))
                continue;
            var place = kept.Length - 1;
            for (; place > 0 && distances[i] < kept[place - 1]; place--)
                (kept[place], nearest[place]) = (kept[place - 1], nearest[place - 1]);
            (kept[place], nearest[place]) = (distances[i], i);
        }
    }

    private static float[][] Transpose(Matrix x)
    {
        var columns = new float[x.Columns][];
        for (var j = 0; j < columns.Length; j++)
            columns[j] = new float[x.Rows];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                columns[j][i] = row[j];
        }

        return columns;
    }
}
