using System.Numerics.Tensors;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>Rows that are near a row by their features.</summary>
internal interface INearRows
{
    /// <summary>How many are known of every row.</summary>
    int Count { get; }

    /// <summary>The row, other than <paramref name="row"/>, at a place in [0, <see cref="Count"/>) by nearness. Several threads ask at a time.</summary>
    /// <param name="row">Which of all rows.</param>
    /// <param name="values">Of that row.</param>
    /// <param name="place">0 is the nearest.</param>
    int Of(int row, ReadOnlySpan<float> values, int place);
}

/// <summary>Those of all rows, found once.</summary>
internal sealed class NearInTable(NeighbourTable table) : INearRows
{
    public int Count => table.Count;

    /// <inheritdoc/>
    public int Of(int row, ReadOnlySpan<float> values, int place) => table.Indices(row)[place];
}

/// <summary>The nearest among some rows whose features are kept, looked for whenever they are asked for.</summary>
/// <param name="rows">Which of all rows they are.</param>
/// <param name="features">Of these rows, from their mean and of length 1.</param>
/// <param name="directions">What makes such features.</param>
/// <param name="count">Fewer than there are rows.</param>
internal sealed class NearAmongSome(int[] rows, Matrix features, Directions directions, int count) : INearRows
{
    [ThreadStatic]
    private static (float Cosine, int Place)[]? _nearest;

    public int Count => count;

    /// <inheritdoc/>
    /// <remarks>Rows of length 1 are the nearer the larger their cosine; of equals the first is nearer.</remarks>
    public int Of(int row, ReadOnlySpan<float> values, int place)
    {
        var own = directions.Transform.Transform(new Matrix(1, values.Length, values.ToArray()));
        directions.Apply(own);
        if (_nearest is null || _nearest.Length < count)
            _nearest = new (float, int)[count];
        var nearest = _nearest.AsSpan(0, place + 1);
        var found = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] != row)
                found = Insert(nearest, found, TensorPrimitives.Dot(own.Row(0), features.Row(i)), i);
        }

        return rows[nearest[place].Place];
    }

    private static int Insert(Span<(float Cosine, int Place)> nearest, int found, float cosine, int place)
    {
        if (found == nearest.Length && !(cosine > nearest[^1].Cosine))
            return found;
        var at = Math.Min(found, nearest.Length - 1);
        for (; at > 0 && cosine > nearest[at - 1].Cosine; at--)
            nearest[at] = nearest[at - 1];
        nearest[at] = (cosine, place);
        return Math.Min(found + 1, nearest.Length);
    }
}
