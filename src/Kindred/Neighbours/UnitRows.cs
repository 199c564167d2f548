using Kindred.Numerics;

namespace Kindred.Neighbours;

/// <summary>Cosine distances by Euclidean ones: of rows of length 1, ‖x − y‖² / 2 = 1 − x·y.</summary>
internal static class UnitRows
{
    /// <summary>(x / ‖x‖, 0) of every row, and (0, 1) of a row of zeros, which is so at 1 from every other.</summary>
    public static Matrix Of(Matrix x)
    {
        var unit = new Matrix(x.Rows, x.Columns + 1);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            var target = unit.MutableRow(i);
            var square = 0.0;
            foreach (var value in row)
                square += (double)value * value;
            if (square == 0)
                target[^1] = 1;
            for (var j = 0; j < row.Length && square > 0; j++)
                target[j] = (float)(row[j] / Math.Sqrt(square));
        }

        return unit;
    }

    /// <summary>‖x − y‖ → ‖x − y‖² / 2</summary>
    public static NeighbourTable Cosine(NeighbourTable chords)
    {
        var (indices, distances) = (new int[chords.Rows * chords.Count], new float[chords.Rows * chords.Count]);
        for (var i = 0; i < chords.Rows; i++)
        {
            chords.Indices(i).CopyTo(indices.AsSpan(i * chords.Count));
            for (var j = 0; j < chords.Count; j++)
                distances[(i * chords.Count) + j] = chords.Distances(i)[j] * chords.Distances(i)[j] / 2;
        }

        return new NeighbourTable(chords.Count, indices, distances);
    }
}
