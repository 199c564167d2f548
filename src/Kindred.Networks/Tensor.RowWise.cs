using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Functions of whole rows: of the values along the last dimension.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>x / ‖x‖ over the last dimension; a row of zeros stays one, and no gradient passes it.</summary>
    public Tensor L2Normalize()
    {
        var (y, n) = (Result(Shape), Shape[^1]);
        var inverse = Graph.Buffer(Length / n).Pointer;
        y.Compute = EachRow(i => RowKernels.Normalize(Row(i), y.Row(i), inverse + i, n));
        y.PropagateTo(this, EachRow(i => RowKernels.AddNormalizeGradient(y.Row(i), inverse[i], y.RowGradient(i), RowGradient(i), n)));
        return y;
    }

    /// <summary>x − mean x over the last dimension</summary>
    public Tensor Centre()
    {
        var (y, n) = (Result(Shape), Shape[^1]);
        y.Compute = EachRow(i => RowKernels.Centre(Row(i), y.Row(i), n));
        y.PropagateTo(this, EachRow(i => RowKernels.AddCentreGradient(y.RowGradient(i), RowGradient(i), n)));
        return y;
    }

    /// <summary>xⱼ − ln Σₖ exp(xₖ) over the last dimension.</summary>
    /// <param name="withoutDiagonal">Whether row i of a square table leaves column i out: it takes no part in the sum, its result is 0, and no gradient passes it.</param>
    /// <exception cref="ArgumentException">The diagonal is to be left out of a table that is not square, or of one row.</exception>
    public Tensor LogSoftmax(bool withoutDiagonal = false)
    {
        if (withoutDiagonal)
            CheckSquare();
        var (y, n) = (Result(Shape), Shape[^1]);
        int Left(int row) => withoutDiagonal ? row : -1;
        y.Compute = EachRow(i => RowKernels.LogSoftmax(Row(i), y.Row(i), n, Left(i)));
        y.PropagateTo(this, EachRow(i => RowKernels.AddLogSoftmaxGradient(y.Row(i), y.RowGradient(i), RowGradient(i), n, Left(i))));
        return y;
    }

    /// <summary>x with <paramref name="value"/> on the diagonal of a square table, where no gradient passes.</summary>
    /// <exception cref="ArgumentException">The table is not square, or has one row.</exception>
    public Tensor MaskDiagonal(float value)
    {
        CheckSquare();
        var (y, n) = (Result(Shape), Shape[^1]);
        y.Compute = EachRow(i =>
        {
            Elementwise.Set(default(Itself), Row(i), y.Row(i), n);
            y.Row(i)[i] = value;
        });
        y.PropagateTo(this, EachRow(i =>
        {
            Elementwise.Add(default(Itself), y.RowGradient(i), RowGradient(i), i);
            Elementwise.Add(default(Itself), y.RowGradient(i) + i + 1, RowGradient(i) + i + 1, n - i - 1);
        }));
        return y;
    }

    private float* Row(int i) => Pointer + ((long)i * Shape[^1]);

    private float* RowGradient(int i) => Gradient + ((long)i * Shape[^1]);

    /// <summary>Does <paramref name="body"/>(i) for every row along the last dimension, shared among threads.</summary>
    private Action EachRow(Action<int> body) => EachRow(Length / Shape[^1], Shape[^1], body);

    /// <summary>Does <paramref name="body"/>(i) for every row, each as much work as <paramref name="work"/> values.</summary>
    private static Action EachRow(int rows, int work, Action<int> body) => Graph.Blocks(rows, RowsPerBlock(work), (start, end) =>
    {
        for (var i = start; i < end; i++)
            body(i);
    });

    private void CheckSquare()
    {
        if (Shape.Length != 2 || Shape[0] != Shape[1] || Shape[0] < 2)
            throw new ArgumentException($"Only a square table of at least two rows has a diagonal to leave out, got {Describe(Shape)}.");
    }
}
