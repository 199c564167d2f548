using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>What a product asks the memory for before it needs it.</summary>
internal sealed unsafe partial class GemmJob<T>
    where T : unmanaged, INumber<T>
{
    private const int Line = 64;

    /// <summary>Kernels of fewer terms do not ask for all rows of their result in time.</summary>
    private const int TermsToFetchRows = 64;

    /// <summary>The part of the right operand that this worker reads or packs next. Within a panel it is the next block of terms. After the last block it is a guess:
    /// the panel that comes to this worker if all workers are equally fast.</summary>
    private PrefetchPlan Next(int item, int firstTerm, int parts)
    {
        var panel = item;
        if (firstTerm >= _size.K)
            (panel, firstTerm) = (item + WorkerPool.Threads, 0);
        if (!_rightByWorker && _packedRightFrom == 0)
            return NextPacked(panel % _columnPanels, firstTerm, parts);
        if (panel >= _columnPanels || !(_rightByWorker || _right.OuterInPanels))
            return default;
        var terms = Math.Min(_blockTerms, _size.K - firstTerm);
        var columns = Math.Min(_kernels.TileColumns, _size.N - (panel * _kernels.TileColumns));
        var start = (byte*)RightAt(panel * _kernels.TileColumns, firstTerm);
        if (_right.TermsInPanels)
            return new PrefetchPlan(start, terms / (int)_right.OuterStep, columns * (int)_right.OuterStep * sizeof(T), _right.PanelStep * sizeof(T), parts);
        return _right.OuterStep == 1
            ? new PrefetchPlan(start, terms, columns * sizeof(T), _right.TermStep * sizeof(T), parts)
            : new PrefetchPlan(start, columns, terms * sizeof(T), _right.OuterStep * sizeof(T), parts);
    }

    private PrefetchPlan NextPacked(int panel, int firstTerm, int parts)
    {
        var (width, terms) = (Width(panel), Math.Min(_blockTerms, _size.K - firstTerm));
        var start = _rightStore.Pointer + ((long)panel * _kernels.TileColumns * _size.K) + ((long)firstTerm * width);
        return new PrefetchPlan((byte*)start, 1, width * terms * sizeof(T), 0, parts);
    }

    /// <summary>What the kernel of a tile asks for as it goes: the rows of a new result, what follows on it, then what this worker packs next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PrefetchList Fetch(PrefetchRun* runs, T* newTarget, nint step, int width, IGemmEpilogue<T>? then, int row, int column, int tile, in PrefetchPlan next)
    {
        var count = 0;
        for (; count < _kernels.TileRows && newTarget != null; count++, newTarget += step)
            runs[count] = PrefetchRun.Over(newTarget, width * sizeof(T));
        if (then is not null)
            count += then.AddPrefetches(runs + count, _firstRow + row, _firstColumn + column);
        if (!next.IsEmpty)
            count += next.AddPrefetches(runs + count, tile);
        return new PrefetchList(runs, count);
    }

    /// <summary>Asks for all rows of a tile's result, before a kernel that is over too soon to ask for them as it goes.</summary>
    private void FetchRows(T* target, nint step, int width)
    {
        for (var row = 0; row < _kernels.TileRows && Sse.IsSupported; row++, target += step)
        {
            for (var at = 0; at < width; at += Line / sizeof(T))
                Sse.Prefetch0(target + at);
            Sse.Prefetch0(target + width - 1);
        }
    }
}
