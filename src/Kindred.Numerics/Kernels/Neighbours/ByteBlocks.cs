using System.Runtime.Intrinsics.X86;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>Rows of bytes in panels for integer products, a quarter of the memory of floats and, where the processor multiplies bytes, half of the time.</summary>
internal sealed unsafe class ByteBlocks : IRowBlocks
{
    private const int Unit = 48;                    // rows in whole tiles of both sides
    private const int BlockBytes = 640 << 10;
    private const int MaxBlockUnits = 20;

    [ThreadStatic]
    private static GrowingBuffer<byte>? _leftOfThisThread;

    private readonly byte* _x;
    private readonly NativeBuffer<sbyte> _panels;
    private readonly NativeBuffer<float> _norms;
    private readonly NativeBuffer<int> _sums;
    private readonly int _columns, _groups, _blockUnits;

    public ByteBlocks(byte* x, int rows, int columns)
    {
        _x = x;
        (Rows, _columns, _groups) = (rows, columns, ByteTiles.Groups(columns));
        Padded = (rows + Unit - 1) / Unit * Unit;
        _blockUnits = Math.Clamp(BlockBytes / (Unit * columns), 1, MaxBlockUnits);
        Blocks = ((Padded / Unit) + _blockUnits - 1) / _blockUnits;
        (_panels, _norms, _sums) = (new((long)Padded * _groups * 4), new(Padded), new(Padded));
        WorkerPool.Run(Padded / ByteTiles.Columns, (panel, _) => Pack(panel));
    }

    /// <summary>Whether this processor multiplies bytes, and sums of so many products keep within 32 bits.</summary>
    public static bool Suit(int columns) => AvxVnni.IsSupported && columns <= ByteProducts.MaxColumns;

    public int Rows { get; }

    public int Padded { get; }

    public int Blocks { get; }

    public float* Norms => _norms.Pointer;

    // the products are exact; they, the norms and the difference are rounded to floats
    public double RelativeError => 4.0 / (1 << 24);

    public void Meet(int block, CandidateLists lists, IRowBlocks others, int otherBlock, CandidateLists? otherLists)
    {
        var (right, isSame) = ((ByteBlocks)others, ReferenceEquals(this, others));
        var store = _leftOfThisThread ??= new GrowingBuffer<byte>();
        var (first, end) = (block * _blockUnits * Unit, Math.Min(Padded, (block + 1) * _blockUnits * Unit));
        store.Reserve((long)(end - first) * _groups * 4);
        for (var row = first; row < end; row += ByteTiles.Rows)
            ByteTiles.PackLeft(_x + ((long)row * _columns), Math.Min(ByteTiles.Rows, Rows - row), _columns, store.Pointer + ((long)(row - first) * _groups * 4));

        var tile = stackalloc float[ByteTiles.Rows * ByteTiles.Columns];
        for (var column = otherBlock * right._blockUnits * Unit; column < Math.Min(right.Padded, (otherBlock + 1) * right._blockUnits * Unit); column += ByteTiles.Columns)
        {
            var y = new ScannedRows(column, right.Norms, otherLists, isSame);
            for (var row = first; row < Math.Min(end, Rows); row += ByteTiles.Rows)
            {
                ByteTiles.Multiply(store.Pointer + ((long)(row - first) * _groups * 4), right._panels.Pointer + ((long)column * _groups * 4), _groups, _sums.Pointer + row, tile);
                var x = new ScannedRows(row, Norms, lists, isSame);
                CandidateScan.Offer(tile, ByteTiles.Columns, Math.Min(ByteTiles.Rows, Rows - row), ByteTiles.Columns, x, y);
            }
        }
    }

    public void Dispose()
    {
        _panels.Dispose();
        _norms.Dispose();
        _sums.Dispose();
    }

    private void Pack(int panel)
    {
        var first = panel * ByteTiles.Columns;
        var rows = Math.Clamp(Rows - first, 0, ByteTiles.Columns);
        ByteTiles.PackRight(_x + ((long)first * _columns), rows, _columns, _panels.Pointer + ((long)first * _groups * 4));
        for (var i = first; i < first + ByteTiles.Columns; i++)
        {
            var (sum, squares) = i < Rows ? ByteProducts.Sums(_x + ((long)i * _columns), _columns) : (0, 0);
            (_sums.Pointer[i], Norms[i]) = (sum, i < Rows ? squares : float.PositiveInfinity);
        }
    }
}
