using System.Numerics.Tensors;
using Kindred.Clustering.Lloyd;
using Kindred.Numerics;
using Kindred.Numerics.Kernels;

namespace Kindred.Clustering;

/// <summary>Centres found by <see cref="KMeans"/>, with the labels and the inertia that follow from them.</summary>
public sealed unsafe class KMeansModel : IClusterModel
{
    private readonly int[] _labels = [];

    /// <summary>A model from stored centres, ClusterCount x columns. It knows no fitted rows: no labels, inertia zero.</summary>
    /// <exception cref="ArgumentException">There are no centres, no columns, or values that are not finite.</exception>
    public KMeansModel(Matrix centres)
    {
        Guard.Samples(centres, atLeast: 1);
        Centres = centres;
    }

    internal KMeansModel(Outcome outcome, float scale, Matrix x)
        : this(outcome, scale, x.Columns) => (_labels, Inertia) = WithInertia(Measure(x));

    internal KMeansModel(Outcome outcome, float scale, ByteMatrix x)
        : this(outcome, scale, x.Columns) => (_labels, Inertia) = WithInertia(Measure(x));

    private KMeansModel(Outcome outcome, float scale, int columns)
    {
        Centres = new Matrix(outcome.Centres.Length / columns, columns, Array.ConvertAll(outcome.Centres, value => value * scale));
        (Iterations, Converged) = (outcome.Iterations, outcome.Converged);
    }

    /// <summary>ClusterCount x columns.</summary>
    public Matrix Centres { get; }

    /// <summary>The group of every fitted row; what <see cref="Predict(Matrix)"/> gives for it.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Σ over the fitted rows of ‖row − nearest centre‖².</summary>
    public double Inertia { get; }

    /// <summary>Steps that the winning restart took.</summary>
    public int Iterations { get; }

    /// <summary>Whether the winning restart came to rest before <see cref="KMeans.MaxIterations"/>.</summary>
    public bool Converged { get; }

    public int ClusterCount => Centres.Rows;

    /// <summary>The nearest centre of every row, the first of equals.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres', or values that are not finite.</exception>
    public int[] Predict(Matrix x) => Assign(x).Labels;

    /// <summary>The nearest centre of every row, the first of equals.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres'.</exception>
    public int[] Predict(ByteMatrix x) => Assign(x).Labels;

    /// <summary>The nearest centre of every row and the Euclidean distance to it.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres', or values that are not finite.</exception>
    public (int[] Labels, float[] Distances) Assign(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Centres.Columns);
        return WithRoots(Measure(x));
    }

    /// <summary>The nearest centre of every row and the Euclidean distance to it.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres'.</exception>
    public (int[] Labels, float[] Distances) Assign(ByteMatrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Centres.Columns);
        return WithRoots(Measure(x));
    }

    private static (int[] Labels, double Inertia) WithInertia((int[] Labels, float[] Squares) assigned)
    {
        var inertia = 0.0;
        foreach (var square in assigned.Squares)
            inertia += square;
        return (assigned.Labels, inertia);
    }

    private static (int[] Labels, float[] Distances) WithRoots((int[] Labels, float[] Squares) assigned)
    {
        TensorPrimitives.Sqrt(assigned.Squares, assigned.Squares);
        return assigned;
    }

    private (int[] Labels, float[] Squares) Measure(Matrix x)
    {
        var (labels, squares) = (new int[x.Rows], new float[x.Rows]);
        Chunks.ForEach(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                (labels[i], squares[i]) = Nearest(x.Row(i));
        });
        return (labels, squares);
    }

    private (int[] Labels, float[] Squares) Measure(ByteMatrix x)
    {
        var (labels, squares) = (new int[x.Rows], new float[x.Rows]);
        Chunks.ForEach(x.Rows, (_, start, end) =>
        {
            var values = new float[x.Columns];
            for (var i = start; i < end; i++)
                (labels[i], squares[i]) = Nearest(x.Row(i), x.Scale, values);
        });
        return (labels, squares);
    }

    private (int Label, float Square) Nearest(ReadOnlySpan<byte> row, float scale, float[] values)
    {
        fixed (byte* bytes = row)
        fixed (float* floats = values)
            Distances.Scale(bytes, scale, row.Length, floats);
        return Nearest(values);
    }

    private (int Label, float Square) Nearest(ReadOnlySpan<float> row)
    {
        fixed (float* values = row, centres = Centres.Values)
            return Distances.Nearest(values, centres, ClusterCount, Centres.Columns);
    }
}
