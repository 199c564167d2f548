namespace Kindred.Neighbours.Approximate;

/// <summary>A set of row numbers that is emptied at once.</summary>
internal sealed class MetRows
{
    private int[] _rows = new int[4096];
    private int[] _turns = new int[4096];
    private int _turn = 1, _count;

    public void Clear() => (_turn, _count) = (_turn + 1, 0);

    /// <summary>Whether it was not there yet.</summary>
    public bool Add(int row)
    {
        if (2 * ++_count > _rows.Length)
            Grow();
        return Put(row);
    }

    private bool Put(int row)
    {
        var mask = _rows.Length - 1;
        for (var place = (int)(((uint)row * 2654435769u) >> 7) & mask; ; place = (place + 1) & mask)
        {
            if (_turns[place] != _turn)
            {
                (_rows[place], _turns[place]) = (row, _turn);
                return true;
            }

            if (_rows[place] == row)
                return false;
        }
    }

    private void Grow()
    {
        var (rows, turns) = (_rows, _turns);
        (_rows, _turns) = (new int[2 * rows.Length], new int[2 * rows.Length]);
        for (var place = 0; place < rows.Length; place++)
        {
            if (turns[place] == _turn)
                Put(rows[place]);
        }
    }
}
