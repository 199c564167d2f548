using System.Runtime.CompilerServices;
using Kindred.Numerics;

namespace Kindred.Clustering.Mixture;

/// <summary>Shares that somebody else has decided on; a row counts as the better explained the nearer it is to the means of its components.</summary>
internal sealed unsafe class GivenResponsibilities : IStartingPoint
{
    private readonly Matrix _shares;  // rows x components
    private readonly int _columns;

    /// <summary>Takes shares of the rows of <paramref name="x"/>, which sum to one to about three digits.</summary>
    /// <exception cref="ArgumentException">The tables do not belong together, or a row of shares does not sum to one.</exception>
    public GivenResponsibilities(Matrix x, Matrix shares)
    {
        (_shares, _columns) = (shares, x.Columns);
        if (shares.Rows != x.Rows)
            throw new ArgumentException($"There are {x.Rows} rows but responsibilities for {shares.Rows}.");
        Means = new double[shares.Columns * x.Columns];
        var weights = new double[shares.Columns];
        for (var i = 0; i < x.Rows; i++)
            AddRow(x.Row(i), Shares(i), weights);
        for (var k = 0; k < Means.Length; k++)
            Means[k] /= Math.Max(weights[k / x.Columns], double.Epsilon);
    }

    /// <summary>components x columns: the mean of every component's share of the rows; zero for a component without rows.</summary>
    public double[] Means { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* x, int first, int rows, double* scratch, double* shares, int stride, double* logLikelihoods)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = new ReadOnlySpan<float>(x + (long)i * _columns, _columns);
            var given = Shares(first + i);
            logLikelihoods[i] = 0;
            for (var c = 0; c < given.Length; c++)
            {
                shares[(long)c * stride + i] = given[c];
                if (given[c] > 0)
                    logLikelihoods[i] -= given[c] * SquaredDistance(row, Means.AsSpan(c * _columns, _columns));
            }
        }
    }

    /// <summary>‖x − mean‖²</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<double> mean)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += (x[j] - mean[j]) * (x[j] - mean[j]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(ReadOnlySpan<float> x, ReadOnlySpan<double> shares, double[] weights)
    {
        for (var c = 0; c < shares.Length; c++)
        {
            if (shares[c] == 0)
                continue;
            weights[c] += shares[c];
            var mean = Means.AsSpan(c * _columns, _columns);
            for (var j = 0; j < x.Length; j++)
                mean[j] += shares[c] * x[j];
        }
    }

    /// <summary>The shares of a row, made to sum to one as closely as doubles do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Shares(int row)
    {
        var shares = new double[_shares.Columns];
        var sum = 0.0;
        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = _shares[row, c];
            sum += shares[c] >= 0 ? shares[c] : double.NaN;
        }

        if (!(Math.Abs(sum - 1) < 1e-3))
            throw new ArgumentException($"Responsibilities must not be negative and must sum to one in every row; row {row} sums to {sum}.");
        for (var c = 0; c < shares.Length; c++)
            shares[c] /= sum;
        return shares;
    }
}
