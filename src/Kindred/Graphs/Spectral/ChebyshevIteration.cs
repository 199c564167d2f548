using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Graphs.Spectral;

/// <summary>The largest eigenvalues of a normalised adjacency: a block of vectors is filtered, made orthonormal and turned to its eigenvectors within, again and again.</summary>
internal sealed unsafe class ChebyshevIteration
{
    private const int Degree = 24;
    private const int Spare = 5;        // vectors more than wanted, at least, so that the wanted ones settle fast
    private const int LeastWidth = 16;  // so many take hardly longer than half of them
    private const int Lanes = 8;        // whole vectors of the processor

    private readonly NormalizedAdjacency _adjacency;
    private readonly SpectralEmbedding _settings;
    private readonly int _rows, _width;
    private double[] _block, _other, _spare;

    public ChebyshevIteration(NormalizedAdjacency adjacency, SpectralEmbedding settings)
    {
        (_adjacency, _settings, _rows) = (adjacency, settings, adjacency.Rows);
        var wanted = Math.Max(LeastWidth, settings.Count + Math.Max(Spare, settings.Count / 2));
        _width = Math.Min(_rows, (wanted + Lanes - 1) / Lanes * Lanes);
        (_block, _other, _spare) = (new double[checked(_rows * _width)], new double[_rows * _width], new double[_rows * _width]);
    }

    public SpectralVectors Run(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rng = new Rng(_settings.Seed);
        foreach (ref var value in _block.AsSpan())
            value = rng.NextNormal();
        var (values, residual) = (new double[_width], double.PositiveInfinity);
        for (var iteration = 0; iteration < _settings.MaxIterations && residual > _settings.Tolerance; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iteration > 0)
                Filter(values[^1]);
            Orthonormalize();
            (values, residual) = Rotate();
            progress?.Report(new FitProgress("eigenvectors", iteration, _settings.MaxIterations, residual));
        }

        return Result(values, residual <= _settings.Tolerance);
    }

    /// <summary>block ← T(A) block: what belongs to eigenvalues in [−1, <paramref name="cut"/>] stays within [−1, 1], what is above grows.</summary>
    private void Filter(double cut)
    {
        var (centre, half) = ((cut - 1) / 2, Math.Max(1e-3, (cut + 1) / 2));
        _adjacency.Multiply(1 / half, _block, -centre / half, 0, _block, _other, _width);
        for (var degree = 2; degree <= Degree; degree++)
        {
            _adjacency.Multiply(2 / half, _other, -2 * centre / half, -1, _block, _spare, _width);
            (_block, _other, _spare) = (_other, _spare, _block);
        }

        (_block, _other) = (_other, _block);
    }

    /// <summary>Q of block = Q R, by the Cholesky factor of its Gram matrix; directions lost to rounding are drawn anew.</summary>
    private void Orthonormalize()
    {
        for (var pass = 0; pass < 2; pass++)
        {
            ScaleColumns();
            var gram = SymmetricEigen.Of(Products(_block, _block), _width);
            var turn = new double[_width * _width];         // V diag(1 / √λ)
            for (var i = 0; i < _width; i++)
            {
                for (var j = 0; j < _width; j++)
                    turn[(j * _width) + i] = gram.Vectors[(i * _width) + j] / Math.Sqrt(Math.Max(gram.Values[i], 1e-14));
            }

            Turn(turn);
        }
    }

    private void ScaleColumns()
    {
        var scales = new double[_width];
        for (var first = 0; first < _block.Length; first += _width)
        {
            for (var j = 0; j < scales.Length; j++)
                scales[j] += _block[first + j] * _block[first + j];
        }

        for (var j = 0; j < scales.Length; j++)
            scales[j] = 1 / Math.Sqrt(Math.Max(scales[j], 1e-300));
        for (var first = 0; first < _block.Length; first += _width)
        {
            for (var j = 0; j < scales.Length; j++)
                _block[first + j] *= scales[j];
        }
    }

    /// <summary>Turns the block to the eigenvectors of A within it: their values, largest first, and the largest ‖A v − λ v‖ of the wanted ones.</summary>
    private (double[] Values, double Residual) Rotate()
    {
        _adjacency.Multiply(1, _block, 0, 0, _block, _other, _width);
        var inner = SymmetricEigen.Of(Symmetric(Products(_block, _other)), _width);
        var turn = new double[_width * _width];
        for (var i = 0; i < _width; i++)
        {
            for (var j = 0; j < _width; j++)
                turn[(j * _width) + i] = inner.Vectors[(i * _width) + j];
        }

        Turn(turn);
        _adjacency.Multiply(1, _block, 0, 0, _block, _other, _width);
        var residuals = new double[_width];
        for (var first = 0; first < _block.Length; first += _width)
        {
            for (var j = 0; j < residuals.Length; j++)
            {
                var miss = _other[first + j] - (inner.Values[j] * _block[first + j]);
                residuals[j] += miss * miss;
            }
        }

        return (inner.Values, Math.Sqrt(residuals.Take(_settings.Count).Max()));
    }

    /// <summary>leftᵀ·right</summary>
    private double[] Products(double[] left, double[] right)
    {
        var products = new double[_width * _width];
        fixed (double* a = left, b = right, c = products)
            GemmDouble.Multiply(transposeA: true, transposeB: false, _width, _width, _rows, a, _width, b, _width, beta: 0, c, _width);
        return products;
    }

    /// <summary>block ← block·turn</summary>
    private void Turn(double[] turn)
    {
        fixed (double* a = _block, b = turn, c = _other)
            GemmDouble.Multiply(transposeA: false, transposeB: false, _rows, _width, _width, a, _width, b, _width, beta: 0, c, _width);
        (_block, _other) = (_other, _block);
    }

    private double[] Symmetric(double[] square)
    {
        for (var i = 0; i < _width; i++)
        {
            for (var j = 0; j < i; j++)
                square[(i * _width) + j] = square[(j * _width) + i] = (square[(i * _width) + j] + square[(j * _width) + i]) / 2;
        }

        return square;
    }

    private SpectralVectors Result(double[] values, bool converged)
    {
        var (vectors, diffusion) = (new float[_rows * _settings.Count], new float[_rows * _settings.Count]);
        for (var j = 0; j < _settings.Count; j++)
        {
            var largest = 0.0;
            for (var row = 0; row < _rows; row++)
                largest = Math.Abs(_block[(row * _width) + j]) > Math.Abs(largest) ? _block[(row * _width) + j] : largest;
            for (var row = 0; row < _rows; row++)
            {
                var value = Math.Sign(largest) * _block[(row * _width) + j];
                (vectors[(row * _settings.Count) + j], diffusion[(row * _settings.Count) + j]) = ((float)value, (float)(value * _adjacency.Scales[row]));
            }
        }

        return new SpectralVectors(
            [.. values.Take(_settings.Count).Select(value => Math.Max(0, 1 - value))],
            new Matrix(_rows, _settings.Count, vectors),
            new Matrix(_rows, _settings.Count, diffusion),
            converged);
    }
}
