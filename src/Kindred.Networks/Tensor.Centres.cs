using Kindred.Networks.Kernels;
using Kindred.Numerics;

namespace Kindred.Networks;

/// <summary>Where rows lie among centres.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>‖xᵢ − cₖ‖², by differences: exact for rows close to a centre. // (rows x n), (k x n) → rows x k</summary>
    public Tensor SquaredDistances(Tensor centres)
    {
        ArgumentNullException.ThrowIfNull(centres);
        CheckSameGraph(centres, "A distance");
        var (rows, k, n) = (Rows, centres.Rows, Columns);
        if (centres.Columns != n)
            throw new ArgumentException($"Rows of {n} values need centres of as many, got {Describe(centres.Shape)}.", nameof(centres));
        var y = Graph.Result([rows, k], NeedsGradient || centres.NeedsGradient);
        var work = checked(k * n);
        y.Compute = EachRow(rows, work, i => CentreKernels.SquaredDistances(Line(i, n), centres.Pointer, y.Row(i), k, n));
        y.PropagateTo(this, EachRow(rows, work, i => CentreKernels.AddGradient(Line(i, n), centres.Pointer, y.RowGradient(i), 1, LineGradient(i, n), k, n)));
        y.PropagateTo(centres, Graph.Blocks(k, 1, (j, _) =>
            CentreKernels.AddGradient(centres.Line(j, n), Pointer, y.Gradient + j, k, centres.LineGradient(j, n), rows, n)));
        return y;
    }

    /// <summary>Similarities by Student's t of squared distances: qⱼ ∝ (1 + dⱼ / α)^(−(α + 1) / 2), summing to one over the last dimension.</summary>
    /// <param name="degreesOfFreedom">α; greater than zero.</param>
    /// <remarks>Xie, Girshick and Farhadi 2016, arXiv:1511.06335, equation 1.</remarks>
    public Tensor StudentT(double degreesOfFreedom = 1)
    {
        var alpha = Guard.Positive(degreesOfFreedom, nameof(degreesOfFreedom));
        var (y, k) = (Result(Shape), Shape[^1]);
        y.Compute = EachRow(i => CentreKernels.StudentT(Row(i), y.Row(i), alpha, k));
        y.PropagateTo(this, EachRow(i => CentreKernels.AddStudentTGradient(Row(i), y.Row(i), y.RowGradient(i), alpha, RowGradient(i), k)));
        return y;
    }

    private float* Line(int i, int columns) => Pointer + ((long)i * columns);

    private float* LineGradient(int i, int columns) => Gradient + ((long)i * columns);
}
