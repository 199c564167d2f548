using System.Runtime.CompilerServices;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Mixture;

/// <summary>One pass over all rows: responsibilities, and from them every component's share of rows, sums and scatter.</summary>
/// <remarks>
/// Rows are taken in groups: blocks of a group get their responsibilities in parallel, then the components sum over the group in
/// parallel. Every sum is one chain in row order, so its bits do not depend on threads, and nothing of rows x components x columns
/// is ever held. Sums are taken about the previous means: that keeps the digits that Σ x xᵀ − n mean meanᵀ would lose.
/// </remarks>
internal sealed unsafe class EmPass : IDisposable
{
    private const int GroupRows = 4096;
    private const int Width = MixtureTiles.Width;

    private readonly int _rows, _columns, _components, _panels, _blockRows, _groupRows, _shareStride;
    private readonly bool _scattered;
    private readonly NativeBuffer<float> _group;         // panel x row of the group x 16
    private readonly NativeBuffer<double> _shares;       // component x row of the group
    private readonly NativeBuffer<double> _logLikelihoods;
    private readonly NativeBuffer<double> _about, _sums, _squares;  // component x column, whole panels
    private readonly NativeBuffer<double> _weights;      // component x 8 lanes
    private readonly double[]? _spacing;                 // of every row
    private readonly double[] _spacingSums;              // component
    private readonly NativeBuffer<double> _scatter;      // component x column x column, whole panels, lower triangle
    private readonly NativeBuffer<double>?[] _scratch = new NativeBuffer<double>?[WorkerPool.Threads];  // of every worker
    private readonly Action<int, int> _fill, _accumulate;
    private IResponsibilitySource? _source;
    private float* _x;
    private int _first, _count;

    /// <summary>Room for passes over tables of one shape; <paramref name="scattered"/> when products of columns are wanted, not only squares.</summary>
    /// <param name="rows">Of every table.</param>
    /// <param name="columns">Of every table.</param>
    /// <param name="components">To sum for.</param>
    /// <param name="scattered">As above.</param>
    /// <param name="spacing">A number a row of which the components' sums are wanted too.</param>
    public EmPass(int rows, int columns, int components, bool scattered, double[]? spacing = null)
    {
        (_spacing, _spacingSums) = (spacing, new double[components]);
        (_rows, _columns, _components, _scattered) = (rows, columns, components, scattered);
        _panels = MixturePanels.Count(columns);
        _blockRows = columns <= 256 ? 256 : 128;  // a block of points, and one of weighed rows, stays in the second-level cache
        _groupRows = Math.Min(GroupRows, (rows + _blockRows - 1) / _blockRows * _blockRows);
        _shareStride = _groupRows + 56;  // shares of one row must not lie a multiple of 4096 bytes apart, or they evict each other
        var padded = _panels * Width;
        _group = new NativeBuffer<float>((long)_groupRows * padded);
        _shares = new NativeBuffer<double>((long)components * _shareStride);
        _logLikelihoods = new NativeBuffer<double>(rows + Width);
        _about = new NativeBuffer<double>((long)components * padded);
        _sums = new NativeBuffer<double>((long)components * padded);
        _squares = new NativeBuffer<double>((long)components * padded);
        _weights = new NativeBuffer<double>(components * 8L);
        _scatter = new NativeBuffer<double>(scattered ? (long)components * padded * padded : 0);
        (_fill, _accumulate) = (Fill, Accumulate);
    }

    /// <summary>How well every row was explained in the latest pass.</summary>
    public ReadOnlySpan<double> LogLikelihoods => _logLikelihoods.Span[.._rows];

    /// <summary>Runs over <paramref name="x"/>, summing about the given means (components x columns); returns the mean log-likelihood.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Run(RowBlocks x, IResponsibilitySource source, ReadOnlySpan<double> about, CancellationToken cancellation)
    {
        Start(source, about);
        for (_first = 0; _first < _rows; _first += _groupRows)
        {
            cancellation.ThrowIfCancellationRequested();
            _count = Math.Min(_groupRows, _rows - _first);
            fixed (float* values = x.Read(_first, _count).Values)
            {
                _x = values;
                WorkerPool.Run((_count + _blockRows - 1) / _blockRows, _fill, _scratch.Length);
                WorkerPool.Run(_components, _accumulate, _scratch.Length);
            }
        }

        _source = null;
        var sum = new double[1];
        foreach (var logLikelihood in LogLikelihoods)
            sum[0] += logLikelihood;
        AddOverProcesses(x.Communicator, sum);
        return sum[0] / x.Total;
    }

    /// <summary>Sums of the processes' own rows become those of all.</summary>
    private void AddOverProcesses(ICommunicator communicator, double[] sum)
    {
        if (communicator.Size == 1)
            return;
        communicator.Sum(sum);
        communicator.Sum(_weights.Span);
        communicator.Sum(_sums.Span);
        communicator.Sum(_squares.Span);
        communicator.Sum(_spacingSums);
        var padded = _panels * Width;
        for (var c = 0; _scattered && c < _components; c++)
            communicator.Sum(new Span<double>(_scatter.Pointer + (long)c * padded * padded, padded * padded));
    }

