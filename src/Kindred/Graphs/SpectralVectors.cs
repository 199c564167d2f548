using Kindred.Numerics;

namespace Kindred.Graphs;

/// <summary>Eigenvalues of a normalised Laplacian, ascending in [0, 2], with their vectors.</summary>
/// <param name="Eigenvalues">λ, ascending.</param>
/// <param name="Vectors">rows x values: unit columns, each with its entry of the largest size positive.</param>
/// <param name="Diffusion">The same divided by the root of each row's strength: eigenvectors of the random walk D⁻¹ W, by which rows are clustered; equal within a component where λ = 0.</param>
/// <param name="Converged">Whether all pairs were found to the tolerance.</param>
public sealed record SpectralVectors(double[] Eigenvalues, Matrix Vectors, Matrix Diffusion, bool Converged);
