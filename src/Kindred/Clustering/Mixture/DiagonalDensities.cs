using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;

namespace Kindred.Clustering.Mixture;

/// <summary>Σⱼ ((xⱼ − mean꜀ⱼ) / σ꜀ⱼ)², where all σ꜀ⱼ of a component are the same when it is spherical.</summary>
internal sealed unsafe class DiagonalDensities : ComponentDensities
{
    private readonly PinnedBuffer<double> _means;   // component x column, less the origin
    private readonly PinnedBuffer<double> _scales;  // component x column: 1 / σ

    public DiagonalDensities(MixtureParameters parameters, bool[] failed)
        : base(parameters)
    {
        _means = new PinnedBuffer<double>(Components * Columns);
        _scales = new PinnedBuffer<double>(Components * Columns);
        for (var c = 0; c < Components; c++)
        {
            var mean = parameters.Mean(c);
            var covariance = parameters.Covariance(c);
            for (var j = 0; j < Columns; j++)
            {
                var variance = covariance[j % covariance.Length];
                failed[c] |= !(variance > 0) || !double.IsFinite(variance);
                _means.Pointer[c * Columns + j] = mean[j] - Origin[j];
                _scales.Pointer[c * Columns + j] = 1 / Math.Sqrt(variance);
                AddToLogScale(c, -0.5 * Math.Log(variance));
            }
        }
    }

    private protected override void AddSquares(double* points, int panels, double* scratch, double* squares, int stride)
    {
        for (var c = 0; c < Components; c++)
        {
            for (var p = 0; p < panels; p++)
            {
                MixturePanels.AddScaledSquares(Columns, points + (long)p * Columns * MixtureTiles.Width, _means.Pointer + c * Columns, _scales.Pointer + c * Columns,
                    squares + (long)c * stride + p * MixtureTiles.Width);
            }
        }
    }
}
