using Kindred.Graphs.Spectral;
using Kindred.Numerics;

namespace Kindred.Graphs;

/// <summary>Where the rows of a graph lie along its slowest waves: the eigenvectors of the smallest eigenvalues of its normalised Laplacian, L = I − D^−½ W D^−½.</summary>
/// <remarks>Belkin and Niyogi 2003, doi:10.1162/089976603321780317; von Luxburg 2007, doi:10.1007/s11222-007-9033-z. Found by subspace iteration with
/// Chebyshev filters (Zhou and others 2006, doi:10.1016/j.jcp.2006.03.017), which meets repeated eigenvalues, so several components, as it should.</remarks>
public sealed record SpectralEmbedding
{
    /// <summary>Eigenvectors, that of the eigenvalue 0 among them; a graph of several components has one such for each.</summary>
    public required int Count { get; init => field = Guard.Positive(value); }

    /// <summary>‖L v − λ v‖ at which a pair counts as found.</summary>
    public double Tolerance { get; init => field = Guard.Positive(value); } = 1e-5;

    public int MaxIterations { get; init => field = Guard.Positive(value); } = 100;

    public ulong Seed { get; init; }

    /// <summary>The embedding of the rows of <paramref name="graph"/>.</summary>
    /// <exception cref="ArgumentException">The graph has fewer rows than eigenvectors are asked for.</exception>
    public SpectralVectors Of(NeighbourGraph graph, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Rows < Count)
            throw new ArgumentException($"{Count} eigenvectors need as many rows, got {graph.Rows}.", nameof(graph));
        return new ChebyshevIteration(new NormalizedAdjacency(graph), this).Run(progress, cancellation);
    }
}
