using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>How columns vary together, in double throughout.</summary>
internal static unsafe class Covariance
{
    private const int Width = 16;       // columns of a panel: two vectors of doubles
    private const int TileHeight = 4;   // columns on the left of a product, in registers with all of a panel
    private const int BlockRows = 192;  // rows worked on at once: a panel of them stays in the first cache

    /// <summary>1 / (rows − 1) Σᵢ (xᵢ − mean)(xᵢ − mean)ᵀ: columns x columns.</summary>
    /// <remarks>Every entry is one chain of additions in the order of rows, so the bits depend on no number of threads.</remarks>
    public static double[] Of(Matrix x, ReadOnlySpan<double> mean, CancellationToken cancellation = default)
    {
        var panels = (x.Columns + Width - 1) / Width;
        using var means = new NativeBuffer<double>(panels * Width);
        using var block = new NativeBuffer<double>((long)panels * Width * BlockRows);
        using var sums = new NativeBuffer<double>((long)panels * Width * panels * Width);
        mean.CopyTo(means.Span);
        for (var start = 0; start < x.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = x.Slice(start, Math.Min(BlockRows, x.Rows - start));
            Chunks.Run(panels, (panel, _) => Pack(rows, panel * Width, means.Pointer, block.Pointer + ((long)panel * Width * BlockRows)));
            Chunks.Run(panels, (panel, _) => AddProducts(rows.Rows, panel, panels, block.Pointer, sums.Pointer));
        }

        return Mirror(sums.Pointer, panels * Width, x.Columns, 1.0 / (x.Rows - 1));
    }

    // A panel holds [row][16 columns] of x − mean; columns beyond the last are zero.
    private static void Pack(Matrix rows, int column, double* means, double* panel)
    {
        var count = Math.Min(Width, rows.Columns - column);
        for (var i = 0; i < rows.Rows; i++, panel += Width)
        {
            var row = rows.Row(i).Slice(column, count);
            for (var j = 0; j < row.Length; j++)
                panel[j] = row[j] - means[column + j];
        }
    }

    // The rows of the sums that belong to one panel, from the diagonal on.
    private static void AddProducts(int rows, int left, int panels, double* block, double* sums)
    {
        var stride = panels * Width;
        for (var right = left; right < panels; right++)
        {
            for (var i = 0; i < Width; i += TileHeight)
            {
                AddProduct(
                    rows,
                    block + ((long)left * Width * BlockRows) + i,
                    block + ((long)right * Width * BlockRows),
                    sums + (((long)(left * Width) + i) * stride) + (right * Width),
                    stride);
            }
        }
    }

    // c[i, j] ← c[i, j] + Σₖ a[k, i] b[k, j], i in [0, 4), j in [0, 16)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct(int count, double* a, double* b, double* c, int stride)
    {
        Vector512<double> c00 = Vector512.Load(c), c01 = Vector512.Load(c + 8);
        Vector512<double> c10 = Vector512.Load(c + stride), c11 = Vector512.Load(c + stride + 8);
        Vector512<double> c20 = Vector512.Load(c + (2 * stride)), c21 = Vector512.Load(c + (2 * stride) + 8);
        Vector512<double> c30 = Vector512.Load(c + (3 * stride)), c31 = Vector512.Load(c + (3 * stride) + 8);
        for (var k = 0; k < count; k++, a += Width, b += Width)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + 8));
            var ai = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(ai, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(ai, b1, c01);
            ai = Vector512.Create(a[1]);
            c10 = Vector512.FusedMultiplyAdd(ai, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(ai, b1, c11);
            ai = Vector512.Create(a[2]);
            c20 = Vector512.FusedMultiplyAdd(ai, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(ai, b1, c21);
            ai = Vector512.Create(a[3]);
            c30 = Vector512.FusedMultiplyAdd(ai, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(ai, b1, c31);
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + stride);
        c11.Store(c + stride + 8);
        c20.Store(c + (2 * stride));
        c21.Store(c + (2 * stride) + 8);
        c30.Store(c + (3 * stride));
        c31.Store(c + (3 * stride) + 8);
    }

    private static double[] Mirror(double* sums, int stride, int columns, double scale)
    {
        var covariance = new double[checked(columns * columns)];
        for (var i = 0; i < columns; i++)
        {
            for (var j = i; j < columns; j++)
                covariance[(i * columns) + j] = covariance[(j * columns) + i] = sums[((long)i * stride) + j] * scale;
        }

        return covariance;
    }
}
