using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>Rows of floats, less an origin, in the panels of the right side of a product: term p of the rows of a panel lies side by side.</summary>
internal sealed unsafe class FloatBlocks : IRowBlocks
{
    private const int BlockBytes = 640 << 10;       // stays in the second-level cache beside what it meets
    private const int MaxBlockPanels = 20;

    [ThreadStatic]
    private static GrowingBuffer<float>? _scratchOfThisThread;

    private readonly GemmKernels<float> _kernels;
    private readonly NativeBuffer<float> _panels, _norms;
    private readonly int _terms, _panelRows, _blockPanels;

    /// <summary>x − origin, rounded to floats.</summary>
    public FloatBlocks(float* x, int rows, int columns, double[] origin, GemmKernels<float> kernels)
    {
        (Rows, _terms, _kernels, _panelRows) = (rows, columns, kernels, kernels.TileColumns);
        var panels = (rows + _panelRows - 1) / _panelRows;
        _blockPanels = Math.Clamp(BlockBytes / (_panelRows * columns * sizeof(float)), 1, MaxBlockPanels);
        Blocks = (panels + _blockPanels - 1) / _blockPanels;
        (_panels, _norms) = (new((long)panels * _panelRows * columns), new((long)panels * _panelRows));
        WorkerPool.Run(panels, (panel, _) => Pack(x, panel, origin));
    }

    public int Rows { get; }

    public int Padded => (int)_norms.Length;

    public int Blocks { get; }

    public float* Norms => _norms.Pointer;

    // chains of fused multiply-adds, their sums, the origin taken off, norms and the difference: each half a unit in the last place
    public double RelativeError => (GemmJob<float>.BlockTerms(_terms) + (_terms / GemmJob<float>.BlockTerms(_terms)) + 12) / (double)(1 << 24);

    public void Meet(int block, CandidateLists lists, IRowBlocks others, int otherBlock, CandidateLists? otherLists)
    {
        var (right, isSame) = ((FloatBlocks)others, ReferenceEquals(this, others));
        var scratch = _scratchOfThisThread ??= new GrowingBuffer<float>();
        scratch.Reserve(((long)_panelRows * _terms) + (_panelRows * _panelRows));
        var tile = scratch.Pointer;
        var left = tile + (_panelRows * _panelRows);
        for (var panel = block * _blockPanels; panel < Math.Min((block + 1) * _blockPanels, Padded / _panelRows); panel++)
        {
            var first = panel * _panelRows;
            var rows = Math.Min(_panelRows, Rows - first);
            PackLeft(_panels.Pointer + ((long)panel * _panelRows * _terms), left, rows);
            var x = new ScannedRows(first, Norms, lists, isSame);
            for (var other = otherBlock * right._blockPanels; other < Math.Min((otherBlock + 1) * right._blockPanels, right.Padded / _panelRows); other++)
            {
                Multiply(left, right._panels.Pointer + ((long)other * _panelRows * _terms), tile, rows);
                var y = new ScannedRows(other * _panelRows, right.Norms, otherLists, isSame);
                CandidateScan.Offer(tile, _panelRows, rows, _panelRows, x, y);
            }
        }
    }

    public void Dispose()
    {
        _panels.Dispose();
        _norms.Dispose();
    }

    /// <summary>tile ← the products of the first <paramref name="rows"/> of a panel, up to whole tiles, and all of another</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* left, float* right, float* tile, int rows)
    {
        var blockTerms = GemmJob<float>.BlockTerms(_terms);
        var kernel = _kernels.Packed[3];
        for (var term = 0; term < _terms; term += blockTerms)
        {
            for (var row = 0; row < rows; row += _kernels.TileRows)
            {
                kernel(Math.Min(blockTerms, _terms - term), left + ((long)row * _terms) + (term * _kernels.TileRows), right + ((long)term * _panelRows),
                    tile + (row * _panelRows), _panelRows, term > 0, default);
            }
        }
    }

    /// <summary>The rows of a panel as left sides: as many as a tile has rows lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackLeft(float* panel, float* left, int rows)
    {
        for (var row = 0; row < rows; row += _kernels.TileRows)
        {
            for (var term = 0; term < _terms; term++, left += _kernels.TileRows)
            {
                for (var i = 0; i < _kernels.TileRows; i++)
                    left[i] = panel[((long)term * _panelRows) + row + i];
            }
        }
    }

    private void Pack(float* x, int panel, double[] origin)
    {
        var target = _panels.Pointer + ((long)panel * _panelRows * _terms);
        for (var i = 0; i < _panelRows; i++)
        {
            var row = (panel * _panelRows) + i;
            var norm = 0.0;
            for (var term = 0; term < _terms && row < Rows; term++)
            {
                var value = (float)(x[((long)row * _terms) + term] - origin[term]);
                norm += (double)value * value;
                target[((long)term * _panelRows) + i] = value;
            }

            Norms[row] = row < Rows ? (float)norm : float.PositiveInfinity;
        }
    }
}
