using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Clustering.Mixture;

/// <summary>|L꜀⁻¹ (x − mean꜀)|² with covariance꜀ = L꜀ L꜀ᵀ: tiles of eight rows of L꜀⁻¹, each as long as its triangle is wide.</summary>
internal sealed unsafe class FullDensities : ComponentDensities
{
    private const int Height = MixtureTiles.Height;

    private readonly int _tiles;
    private readonly PinnedBuffer<double> _whitening;  // component x tile x [column][8]
    private readonly PinnedBuffer<double> _shifts;     // component x [tile][8]: L⁻¹ (mean − origin)

    public FullDensities(MixtureParameters parameters, bool[] failed)
        : base(parameters)
    {
        _tiles = (Columns + Height - 1) / Height;
        _whitening = new PinnedBuffer<double>((long)Components * TileStart(_tiles));
        _shifts = new PinnedBuffer<double>(Components * _tiles * Height);
        WorkerPool.Run(Components, (c, _) => failed[c] = !TryWhiten(parameters, c));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSquares(double* points, int panels, double* scratch, double* squares, int stride)
    {
        for (var c = 0; c < Components; c++)
        {
            for (var tile = 0; tile < _tiles; tile++)
            {
                var rows = Math.Min(Height, Columns - tile * Height);
                var whitening = _whitening.Pointer + (long)c * TileStart(_tiles) + TileStart(tile);
                var shift = _shifts.Pointer + (c * _tiles + tile) * Height;
                for (var p = 0; p < panels; p++)
                {
                    MixtureTiles.AddSquares(tile * Height + rows, whitening, points + (long)p * Columns * MixtureTiles.Width, shift,
                        squares + (long)c * stride + p * MixtureTiles.Width, rows);
                }
            }
        }
    }

    /// <summary>Doubles of the tiles before this one: Σₜ 8 · 8 (t + 1).</summary>
    private static long TileStart(int tile) => (long)Height * Height * tile * (tile + 1) / 2;

    private bool TryWhiten(MixtureParameters parameters, int component)
    {
        var l = parameters.Covariance(component).ToArray();
        if (!Cholesky.TryFactor(l, Columns))
            return false;
        AddToLogScale(component, -0.5 * Cholesky.LogDeterminant(l, Columns));
        Cholesky.InvertLower(l, Columns);
        var whitening = _whitening.Pointer + (long)component * TileStart(_tiles);
        var shift = _shifts.Pointer + component * _tiles * Height;
        var mean = parameters.Mean(component);
        for (var i = 0; i < Columns; i++)
        {
            var tile = whitening + TileStart(i / Height) + i % Height;
            for (var j = 0; j <= i; j++)
            {
                tile[j * Height] = l[i * Columns + j];
                shift[i] += l[i * Columns + j] * (mean[j] - Origin[j]);
            }
        }

        return true;
    }
}
