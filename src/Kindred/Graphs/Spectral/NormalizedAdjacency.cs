using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Graphs.Spectral;

/// <summary>A = D^−½ W D^−½, whose eigenvalues are 1 − those of the normalised Laplacian; a row without edges is at 1 from itself alone, as a component of its own.</summary>
internal sealed class NormalizedAdjacency
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
        var sums = new double[width];
        for (var row = start; row < end; row++)
        {
            Array.Clear(sums);
            for (var e = _graph.Offsets[row]; e < _graph.Offsets[row + 1]; e++)
            {
                var (first, weight) = (_graph.Targets[e] * width, _graph.Weights[e] * Scales[_graph.Targets[e]]);
                for (var j = 0; j < width; j++)
                    sums[j] += weight * x[first + j];
            }

            var isAlone = _graph.Offsets[row] == _graph.Offsets[row + 1];
            for (var j = 0; j < width; j++)
            {
                var at = (row * width) + j;
                y[at] = (alpha * (isAlone ? x[at] : Scales[row] * sums[j])) + (beta * x[at]) + (gamma * z[at]);
            }
        }
    });
}
