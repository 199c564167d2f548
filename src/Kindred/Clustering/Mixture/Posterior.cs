using System.Collections.Concurrent;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Mixture;

/// <summary>What a row of the E step is used for: its index, the share of every component in it, and its log-likelihood.</summary>
internal delegate void UseRow(int row, ReadOnlySpan<double> shares, double logLikelihood);

/// <summary>The E step: shares are proportional to the densities of the components.</summary>
internal sealed unsafe class Posterior(ComponentDensities densities) : IResponsibilitySource
{
    private const int BlockRows = 128;
    private const int Stride = BlockRows + 8;  // shares of one row must not lie a multiple of 4096 bytes apart, or they evict each other

    /// <summary>Doubles of scratch that <see cref="Fill"/> wants for a block of rows.</summary>
    public static int ScratchLength(int rows, int columns) =>
        MixturePanels.Count(rows) * MixtureTiles.Width * columns + ComponentDensities.ScratchLength(columns);

    public void Fill(float* x, int first, int rows, double* scratch, double* shares, int stride, double* logLikelihoods)
    {
        fixed (double* origin = densities.Origin)
            MixturePanels.PackPoints(x, rows, densities.Columns, origin, scratch);
        var panels = MixturePanels.Count(rows);
        densities.Evaluate(scratch, panels, scratch + (long)panels * MixtureTiles.Width * densities.Columns, shares, stride);
        Responsibilities.Normalize(shares, densities.Components, stride, rows, logLikelihoods);
    }

    /// <summary>Calls <paramref name="use"/> for every row, several at a time.</summary>
    public void ForEachRow(Matrix x, UseRow use)
    {
        var free = new ConcurrentBag<NativeBuffer<double>>();
        var length = ScratchLength(BlockRows, x.Columns) + (densities.Components + 1L) * Stride;
        WorkerPool.Run((x.Rows + BlockRows - 1) / BlockRows, (block, _) =>
        {
            var scratch = free.TryTake(out var used) ? used : new NativeBuffer<double>(length);
            var first = block * BlockRows;
            UseBlock(x.Slice(first, Math.Min(BlockRows, x.Rows - first)), first, scratch.Pointer, use);
            free.Add(scratch);
        });
        foreach (var scratch in free)
            scratch.Dispose();
    }

    private void UseBlock(Matrix x, int first, double* memory, UseRow use)
    {
        var shares = memory + ScratchLength(BlockRows, x.Columns);
        var logLikelihoods = shares + densities.Components * Stride;
        fixed (float* values = x.Values)
            Fill(values, first, x.Rows, memory, shares, Stride, logLikelihoods);
        var row = new double[densities.Components];
        for (var i = 0; i < x.Rows; i++)
        {
            for (var c = 0; c < row.Length; c++)
                row[c] = shares[c * Stride + i];
            use(first + i, row, logLikelihoods[i]);
        }
    }
}
