namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>A matrix cut into panels of columns, each stored row after row: what the micro-kernels read as it is, so that weights are never packed.</summary>
/// <remarks>The value (i, j) lies at (j / width)·rows·width + i·width + j % width. Columns beyond the last are zero.</remarks>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns of the matrix.</param>
/// <param name="Width">Columns of a panel.</param>
internal readonly unsafe record struct PanelLayout(int Rows, int Columns, int Width)
{
    /// <summary>For the right side of products: panels as wide as a tile, or fewer full vectors where they hold all columns.</summary>
    public PanelLayout(int rows, int columns)
        : this(rows, columns, Math.Min(GemmKernels.Float.TileColumns, (columns + GemmKernels.Float.Lanes - 1) / GemmKernels.Float.Lanes * GemmKernels.Float.Lanes))
    {
    }

    /// <summary>Values with the padding.</summary>
    public long Length => (Columns + Width - 1) / Width * PanelStep;

    private long PanelStep => (long)Rows * Width;

    public long Offset(int row, int column) => (column / Width * PanelStep) + ((long)row * Width) + (column % Width);

    /// <summary>For a matrix whose transpose is the left side of products: panels as wide as a tile is high.</summary>
    public static PanelLayout ForLeft(int rows, int columns) => new(rows, columns, GemmKernels.Float.TileRows);

    /// <summary>The left side of W·y.</summary>
    public GemmOperand<float> Left(float* values) => RightTransposed(values);

    /// <summary>The left side of Wᵀ·y; only for layouts made <see cref="ForLeft"/>.</summary>
    public GemmOperand<float> LeftTransposed(float* values) => new((nint)values, 1, Width, (nint)PanelStep);

    /// <summary>The right side of x·W.</summary>
    public GemmOperand<float> Right(float* values) => new((nint)values, 1, Width, (nint)PanelStep);

    /// <summary>The right side of x·Wᵀ.</summary>
    public GemmOperand<float> RightTransposed(float* values) => new((nint)values, Width, 1, (nint)PanelStep);

    /// <summary>The result of a product.</summary>
    public GemmResult<float> Result(float* values, bool add) => new((nint)values, Width, add, (nint)PanelStep);

    /// <summary>From rows to panels; the padding is left alone.</summary>
    public void Import(ReadOnlySpan<float> rows, float* panels)
    {
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j += Width)
                Piece(rows, i, j).CopyTo(new Span<float>(panels + Offset(i, j), Width));
        }
    }

    /// <summary>From panels to rows.</summary>
    public void Export(float* panels, Span<float> rows)
    {
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j += Width)
            {
                var count = Math.Min(Width, Columns - j);
                new ReadOnlySpan<float>(panels + Offset(i, j), count).CopyTo(rows.Slice((i * Columns) + j, count));
            }
        }
    }

    private ReadOnlySpan<float> Piece(ReadOnlySpan<float> rows, int row, int column) =>
        rows.Slice((row * Columns) + column, Math.Min(Width, Columns - column));
}
