using Kindred.Numerics.Kernels.Sums;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Graphs.Spectral;

/// <summary>A = D^−½ W D^−½, whose eigenvalues are 1 − those of the normalised Laplacian; a row without edges is at 1 from itself alone, as a component of its own.</summary>
internal sealed unsafe class NormalizedAdjacency
{
    private readonly NeighbourGraph _graph;

    public NormalizedAdjacency(NeighbourGraph graph)
    {
        (_graph, Scales) = (graph, new double[graph.Rows]);
        for (var row = 0; row < graph.Rows; row++)
            Scales[row] = graph.Strength(row) is var strength && strength > 0 ? 1 / Math.Sqrt(strength) : 1;
    }

    public int Rows => _graph.Rows;

    /// <summary>1 / √strength</summary>
    public double[] Scales { get; }

    /// <summary>y ← α A x + β x + γ z, where x, y and z are rows x <paramref name="width"/>; y may be z.</summary>
    public void Multiply(double alpha, double[] x, double beta, double gamma, double[] z, double[] y, int width) => WorkerPool.ForEachChunk(Rows, (_, start, end) =>
    {
        fixed (int* offsets = _graph.Offsets, targets = _graph.Targets)
        fixed (float* weights = _graph.Weights)
        fixed (double* scales = Scales, from = x, last = z, to = y)
        {
            var rows = new SparseRows(offsets, targets, weights, scales);
            for (var row = start; row < end; row++)
                rows.Combine(row, alpha, from, beta, gamma, last, to, width);
        }
    });
}
