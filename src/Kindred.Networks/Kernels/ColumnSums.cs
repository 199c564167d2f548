using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Networks.Kernels;

/// <summary>s ← Σᵢ xᵢ, shared among threads: fixed chunks of rows and columns, added in order.</summary>
internal sealed unsafe class ColumnSums
{
    private const int ColumnBlock = 256;

    private readonly int _rows, _columns, _chunks;
    private readonly NativeBuffer<float> _partial;
    private readonly Action<int, int> _sum;
    private float* _x;

    public ColumnSums(Arena arena, int rows, int columns)
    {
        (_rows, _columns, _chunks) = (rows, columns, WorkerPool.ChunkCount(rows));
        _partial = arena.Take((long)_chunks * columns);
        _sum = SumBlock;
    }

    /// <summary>s ← β s + Σᵢ xᵢ with β either 0 or 1</summary>
    public void Run(float* x, bool adds, float* s)
    {
        _x = x;
        WorkerPool.Run(_chunks * ((_columns + ColumnBlock - 1) / ColumnBlock), _sum);
        var partial = _partial.Pointer;
        if (!adds)
            new Span<float>(s, _columns).Clear();
        for (var chunk = 0; chunk < _chunks; chunk++, partial += _columns)
            Elementwise.Set(default(Plus), s, partial, s, _columns);
    }

    private void SumBlock(int item, int worker)
    {
        var (chunk, column) = (item % _chunks, item / _chunks * ColumnBlock);
        var start = (int)((long)_rows * chunk / _chunks);
        var end = (int)((long)_rows * (chunk + 1) / _chunks);
        Rows.Sum(
            _x + ((long)start * _columns) + column,
            end - start,
            Math.Min(ColumnBlock, _columns - column),
            _columns,
            _partial.Pointer + ((long)chunk * _columns) + column);
    }
}
