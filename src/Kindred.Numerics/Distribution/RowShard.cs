namespace Kindred.Numerics.Distribution;

/// <summary>Which of all rows a process works on: a run of whole blocks, so that sums by block are those of one process.</summary>
internal sealed class RowShard
{
    private readonly int _blockRows;

    /// <param name="communicator">The processes that share the rows.</param>
    /// <param name="rows">Of all.</param>
    /// <param name="blockRows">A process begins at a multiple of these.</param>
    public RowShard(ICommunicator communicator, int rows, int blockRows)
    {
        (Communicator, Total, _blockRows) = (communicator, rows, blockRows);
        First = FirstOf(communicator.Rank);
        Count = FirstOf(communicator.Rank + 1) - First;
    }

    public ICommunicator Communicator { get; }

    /// <summary>Rows of all processes.</summary>
    public int Total { get; }

    /// <summary>Place of the first row of this process among all.</summary>
    public int First { get; }

    /// <summary>Rows of this process; none where there are fewer blocks than processes.</summary>
    public int Count { get; }

    /// <summary>Rows of the process that has the most.</summary>
    public int Most => (int)Math.Min(Total, (((((long)Total + _blockRows - 1) / _blockRows) + Communicator.Size - 1) / Communicator.Size) * _blockRows);

    /// <summary>Whether one process has all rows.</summary>
    public bool IsWhole => Communicator.Size == 1;

    /// <summary>The process that has a row of all.</summary>
    public int OwnerOf(int row)
    {
        var (low, high) = (0, Communicator.Size - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = FirstOf(middle + 1) > row ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Place of the first row of another process among all.</summary>
    public int FirstOf(int rank)
    {
        var blocks = ((long)Total + _blockRows - 1) / _blockRows;
        return (int)Math.Min(Total, blocks * rank / Communicator.Size * _blockRows);
    }
}
