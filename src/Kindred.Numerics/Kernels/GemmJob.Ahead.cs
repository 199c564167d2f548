using System.Numerics;

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

    /// <summary>What a kernel asks for as it goes: what its result will meet, or a part of what this worker packs next, or the left panel that follows.</summary>
    private GemmFetch Fetch(int panel, int first, int firstTerm, int terms, int column, int columns, IGemmEpilogue<T>? then, GemmAhead next)
    {
        var row = panel * _kernels.TileRows;
        var fetch = then?.Reads(_firstRow + row, _firstColumn + column, Math.Min(_kernels.TileRows, _size.M - row), columns) ?? default;
        if (fetch.IsEmpty)
            fetch = next.Part(panel - first);
        if (!fetch.IsEmpty)
            return fetch;
        next.Fetch(panel - first);
        var following = PackedLeft(panel + 1, firstTerm);
        var third = terms / GemmFetch.Runs * _kernels.TileRows;
        return new GemmFetch(following, following + third, following + (2 * third));
    }
}
