using Kindred.Numerics;

namespace Kindred.Neighbours;

/// <summary>The nearest rows of every row, nearest first, of equally near ones the first; a row is not its own neighbour.</summary>
public sealed class NeighbourTable
{
    private readonly int[] _indices;
    private readonly float[] _distances;

    /// <summary>Wraps neighbours found elsewhere, row after row, without copying.</summary>
    /// <param name="count">Neighbours of each row; at least one.</param>
    /// <param name="indices">rows × count row numbers, nearest first.</param>
    /// <param name="distances">rows × count distances, ascending in every row.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of <paramref name="count"/>.</exception>
    public NeighbourTable(int count, int[] indices, float[] distances)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(distances);
        Count = Guard.Positive(count, nameof(count));
        if (indices.Length != distances.Length || indices.Length % count != 0)
            throw new ArgumentException($"{count} neighbours a row need as many distances as indices, whole rows of them; got {indices.Length} and {distances.Length}.", nameof(indices));
        (_indices, _distances) = (indices, distances);
    }

    public int Rows => _indices.Length / Count;

    /// <summary>Neighbours of each row.</summary>
    public int Count { get; }

    /// <summary>The numbers of the rows nearest to <paramref name="row"/>, nearest first.</summary>
    public ReadOnlySpan<int> Indices(int row) => _indices.AsSpan(checked(row * Count), Count);

    /// <summary>rows × count: the numbers of all, row after row; a copy.</summary>
    public int[] ToIndices() => [.. _indices];

    /// <summary>How far they are, ascending.</summary>
    public ReadOnlySpan<float> Distances(int row) => _distances.AsSpan(checked(row * Count), Count);
}
