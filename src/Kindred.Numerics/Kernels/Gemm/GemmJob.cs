using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>One product under way: packs panels of the operands, then computes tiles of the result, both shared among threads.</summary>
internal sealed unsafe partial class GemmJob<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Sums of up to so many terms are one chain.</summary>
    public const int MaxBlockTerms = 400;

    /// <summary>In results of up to so many rows, what <see cref="IGemmEpilogue{T}.NeedsRowsInOrder"/> says can be had.</summary>
    public const int BlockRows = 256;

    private const int MaxPackedValues = 1 << 22;

    /// <summary>The last panel's rows are shared, so that no thread waits long for the one that would have got them all.</summary>
    private const int PiecesOfLast = 4;

    private const int MaxTileBytes = 8 * 48 * sizeof(float);

    [ThreadStatic]
    private static GemmJob<T>? _ofThisThread;

    [ThreadStatic]
    private static GrowingBuffer<T>? _panelOfThisThread;

    private readonly Action<int, int> _pack, _multiply;
    private readonly GrowingBuffer<T> _leftStore = new(), _rightStore = new();
    private GemmKernels<T> _kernels = null!;
    private GemmOperand<T> _left, _right;
    private GemmResult<T> _result;
    private GemmSize _size;
    private int _blockTerms, _rowPanels, _columnPanels, _blockPanels;
    private int _leftItems, _packedLeftFrom, _packedRightFrom;
    private int _firstRow, _firstColumn, _firstTerm, _wholeItems;
    private T* _leftPanels;
    private long _leftPanelStep;
    private IGemmEpilogue<T>? _then;
    private bool _rightByWorker, _leftByRows;

    private GemmJob() => (_pack, _multiply) = (Pack, MultiplyTiles);

    /// <summary>Terms added in one chain; a function of the number of terms alone, so that bits depend on nothing else.</summary>
    public static int BlockTerms(int terms)
    {
        var blocks = Math.Max(1, (terms + MaxBlockTerms - 1) / MaxBlockTerms);
        return (terms + blocks - 1) / blocks;
    }

    /// <summary>result ← left·right (+ result), then <paramref name="then"/> on every tile of it.</summary>
    public static void Run(
        GemmKernels<T> kernels, GemmOperand<T> left, GemmOperand<T> right, GemmResult<T> result, GemmSize size, IGemmEpilogue<T>? then = null)
    {
        Debug.Assert(size is { M: >= 0, N: >= 0, K: >= 0 });
        Debug.Assert(result.IsKept || (size.K is > 0 and <= MaxBlockTerms && then is not null && !result.Add));
        Debug.Assert(then is not { NeedsRowsInOrder: true } || size.M <= BlockRows);
        if (size.M == 0 || size.N == 0)
            return;
        if (size.K == 0)
        {
            for (var i = 0; i < size.M && !result.Add; i++)
                new Span<T>(result.At(i, 0), size.N).Clear();
            then?.Apply(result.At(0, 0), result.RowStep, 0, 0, size.M, size.N);
            return;
        }

        (_ofThisThread ??= new GemmJob<T>()).RunInParts(kernels, left, right, result, size, then);
    }

    /// <summary>Cuts products whose packed operands would not fit in the caches, or in reasonable memory.</summary>
    private void RunInParts(
        GemmKernels<T> kernels, GemmOperand<T> left, GemmOperand<T> right, GemmResult<T> result, GemmSize size, IGemmEpilogue<T>? then)
    {
        _kernels = kernels;
        _blockTerms = BlockTerms(size.K);
        var terms = Math.Min(size.K, AreTermsOutermost(size) ? _blockTerms : MaxPackedValues / BlockRows / _blockTerms * _blockTerms);
        var rows = Math.Min(size.M, Math.Max(BlockRows, MaxPackedValues / terms / BlockRows * BlockRows));
        var columns = Math.Min(size.N, Math.Max(kernels.TileColumns, MaxPackedValues / terms / kernels.TileColumns * kernels.TileColumns));
        for (var p = 0; p < size.K; p += terms)
        {
            for (var j = 0; j < size.N; j += columns)
            {
                for (var i = 0; i < size.M; i += rows)
                {
                    _left = left;
                    _right = right;
                    _result = result with { Address = result.IsKept ? (nint)result.At(i, j) : 0, Add = result.Add || p > 0 };
                    _size = new GemmSize(Math.Min(rows, size.M - i), Math.Min(columns, size.N - j), Math.Min(terms, size.K - p), size.Shape);
                    (_firstRow, _firstColumn, _firstTerm) = (i, j, p);
                    _then = p + terms >= size.K ? then : null;
                    RunPart();
                }
            }
        }

        _then = null;
    }

    /// <summary>Where a block of rows meets many panels of columns, one block of its terms at a time stays in the second-level cache while all of them do.</summary>
    private bool AreTermsOutermost(GemmSize size) => size.Shape == GemmShape.Full && size.M > BlockRows && size.N > 8 * _kernels.TileColumns;

    private void RunPart()
    {
        var (tileRows, tileColumns) = (_kernels.TileRows, _kernels.TileColumns);
        _rowPanels = (_size.M + tileRows - 1) / tileRows;
        _columnPanels = (_size.N + tileColumns - 1) / tileColumns;
        _blockPanels = Math.Min(_rowPanels, BlockRows / tileRows);
        var rowBlocks = (_rowPanels + _blockPanels - 1) / _blockPanels;

        // few passes over an operand do not pay for packing it; its last panel, if not full, is packed all the same
        var packLeft = _left.TermsInPanels || (_columnPanels > 4 && !_left.OuterInPanels);
        var packRight = !_right.OuterInPanels && (_rowPanels > 2 || _right.OuterStep != 1);
        _leftByRows = _left.TermStep == 1 && !packLeft;
        _rightByWorker = packRight && rowBlocks == 1;
        _packedLeftFrom = packLeft || _left.OuterInPanels ? 0 : _size.M / tileRows;
        _packedRightFrom = packRight ? 0 : _right.OuterInPanels ? _columnPanels : _size.N / tileColumns;

        PlaceLeft((long)tileRows * _size.K);
        _rightStore.Reserve(_rightByWorker ? 0 : (long)(_columnPanels - _packedRightFrom) * tileColumns * _size.K);

        WorkerPool.Run(_leftItems + (_rightByWorker ? 0 : _columnPanels - _packedRightFrom), _pack);
        var items = rowBlocks * _columnPanels;
        _wholeItems = _then is { NeedsRowsInOrder: true } ? items : items - 1;
        WorkerPool.Run(_wholeItems + ((items - _wholeItems) * PiecesOfLast), _multiply);
    }

    /// <summary>Columns of a panel, up to full vectors.</summary>
    private int Width(int panel)
    {
        var columns = Math.Min(_kernels.TileColumns, _size.N - (panel * _kernels.TileColumns));
        return (columns + _kernels.Lanes - 1) / _kernels.Lanes * _kernels.Lanes;
    }

    /// <summary>The tiles of one block of rows and one panel of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTiles(int item, int _)
    {
        var (piece, pieces) = item < _wholeItems ? (0, 1) : (item - _wholeItems, PiecesOfLast);
        item -= piece;
        var columnPanel = item % _columnPanels;
        var first = item / _columnPanels * _blockPanels;
        var end = Math.Min(first + _blockPanels, _rowPanels);
        (first, end) = (first + ((end - first) * piece / pieces), first + ((end - first) * (piece + 1) / pieces));
        if (_size.Shape == GemmShape.UpperResult)
            end = Math.Min(end, Math.Max(0, EndColumn(columnPanel) - _firstRow + _kernels.TileRows - 1) / _kernels.TileRows);
        if (first >= end)
            return;
        for (var p = 0; p < _size.K; p += _blockTerms)
        {
            var terms = Math.Min(_blockTerms, _size.K - p);
            var right = Right(columnPanel, p, terms, out var rightStep);
            var next = Next(item, p + _blockTerms, end - first);
            MultiplyBlock(first, end, columnPanel, p, terms, right, rightStep, next);
        }
    }

    /// <summary>Where a panel ends in the whole result, not only in this part.</summary>
    private int EndColumn(int panel) => _firstColumn + Math.Min(_size.N, (panel + 1) * _kernels.TileColumns);

    private T* Right(int panel, int firstTerm, int terms, out nint step)
    {
        step = Width(panel);
        if (_rightByWorker)
        {
            var store = _panelOfThisThread ??= new GrowingBuffer<T>();
            store.Reserve(_kernels.TileColumns * _blockTerms);
            PackRight(panel, firstTerm, terms, store.Pointer);
            return store.Pointer;
        }

        if (panel >= _packedRightFrom)
            return _rightStore.Pointer + ((long)(panel - _packedRightFrom) * _kernels.TileColumns * _size.K) + (firstTerm * step);
        step = _right.TermStep;
        return RightAt(panel * _kernels.TileColumns, firstTerm);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyBlock(int first, int end, int columnPanel, int firstTerm, int terms, T* right, nint rightStep, PrefetchPlan next)
    {
        var (tileRows, column, width) = (_kernels.TileRows, columnPanel * _kernels.TileColumns, Width(columnPanel));
        var columns = Math.Min(width, _size.N - column);
        var add = _result.Add || firstTerm > 0;
        var then = firstTerm + terms >= _size.K ? _then : null;
        var vectors = width / _kernels.Lanes;
        var packedKernel = _kernels.Packed[vectors];
        var packed = rightStep == width;
        var isNew = _result.IsKept && firstTerm == 0;
        var fetchesRows = isNew && terms >= TermsToFetchRows;
        var runs = stackalloc PrefetchRun[PrefetchList.MaxRuns];
        var spare = stackalloc byte[MaxTileBytes + 64];
        var tile = (T*)(((nint)spare + 63) & ~63);
        for (var panel = first; panel < end; panel++)
        {
            var row = panel * tileRows;
            var whole = _result.IsKept && row + tileRows <= _size.M && columns == width;
            var target = whole ? _result.At(row, column) : tile;
            var step = whole ? _result.RowStep : width;
            if (panel >= _packedLeftFrom && packed)
            {
                var left = LeftPanel(panel, firstTerm);
                if (isNew && !fetchesRows)
                    FetchRows(target, step, width);
                var fetch = Fetch(runs, fetchesRows ? target : null, step, width, then, row, column, panel - first, next);
                packedKernel(terms, left, right, target, step, add && whole, fetch);
            }
            else
            {
                MultiplyAsItLies(vectors, panel, firstTerm, terms, right, rightStep, target, step, add && whole);
            }

            Finish(then, row, column, Math.Min(tileRows, _size.M - row), columns, whole ? null : tile, width, add);
        }
    }

    private void MultiplyAsItLies(int vectors, int panel, int firstTerm, int terms, T* right, nint rightStep, T* target, nint step, bool add)
    {
        var left = LeftAt(panel * _kernels.TileRows, firstTerm);
        if (panel >= _packedLeftFrom)
            _kernels.Panel[vectors](terms, LeftPanel(panel, firstTerm), _kernels.TileRows, right, rightStep, target, step, add);
        else if (_leftByRows)
            _kernels.Rows[vectors](terms, left, _left.OuterStep, right, rightStep, target, step, add);
        else
            _kernels.Panel[vectors](terms, left, _left.TermStep, right, rightStep, target, step, add);
    }

    /// <summary>Brings a tile that was computed aside to its place, and does what follows.</summary>
    private void Finish(IGemmEpilogue<T>? then, int row, int column, int rows, int columns, T* tile, int width, bool add)
    {
        if (_result.IsKept && tile != null)
            GemmPanels.Unpack(tile, width, rows, columns, _result.At(row, column), _result.RowStep, add);
        if (_result.IsKept)
            then?.Apply(_result.At(row, column), _result.RowStep, _firstRow + row, _firstColumn + column, rows, columns);
        else
            then!.Apply(tile, width, _firstRow + row, _firstColumn + column, rows, columns);
    }
}
