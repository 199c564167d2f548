using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>Where the pixels of some images lie: pixel steps, row steps and image steps, in floats.</summary>
internal unsafe readonly struct PixelRun(float* start, nint step, nint row, nint image)
{
    public readonly float* Start = start;
    public readonly nint Step = step;
    public readonly nint Row = row;
    public readonly nint Image = image;

    public PixelRun From(nint offset) => new(Start + offset, Step, Row, Image);
}

/// <summary>How many pixels a gradient runs over.</summary>
internal readonly record struct PixelGrid(int Height, int Width, int Images);

/// <summary>s[i, o] += Σ_p x[p, i] · g[p, o], the gradient of weights, over the pixels p of some images.</summary>
/// <remarks>Tiles reach past the last i and o: both sides must be readable for 16 floats past their ends, and the sums have room for it.</remarks>
internal static unsafe class ConvolutionGradient
{
    private const int RowPadding = 12;

    /// <summary>Floats from one row of sums to the next.</summary>
    public static int Step(int columns) => ConvolutionProduct.Padded(columns);

    /// <summary>Floats the sums of a gradient take.</summary>
    public static int Size(int rows, int columns) => (rows + RowPadding) * Step(columns);

    public static void Add(PixelRun left, int rows, PixelRun right, int columns, in PixelGrid grid, float* sums)
    {
        var step = Step(columns);
        var width = 0;
        for (var column = 0; column < step; column += width)
        {
            width = Width(step - column);
            var tile = TileRows(rows, width);
            for (var row = 0; row < rows; row += tile)
                AddTile(tile, width, left.From(row), right.From(column), in grid, sums + ((long)row * step) + column, step);
        }
    }

    private static int Width(int columns) => Vector512.IsHardwareAccelerated && columns >= 32 ? 32 : 16;

    private static int TileRows(int rows, int width) =>
        !Vector256.IsHardwareAccelerated ? 4
        : !Vector512.IsHardwareAccelerated ? 6
        : width == 32 && Waste(rows, 8) < Waste(rows, 12) ? 8 : 12;

    private static int Waste(int rows, int tile) => (tile - (rows % tile)) % tile;

    private static void AddTile(int tile, int width, in PixelRun left, in PixelRun right, in PixelGrid grid, float* sums, nint step)
    {
        if (!Vector256.IsHardwareAccelerated)
            ConvolutionKernels.Gradient128x4x4(in left, in right, in grid, sums, step);
        else if (!Vector512.IsHardwareAccelerated)
            ConvolutionKernels.Gradient256x6x2(in left, in right, in grid, sums, step);
        else if (width == 16)
            ConvolutionKernels.Gradient512x12x1(in left, in right, in grid, sums, step);
        else if (tile == 8)
            ConvolutionKernels.Gradient512x8x2(in left, in right, in grid, sums, step);
        else
            ConvolutionKernels.Gradient512x12x2(in left, in right, in grid, sums, step);
    }
}
