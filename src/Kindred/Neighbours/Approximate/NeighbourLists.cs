namespace Kindred.Neighbours.Approximate;

/// <summary>The nearest rows met so far of every row, nearest first, each with a mark while it is new.</summary>
internal sealed class NeighbourLists
{
    private readonly int[] _indices;
    private readonly float[] _squares;
    private readonly bool[] _isNew;

    public NeighbourLists(int rows, int count)
    {
        (Rows, Count) = (rows, count);
        (_indices, _squares, _isNew) = (new int[checked(rows * count)], new float[checked(rows * count)], new bool[checked(rows * count)]);
        Empty();
    }

    public int Rows { get; }

    public int Count { get; }

    /// <summary>−1 where fewer were met.</summary>
    public ReadOnlySpan<int> Indices(int row) => _indices.AsSpan(row * Count, Count);

    public ReadOnlySpan<bool> AreNew(int row) => _isNew.AsSpan(row * Count, Count);

    /// <summary>Takes the row's list from <paramref name="other"/>, none of it new.</summary>
    public void CopyRow(NeighbourLists other, int row)
    {
        other._indices.AsSpan(row * Count, Count).CopyTo(_indices.AsSpan(row * Count));
        other._squares.AsSpan(row * Count, Count).CopyTo(_squares.AsSpan(row * Count));
        _isNew.AsSpan(row * Count, Count).Clear();
    }

    /// <summary>Whether it was taken, as new: it is nearer than the last, of equally near ones the first, and not there yet.</summary>
    public bool Offer(int row, float square, int index)
    {
        var first = row * Count;
        var place = first + Count - 1;
        if (!IsBefore(square, index, place) || _indices.AsSpan(first, Count).Contains(index))
            return false;
        for (; place > first && IsBefore(square, index, place - 1); place--)
            (_squares[place], _indices[place], _isNew[place]) = (_squares[place - 1], _indices[place - 1], _isNew[place - 1]);
        (_squares[place], _indices[place], _isNew[place]) = (square, index, true);
        return true;
    }

    public void Empty()
    {
        Array.Fill(_squares, float.PositiveInfinity);
        Array.Fill(_indices, -1);
        Array.Clear(_isNew);
    }

    /// <summary>The first that is new, which it is no longer then.</summary>
    public bool TakeNew(out int index)
    {
        var place = Array.IndexOf(_isNew, true);
        index = place < 0 ? -1 : _indices[place];
        return place >= 0 && !(_isNew[place] = false);
    }

    /// <summary>The first of the first list.</summary>
    public void Read(Span<int> indices, Span<float> squares)
    {
        _indices.AsSpan(0, indices.Length).CopyTo(indices);
        _squares.AsSpan(0, squares.Length).CopyTo(squares);
    }

    /// <summary>The first <paramref name="count"/> of every list.</summary>
    public NeighbourTable Table(int count)
    {
        var (indices, distances) = (new int[checked(Rows * count)], new float[checked(Rows * count)]);
        for (var row = 0; row < Rows; row++)
        {
            for (var k = 0; k < count; k++)
                (indices[(row * count) + k], distances[(row * count) + k]) = (_indices[(row * Count) + k], MathF.Sqrt(_squares[(row * Count) + k]));
        }

        return new NeighbourTable(count, indices, distances);
    }

    private bool IsBefore(float square, int index, int place) => square < _squares[place] || (square == _squares[place] && index < _indices[place]);
}