    /// <summary>Σᵢ rᵢ꜀: how many rows belong to a component.</summary>
    public double Weight(int component)
    {
        var sum = 0.0;
        for (var lane = 0; lane < 8; lane++)
            sum += _weights.Pointer[component * 8 + lane];
        return sum;
    }

    /// <summary>Σᵢ rᵢ꜀ (xᵢ − about꜀), d numbers.</summary>
    public ReadOnlySpan<double> Sums(int component) => new(_sums.Pointer + (long)component * _panels * Width, _columns);

    /// <summary>Σᵢ rᵢ꜀ (xᵢ − about꜀)², d numbers.</summary>
    public ReadOnlySpan<double> Squares(int component) => new(_squares.Pointer + (long)component * _panels * Width, _columns);

    /// <summary>Σᵢ rᵢ꜀ spacingᵢ; 0 where no spacing was given.</summary>
    public double SpacingSum(int component) => _spacingSums[component];

    /// <summary>Row <paramref name="row"/> of Σᵢ rᵢ꜀ (xᵢ − about꜀)(xᵢ − about꜀)ᵀ, up to its diagonal.</summary>
    public ReadOnlySpan<double> Scatter(int component, int row) =>
        new(_scatter.Pointer + ((long)component * _panels * Width + row) * _panels * Width, row + 1);

    public void Dispose()
    {
        IDisposable?[] buffers = [_group, _shares, _logLikelihoods, _about, _sums, _squares, _weights, _scatter, .. _scratch];
        foreach (var buffer in buffers)
            buffer?.Dispose();
    }

    private void Start(IResponsibilitySource source, ReadOnlySpan<double> about)
    {
        _source = source;
        var padded = _panels * Width;
        for (var c = 0; c < _components; c++)
            about.Slice(c * _columns, _columns).CopyTo(_about.Span.Slice(c * padded, _columns));
        _sums.Span.Clear();
        _squares.Span.Clear();
        _weights.Span.Clear();
        Array.Clear(_spacingSums);
        for (var c = 0; _scattered && c < _components; c++)
            new Span<double>(_scatter.Pointer + (long)c * padded * padded, padded * padded).Clear();
    }

    /// <summary>The E step of one block of the group; its rows are kept as panels for the sums to come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int block, int worker)
    {
        var scratch = Scratch(worker);
        var start = block * _blockRows;
        var rows = Math.Min(_blockRows, _count - start);
        var x = _x + (long)start * _columns;
        MixturePanels.PackColumns(x, rows, _columns, _group.Pointer + (long)start * Width, _groupRows);
        _source!.Fill(x, _first + start, rows, scratch.Pointer, _shares.Pointer + start, _shareStride, _logLikelihoods.Pointer + _first + start);
        for (var c = 0; c < _components; c++)
        {
            for (var i = rows; i < (rows + 7) / 8 * 8; i++)
                _shares.Pointer[(long)c * _shareStride + start + i] = 0;  // rows that are not there belong to nobody
        }
    }

    /// <summary>The M step's sums of one component over the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate(int component, int worker)
    {
        var shares = _shares.Pointer + (long)component * _shareStride;
        var count = (_count + 7) / 8 * 8;
        Responsibilities.AddLanes(shares, count, _weights.Pointer + component * 8);
        var scratch = Scratch(worker);
        var weights = scratch.Pointer;
        var roots = weights + _groupRows;
        var rows = (int*)(roots + _groupRows);
        var weighed = roots + 2 * _groupRows;
        var selected = Responsibilities.Select(shares, count, rows, weights, roots);
        for (var i = 0; _spacing is not null && i < selected; i++)
            _spacingSums[component] += weights[i] * (_first + rows[i] < _rows ? _spacing[_first + rows[i]] : 0);
        for (var start = 0; start < selected; start += _blockRows)
            Accumulate(component, Math.Min(_blockRows, selected - start), rows + start, weights + start, roots + start, weighed);
    }

    private void Accumulate(int component, int count, int* rows, double* weights, double* roots, double* weighed)
    {
        for (var p = 0; p < _panels; p++)
        {
            var column = ((long)component * _panels + p) * Width;
            MixturePanels.WeighDifferences(count, rows, weights, roots, _group.Pointer + (long)p * _groupRows * Width, _about.Pointer + column,
                weighed + (long)p * count * Width, _sums.Pointer + column, _squares.Pointer + column);
        }

        if (!_scattered)
            return;
        var stride = _panels * Width;
        var scatter = _scatter.Pointer + (long)component * stride * stride;
        for (var p = 0; p < _panels; p++)
        {
            var right = weighed + (long)p * count * Width;
            for (var i = p * Width; i < _columns; i += MixtureTiles.Height)
            {
                var left = weighed + (long)(i / Width) * count * Width + i % Width;
                MixtureTiles.AddProduct(count, left, right, scatter + (long)i * stride + p * Width, stride,
                    Math.Min(MixtureTiles.Height, _columns - i), left: i == p * Width);
            }
        }
    }

    private NativeBuffer<double> Scratch(int worker) => _scratch[worker] ??= new NativeBuffer<double>(
        Math.Max(3L * _groupRows + (long)_blockRows * _panels * Width, Posterior.ScratchLength(_blockRows, _columns)));
}
