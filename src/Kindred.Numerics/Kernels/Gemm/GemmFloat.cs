namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>Products of row-major float matrices.</summary>
internal static unsafe class GemmFloat
{
    /// <summary>Sums of up to so many terms are complete at once, as products that are not kept need.</summary>
    public const int MaxTermsAtOnce = GemmJob<float>.MaxBlockTerms;

    /// <summary>Results of up to so many rows can be completed from the first row down: see <see cref="IGemmEpilogue{T}.NeedsRowsInOrder"/>.</summary>
    public const int MaxRowsInOrder = GemmJob<float>.BlockRows;

    /// <summary>x as the left side of a product, where the matrix lies row after row.</summary>
    public static GemmOperand<float> ByRows(float* matrix, int columns) => new(matrix, columns, 1);

    /// <summary>xᵀ as the left side of a product, or y as the right one, where the matrix lies row after row.</summary>
    public static GemmOperand<float> ByTerms(float* matrix, int columns) => new(matrix, 1, columns);

    /// <summary>C ← op(A)·op(B) + beta·C, where C is m x n, op(A) is m x k and op(B) is k x n.</summary>
    /// <param name="transposeA">op(A) is Aᵀ: A is stored as k x m.</param>
    /// <param name="transposeB">op(B) is Bᵀ: B is stored as n x k.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of each sum; with none, C ← beta·C.</param>
    /// <param name="a">The left matrix, as stored.</param>
    /// <param name="lda">Values from one stored row of A to the next.</param>
    /// <param name="b">The right matrix, as stored.</param>
    /// <param name="ldb">Values from one stored row of B to the next.</param>
    /// <param name="beta">0 (C is only written) or 1 (the product is added).</param>
    /// <param name="c">The result; it must not overlap A or B.</param>
    /// <param name="ldc">Values from one row of C to the next.</param>
    /// <param name="then">What follows on each part of C when it is complete; nothing if null.</param>
    /// <remarks>
    /// Every element is a sum of fixed blocks of terms, each block one chain of fused multiply-adds: the bits depend on k alone, not
    /// on threads, tiles or the vector unit. Several threads may call at once. Nothing is allocated after a thread's first call of a size.
    /// </remarks>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc,
        IGemmEpilogue<float>? then = null)
    {
        GemmJob<float>.Run(
            GemmKernels.Float,
            new GemmOperand<float>(a, transposeA ? 1 : lda, transposeA ? lda : 1),
            new GemmOperand<float>(b, transposeB ? ldb : 1, transposeB ? 1 : ldb),
            new GemmResult<float>(c, ldc, beta != 0),
            new GemmSize(m, n, k),
            then);
    }

    /// <summary>y ← x·W (+ y), or x·Wᵀ (+ y), where W lies in panels; x and y, of <paramref name="rows"/> rows, lie row after row (<see cref="ByRows"/>) or in panels.</summary>
    public static void MultiplyPanels(
        PanelLayout layout, float* weights, bool transposed, int rows, GemmOperand<float> x, GemmResult<float> y, IGemmEpilogue<float>? then = null)
    {
        var (k, n) = transposed ? (layout.Columns, layout.Rows) : (layout.Rows, layout.Columns);
        GemmJob<float>.Run(
            GemmKernels.Float, x, transposed ? layout.RightTransposed(weights) : layout.Right(weights), y, new GemmSize(rows, n, k), then);
    }

    /// <summary>panels ← xᵀ·y (+ panels), where x and y have <paramref name="terms"/> rows; or, without panels, the product handed on tile by tile.</summary>
    /// <param name="layout">How the product lies.</param>
    /// <param name="panels">The product; null hands it on.</param>
    /// <param name="add">The product is added.</param>
    /// <param name="terms">Rows of x and y.</param>
    /// <param name="transposedX">xᵀ, row after row (<see cref="ByTerms"/>) or in panels (<see cref="PanelLayout.LeftTransposed"/>).</param>
    /// <param name="y">y, row after row (<see cref="ByTerms"/>) or in panels (<see cref="PanelLayout.Right"/>).</param>
    /// <param name="then">What follows on each part.</param>
    /// <remarks>A product that is not kept may have at most <see cref="MaxTermsAtOnce"/> terms.</remarks>
    public static void MultiplyIntoPanels(
        PanelLayout layout, float* panels, bool add, int terms, GemmOperand<float> transposedX, GemmOperand<float> y, IGemmEpilogue<float>? then = null)
    {
        GemmJob<float>.Run(
            GemmKernels.Float,
            transposedX,
            y,
            layout.Result(panels, add),
            new GemmSize(layout.Rows, layout.Columns, terms),
            then);
    }
}
