using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Networks.Kernels;

/// <summary>Adds what <paramref name="rows"/> rows from <paramref name="start"/> on give to <paramref name="sums"/>, one row after the other.</summary>
internal unsafe delegate void RowsAdder(int start, int rows, float* sums);

/// <summary>s ← Σᵢ f(i), several numbers for each row i, shared among threads: fixed chunks of rows, added in order.</summary>
internal sealed unsafe class ChunkSums
{
    private readonly int _rows, _length, _chunks;
    private readonly NativeBuffer<float> _partial;
    private readonly RowsAdder _adder;
    private readonly Action<int, int> _sum;

    public ChunkSums(Arena arena, int rows, int length, RowsAdder adder)
    {
        (_rows, _length, _chunks, _adder) = (rows, length, WorkerPool.ChunkCount(rows), adder);
        _partial = arena.Take((long)_chunks * length);
        _sum = SumChunk;
    }

    public void Run(float* s)
    {
        WorkerPool.Run(_chunks, _sum);
        var partial = _partial.Pointer;
        new Span<float>(s, _length).Clear();
        for (var chunk = 0; chunk < _chunks; chunk++, partial += _length)
            Elementwise.Set(default(Plus), s, partial, s, _length);
    }

    private void SumChunk(int chunk, int worker)
    {
        var start = (int)((long)_rows * chunk / _chunks);
        var sums = _partial.Pointer + ((long)chunk * _length);
        new Span<float>(sums, _length).Clear();
        _adder(start, (int)((long)_rows * (chunk + 1) / _chunks) - start, sums);
    }
}
