using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Clustering.Mixture;

/// <summary>|L⁻¹ x − L⁻¹ mean꜀|² with one covariance L Lᵀ for all: rows are whitened once, then compared with every mean.</summary>
internal sealed unsafe class TiedDensities : ComponentDensities
{
    private const int Width = MixtureTiles.Width;

    private readonly int _panels;
    private readonly PinnedBuffer<double> _whitening;  // panel x [column][16]: sixteen rows of L⁻¹
    private readonly PinnedBuffer<double> _means;      // component x column: L⁻¹ (mean − origin)
    private readonly PinnedBuffer<double> _ones;

    public TiedDensities(MixtureParameters parameters, bool[] failed)
        : base(parameters)
    {
        _panels = MixturePanels.Count(Columns);
        _whitening = new PinnedBuffer<double>(PanelStart(_panels));
        _means = new PinnedBuffer<double>(Components * Columns);
        _ones = new PinnedBuffer<double>(Columns);
        new Span<double>(_ones.Pointer, Columns).Fill(1);
        Array.Fill(failed, !TryWhiten(parameters));
    }

    private protected override void AddSquares(double* points, int panels, double* scratch, double* squares, int stride)
    {
        for (var p = 0; p < panels; p++)
        {
            Whiten(points + (long)p * Columns * Width, scratch);
            for (var c = 0; c < Components; c++)
                MixturePanels.AddScaledSquares(Columns, scratch, _means.Pointer + c * Columns, _ones.Pointer, squares + (long)c * stride + p * Width);
        }
    }

    /// <summary>Doubles of the panels before this one: Σₚ 16 · 16 (p + 1).</summary>
    private static long PanelStart(int panel) => (long)Width * Width * panel * (panel + 1) / 2;

    /// <summary>y ← L⁻¹ x for the 16 points of a panel.</summary>
    private void Whiten(double* x, double* y)
    {
        new Span<double>(y, _panels * Width * Width).Clear();
        for (var i = 0; i < Columns; i += MixtureTiles.Height)
        {
            var rows = Math.Min(MixtureTiles.Height, Columns - i);
            MixtureTiles.AddProduct(i + rows, _whitening.Pointer + PanelStart(i / Width) + i % Width, x, y + i * Width, Width, rows, left: false);
        }
    }

    private bool TryWhiten(MixtureParameters parameters)
    {
        var l = parameters.Covariance(0).ToArray();
        if (!Cholesky.TryFactor(l, Columns))
            return false;
        var logDeterminant = Cholesky.LogDeterminant(l, Columns);
        Cholesky.InvertLower(l, Columns);
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j <= i; j++)
                _whitening.Pointer[PanelStart(i / Width) + j * Width + i % Width] = l[i * Columns + j];
        }

        for (var c = 0; c < Components; c++)
        {
            AddToLogScale(c, -0.5 * logDeterminant);
            var mean = parameters.Mean(c);
            for (var i = 0; i < Columns; i++)
            {
                for (var j = 0; j <= i; j++)
                    _means.Pointer[c * Columns + i] += l[i * Columns + j] * (mean[j] - Origin[j]);
            }
        }

        return true;
    }
}
