using Kindred.Numerics.Kernels.Layout;

namespace Kindred.Manifold;

/// <summary>The two forces of a layout: gradients of the cross entropy between a graph's weights and 1 / (1 + a d²ᵇ), as factors of x − y by ‖x − y‖².</summary>
internal sealed class UmapForces
{
    private const double Bluntness = 1e-3;   // keeps the push finite where rows meet

    public UmapForces(UmapCurve curve, int draws)
    {
        var (a, b) = curve;
        Table = new ForceTable(
            square => -2 * a * b * Math.Pow(square, b - 1) / (1 + (a * Math.Pow(square, b))),
            square => 2 * b / ((Bluntness + square) * (1 + (a * Math.Pow(square, b)))));
        Draws = draws;
    }

    /// <summary>First along an edge, second away from a row drawn at random.</summary>
    public ForceTable Table { get; }

    /// <summary>Rows drawn for every sampled edge.</summary>
    public int Draws { get; }
}
