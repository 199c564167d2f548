using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks.Kernels;

/// <summary>Zeroed buffers that live and end together, side by side in a few large blocks: so they lie in huge pages, and tiles of many rows need few page entries.</summary>
internal sealed class Arena : IDisposable
{
    private const long FirstBlock = 1 << 14;
    private const long LargestBlock = 1 << 21;  // 8 MB
    private const int Line = 16;

    private readonly List<NativeBuffer<float>> _blocks = [];
    private long _used;

    public NativeBuffer<float> Take(long length)
    {
        if (_blocks.Count == 0 || _used + length > _blocks[^1].Length)
        {
            var next = _blocks.Count == 0 ? FirstBlock : Math.Min(LargestBlock, 2 * _blocks[^1].Length);
            _blocks.Add(new NativeBuffer<float>(Math.Max(next, length)));
            _used = 0;
        }

        var taken = _blocks[^1].Slice(_used, length);
        _used += (length + Line - 1) / Line * Line;
        return taken;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Dispose();
    }
}
