using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>The best few met so far of every row: smallest keys first. Two threads may work on different rows.</summary>
internal sealed unsafe class CandidateLists : IDisposable
{
    private readonly NativeBuffer<float> _keys, _thresholds;
    private readonly NativeBuffer<int> _indices;

    /// <param name="rows">Rows that get a list; places up to <paramref name="padded"/> take nothing.</param>
    /// <param name="padded">Thresholds that may be read.</param>
    /// <param name="count">Kept of each row.</param>
    public CandidateLists(int rows, int padded, int count)
    {
        Count = count;
        (_keys, _indices, _thresholds) = (new((long)rows * count), new((long)rows * count), new(padded));
        _keys.Span.Fill(float.PositiveInfinity);
        _indices.Span.Fill(-1);
        _thresholds.Span[..rows].Fill(float.PositiveInfinity);
        _thresholds.Span[rows..].Fill(float.NegativeInfinity);
    }

    public int Count { get; }

    /// <summary>Of each row, the largest key it keeps: only smaller ones are taken.</summary>
    public float* Thresholds => _thresholds.Pointer;

    /// <summary>Ascending; infinite where fewer were met.</summary>
    public ReadOnlySpan<float> Keys(int row) => new(_keys.Pointer + ((long)row * Count), Count);

    /// <summary>Whose keys they are; −1 where fewer were met.</summary>
    public ReadOnlySpan<int> Indices(int row) => new(_indices.Pointer + ((long)row * Count), Count);

    public void Offer(int row, float key, int index)
    {
        if (!(key < Thresholds[row]))
            return;
        var keys = _keys.Pointer + ((long)row * Count);
        var indices = _indices.Pointer + ((long)row * Count);
        var place = Count - 1;
        for (; place > 0 && key < keys[place - 1]; place--)
            (keys[place], indices[place]) = (keys[place - 1], indices[place - 1]);
        (keys[place], indices[place]) = (key, index);
        Thresholds[row] = keys[Count - 1];
    }

    public void Dispose()
    {
        _keys.Dispose();
        _indices.Dispose();
        _thresholds.Dispose();
    }
}
