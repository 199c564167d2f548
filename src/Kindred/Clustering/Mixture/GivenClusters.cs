using System.Runtime.CompilerServices;
using Kindred.Numerics;

namespace Kindred.Clustering.Mixture;

/// <summary>All of a row belongs to its cluster; it counts as the better explained the nearer it is to the cluster's mean.</summary>
internal sealed unsafe class GivenClusters : IStartingPoint
{
    private const int BlockRows = 4096;

    private readonly int[] _clusters;
    private readonly int _columns, _components;

    /// <exception cref="ArgumentException">There is not one cluster in [0, <paramref name="components"/>) for every row of <paramref name="x"/>.</exception>
    public GivenClusters(RowBlocks x, int[] clusters, int components)
    {
        (_clusters, _columns, _components) = (clusters, x.Columns, components);
        if (clusters.Length != x.Rows)
            throw new ArgumentException($"There are {x.Rows} rows but responsibilities for {clusters.Length}.");
        Means = new double[components * x.Columns];
        var counts = new double[components];
        for (var start = 0; start < x.Rows; start += BlockRows)
        {
            var count = Math.Min(BlockRows, x.Rows - start);
            fixed (float* values = x.Read(start, count).Values)
                SumRows(values, start, count, counts);
        }

        x.Communicator.Sum(Means);
        x.Communicator.Sum(counts);
        for (var k = 0; k < Means.Length; k++)
            Means[k] /= Math.Max(counts[k / _columns], double.Epsilon);
    }

    public double[] Means { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* x, int first, int rows, double* scratch, double* shares, int stride, double* logLikelihoods)
    {
        for (var c = 0; c < _components; c++)
            new Span<double>(shares + ((long)c * stride), rows).Clear();
        for (var i = 0; i < rows; i++)
        {
            var cluster = _clusters[first + i];
            shares[((long)cluster * stride) + i] = 1;
            logLikelihoods[i] = -GivenResponsibilities.SquaredDistance(new ReadOnlySpan<float>(x + ((long)i * _columns), _columns), Means.AsSpan(cluster * _columns, _columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumRows(float* x, int start, int count, double[] counts)
    {
        for (var i = start; i < start + count; i++, x += _columns)
        {
            var cluster = _clusters[i];
            if ((uint)cluster >= (uint)_components)
                throw new ArgumentException($"Clusters must be in [0, {_components}); row {i} has {cluster}.");
            counts[cluster]++;
            for (var j = 0; j < _columns; j++)
                Means[(cluster * _columns) + j] += x[j];
        }
    }
}
