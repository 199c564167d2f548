using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels;

/// <summary>What a product asks the memory for before it needs it.</summary>
internal sealed unsafe partial class GemmJob<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>What this worker will probably pack next: the same panel's next terms, or the panel it gets if all workers keep pace.</summary>
    private GemmAhead Next(int item, int firstTerm, int endTerm, int parts)
    {
        var panel = item;
        if (firstTerm >= endTerm)
            (panel, firstTerm) = (item + Chunks.Threads, 0);
        if (panel >= _columnPanels)
            return default;
        var terms = Math.Min(_blockTerms, _size.K - firstTerm);
        var columns = Math.Min(_kernels.TileColumns, _size.N - (panel * _kernels.TileColumns));
        var start = (byte*)RightAt(panel * _kernels.TileColumns, firstTerm);
        if (_right.TermsInPanels)
            return new GemmAhead(start, terms / (int)_right.OuterStep, columns * (int)_right.OuterStep * sizeof(T), _right.PanelStep * sizeof(T), parts);
        return _right.OuterStep == 1
            ? new GemmAhead(start, terms, columns * sizeof(T), _right.TermStep * sizeof(T), parts)
            : new GemmAhead(start, columns, terms * sizeof(T), _right.OuterStep * sizeof(T), parts);
    }

    /// <summary>What the kernel of a tile asks for as it goes: what its result will meet, or a part of what this worker packs next, or the left panel that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GemmFetch Fetch(int tile, int tileBytes, T* left, int terms, GemmFetch reads, in GemmAhead next)
    {
        if (!reads.IsEmpty)
            return reads.Further((nint)tile * tileBytes);
        if (next.HasParts)
            return next.Part(tile);
        next.Fetch(tile);
        return GemmFetch.Thirds(left + ((long)_kernels.TileRows * _size.K), (nint)_kernels.TileRows * terms * sizeof(T));
    }
}
