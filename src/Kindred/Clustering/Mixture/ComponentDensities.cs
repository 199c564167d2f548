using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Mixture;

namespace Kindred.Clustering.Mixture;

/// <summary>ln(weight꜀ N(x; mean꜀, covariance꜀)) of every component c, prepared for many rows.</summary>
internal abstract unsafe class ComponentDensities
{
    private readonly double[] _logScales;

    private protected ComponentDensities(MixtureParameters parameters)
    {
        (Components, Columns) = (parameters.Components, parameters.Columns);
        _logScales = new double[Components];
        Origin = new double[Columns];
        for (var c = 0; c < Components; c++)
        {
            var mean = parameters.Mean(c);
            for (var j = 0; j < Columns; j++)
                Origin[j] += parameters.Weights[c] * mean[j];
            _logScales[c] = Math.Log(Math.Max(parameters.Weights[c], double.Epsilon)) - 0.5 * Columns * Math.Log(2 * Math.PI);
        }
    }

    public int Components { get; }

    public int Columns { get; }

    /// <summary>Where rows are measured from: the mean of the mixture, so that far-off data loses no digits.</summary>
    public double[] Origin { get; }

    /// <summary>Doubles of scratch that <see cref="Evaluate"/> wants: one panel of whitened points.</summary>
    public static int ScratchLength(int columns) => MixturePanels.Count(columns) * MixtureTiles.Width * MixtureTiles.Width;

    /// <summary>The densities, or null where a covariance is not positive definite; <paramref name="failed"/> then says which.</summary>
    public static ComponentDensities? TryCreate(MixtureParameters parameters, bool[] failed)
    {
        ComponentDensities densities = parameters.Kind switch
        {
            CovarianceKind.Full => new FullDensities(parameters, failed),
            CovarianceKind.Tied => new TiedDensities(parameters, failed),
            _ => new DiagonalDensities(parameters, failed),
        };
        return failed.Contains(true) ? null : densities;
    }

    /// <summary>output[c][i] ← log density of point i under component c, for points in <paramref name="panels"/> panels less <see cref="Origin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(double* points, int panels, double* scratch, double* output, int stride)
    {
        for (var c = 0; c < Components; c++)
            new Span<double>(output + (long)c * stride, panels * MixtureTiles.Width).Clear();
        AddSquares(points, panels, scratch, output, stride);
        for (var c = 0; c < Components; c++)
        {
            var row = output + (long)c * stride;
            for (var i = 0; i < panels * MixtureTiles.Width; i++)
                row[i] = _logScales[c] - 0.5 * row[i];
        }

        GC.KeepAlive(this);  // the panels are outside the collector's sight
    }

    /// <summary>squares[c][i] ← squares[c][i] + (xᵢ − mean꜀)ᵀ covariance꜀⁻¹ (xᵢ − mean꜀)</summary>
    private protected abstract void AddSquares(double* points, int panels, double* scratch, double* squares, int stride);

    private protected void AddToLogScale(int component, double value) => _logScales[component] += value;
}
