using BenchmarkDotNet.Attributes;
using Kindred.Clustering;
using Kindred.Clustering.Mixture;
using Kindred.Numerics;

namespace Kindred.Benchmarks;

/// <summary>One iteration of expectation and maximization: 60,000 rows, ten components, on sets that look like codes.</summary>
[MemoryDiagnoser]
public class MixtureBenchmarks
{
    private Matrix _x = null!;
    private EmPass _pass = null!;
    private GaussianMixtureModel _model = null!;

    [Params(10, 50, 64)]
    public int Columns { get; set; }

    [Params(CovarianceKind.Full, CovarianceKind.Tied, CovarianceKind.Diagonal, CovarianceKind.Spherical)]
    public CovarianceKind Covariance { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_x, var labels) = CodeLikeRows.Draw(60_000, Columns, components: 10, seed: 1);
        _pass = GaussianMixtureModel.NewPass(new RowBlocks(_x), Covariance, components: 10);
        _model = new GaussianMixture { ClusterCount = 10, Covariance = Covariance, MaxIterations = 2 }.Fit(_x, labels);
    }

    [GlobalCleanup]
    public void Cleanup() => _pass.Dispose();

    [Benchmark]
    public double Iteration() => _model.Step(new RowBlocks(_x), _pass, new VarianceFloor(Ridge: 1e-6, Share: 0, Spacing: null), tolerance: 0, CancellationToken.None).LowerBound;

    [Benchmark]
    public int[] Predict() => _model.Predict(_x);
}
