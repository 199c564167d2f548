using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Convolution.Winograd;

/// <summary>Where the tiles of an image and their transforms lie; steps in floats.</summary>
internal readonly record struct TileGrid(int Rows, int Columns, int Channels, nint ImageRow, nint Position)
{
    /// <summary>Rows and columns of the image that lie in a tile: odd sides leave half a tile.</summary>
    public int Height { get; init; }

    public int Width { get; init; }

    /// <summary>Floats from one row of tiles to the next.</summary>
    public nint TileRow { get; init; }
}

/// <summary>
/// Transforms of Winograd's minimal convolution: of the 4×4 pixels that a tile of 2×2 results sees (16 positions), or of the 3×3
/// pixels it sees in an image yet to be enlarged (9 positions: enlarging makes the other 7 zero).
/// </summary>
/// <remarks>Lavin and Gray 2016, arXiv:1509.09308, F(2×2, 3×3): Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A; all names are theirs.</remarks>
internal static unsafe class WinogradTiles
{
    /// <summary>v = Bᵀ d B for every tile; d are 4×4 pixels of a padded image, two apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* image, in TileGrid grid, float* v)
    {
        var (row, channels, step) = (grid.ImageRow, grid.Channels, grid.Position);
        for (var i = 0; i < grid.Rows; i++, image += 2 * row)
        {
            var d = image;
            for (var j = 0; j < grid.Columns; j++, d += 2 * channels, v += channels)
            {
                for (var c = 0; c < channels; c += 16)
                {
                    var p = d + c;
                    var (a0, a1, a2, a3) = Four(p, channels);
                    var (b0, b1, b2, b3) = Four(p + row, channels);
                    var (c0, c1, c2, c3) = Four(p + (2 * row), channels);
                    var (d0, d1, d2, d3) = Four(p + (3 * row), channels);
                    StoreInput(a0 - c0, a1 - c1, a2 - c2, a3 - c3, v + c, step);
                    StoreInput(b0 + c0, b1 + c1, b2 + c2, b3 + c3, v + c + (4 * step), step);
                    StoreInput(c0 - b0, c1 - b1, c2 - b2, c3 - b3, v + c + (8 * step), step);
                    StoreInput(b0 - d0, b1 - d1, b2 - d2, b3 - d3, v + c + (12 * step), step);
                }
            }
        }
    }

    /// <summary>v = Bᵀ d B for every tile; d are 3×3 pixels of a padded image yet to be enlarged, one apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EnlargedInput(float* image, in TileGrid grid, float* v)
    {
        var (row, channels, step) = (grid.ImageRow, grid.Channels, grid.Position);
        for (var i = 0; i < grid.Rows; i++, image += row)
        {
            var d = image;
            for (var j = 0; j < grid.Columns; j++, d += channels, v += channels)
            {
                for (var c = 0; c < channels; c += 16)
                {
                    var p = d + c;
                    var (a0, a1, a2) = Three(p, channels);
                    var (b0, b1, b2) = Three(p + row, channels);
                    var (c0, c1, c2) = Three(p + (2 * row), channels);
                    StoreEnlarged(a0 - b0, a1 - b1, a2 - b2, v + c, step);
                    StoreEnlarged(b0, b1, b2, v + c + (3 * step), step);
                    StoreEnlarged(b0 - c0, b1 - c1, b2 - c2, v + c + (6 * step), step);
                }
            }
        }
    }

    /// <summary>v = A dy Aᵀ for every tile of 2×2 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* image, in TileGrid grid, float* v, bool enlarged)
    {
        var (row, channels, step) = (grid.ImageRow, grid.Channels, grid.Position);
        for (var i = 0; i < grid.Rows; i++, image += 2 * row)
        {
            var d = image;
            for (var j = 0; j < grid.Columns; j++, d += 2 * channels, v += channels)
            {
                for (var c = 0; c < channels; c += 16)
                {
                    var (a0, a1) = (Vector512.Load(d + c), Vector512.Load(d + c + channels));
                    var (b0, b1) = (Vector512.Load(d + c + row), Vector512.Load(d + c + row + channels));
                    if (enlarged)
                    {
                        StoreGradient3(a0, a1, v + c, step);
                        StoreGradient3(a0 + b0, a1 + b1, v + c + (3 * step), step);
                        StoreGradient3(-b0, -b1, v + c + (6 * step), step);
                    }
                    else
                    {
                        StoreGradient4(a0, a1, v + c, step);
                        StoreGradient4(a0 + b0, a1 + b1, v + c + (4 * step), step);
                        StoreGradient4(a0 - b0, a1 - b1, v + c + (8 * step), step);
                        StoreGradient4(-b0, -b1, v + c + (12 * step), step);
                    }
                }
            }
        }
    }

    /// <summary>y = relu(b + Aᵀ m A) for every tile, its pixels beyond the image left out; without ReLU unless asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* m, in TileGrid grid, float* bias, bool relu, bool enlarged, float* y)
    {
        var (row, channels, step) = (grid.ImageRow, grid.Channels, grid.Position);
        var least = Vector512.Create(relu ? 0f : float.NegativeInfinity);
        for (var i = 0; i < grid.Rows; i++, y += 2 * row)
        {
            var two = (2 * i) + 1 < grid.Height;
            for (var j = 0; j < grid.Columns; j++, m += channels)
            {
                var target = y + (2 * j * channels);
                var twoColumns = (2 * j) + 1 < grid.Width;
                for (var c = 0; c < channels; c += 16)
                {
                    var (a0, a1, b0, b1) = enlarged ? Output3(m + c, step) : Output4(m + c, step);
                    var b = Vector512.Load(bias + c);
                    Store(a0 + b, least, target + c);
                    if (twoColumns)
                        Store(a1 + b, least, target + c + channels);
                    if (two)
                        Store(b0 + b, least, target + c + row);
                    if (two && twoColumns)
                        Store(b1 + b, least, target + c + row + channels);
                }
            }
        }
    }

    /// <summary>dx = Σ over the tiles that saw a pixel of B dv Bᵀ, for images yet to be enlarged; dv has a border of tiles that are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EnlargedInputBackward(float* dv, in TileGrid grid, float* dx)
    {
        var (row, channels, step) = (grid.TileRow, grid.Channels, grid.Position);
        for (var i = 0; i < grid.Rows; i++, dv += row)
        {
            for (var j = 0; j < grid.Columns; j++, dx += channels)
            {
                var p = dv + (j * channels);
                for (var c = 0; c < channels; c += 16, p += 16)
                {
                    // rows of tiles above, here and below, each a line of 3 positions: first, middle, last
                    var here = p + row;
                    var sum = Line(here + (3 * step), channels, step) + Line(here + (6 * step), channels, step) - Line(here, channels, step);
                    sum += Line(here + row, channels, step) - Line(p + (6 * step), channels, step);
                    sum.Store(dx + c);
                }
            }
        }
    }

    // tiles left, here and right of a pixel: it is their last, middle and first
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Line(float* p, int channels, nint step)
    {
        var here = p + channels;
        var own = Vector512.Load(here + step) + Vector512.Load(here + (2 * step)) - Vector512.Load(here);
        return own + (Vector512.Load(here + channels) - Vector512.Load(p + (2 * step)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) Four(float* p, int step) =>
        (Vector512.Load(p), Vector512.Load(p + step), Vector512.Load(p + (2 * step)), Vector512.Load(p + (3 * step)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> A, Vector512<float> B, Vector512<float> C) Three(float* p, int step) =>
        (Vector512.Load(p), Vector512.Load(p + step), Vector512.Load(p + (2 * step)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreInput(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* v, nint step)
    {
        (a - c).Store(v);
        (b + c).Store(v + step);
        (c - b).Store(v + (2 * step));
        (b - d).Store(v + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEnlarged(Vector512<float> a, Vector512<float> b, Vector512<float> c, float* v, nint step)
    {
        (a - b).Store(v);
        b.Store(v + step);
        (b - c).Store(v + (2 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreGradient4(Vector512<float> a, Vector512<float> b, float* v, nint step)
    {
        a.Store(v);
        (a + b).Store(v + step);
        (a - b).Store(v + (2 * step));
        (-b).Store(v + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreGradient3(Vector512<float> a, Vector512<float> b, float* v, nint step)
    {
        a.Store(v);
        (a + b).Store(v + step);
        (-b).Store(v + (2 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> A0, Vector512<float> A1, Vector512<float> B0, Vector512<float> B1) Output4(float* m, nint step)
    {
        var (s0, t0) = Columns4(m, 4 * step);
        var (s1, t1) = Columns4(m + step, 4 * step);
        var (s2, t2) = Columns4(m + (2 * step), 4 * step);
        var (s3, t3) = Columns4(m + (3 * step), 4 * step);
        return (s0 + s1 + s2, s1 - s2 - s3, t0 + t1 + t2, t1 - t2 - t3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Columns4(float* m, nint step)
    {
        var (a, b, c, d) = (Vector512.Load(m), Vector512.Load(m + step), Vector512.Load(m + (2 * step)), Vector512.Load(m + (3 * step)));
        return (a + b + c, b - c - d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> A0, Vector512<float> A1, Vector512<float> B0, Vector512<float> B1) Output3(float* m, nint step)
    {
        var (s0, t0) = Columns3(m, 3 * step);
        var (s1, t1) = Columns3(m + step, 3 * step);
        var (s2, t2) = Columns3(m + (2 * step), 3 * step);
        return (s0 + s1, s1 - s2, t0 + t1, t1 - t2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Upper, Vector512<float> Lower) Columns3(float* m, nint step)
    {
        var (a, b, c) = (Vector512.Load(m), Vector512.Load(m + step), Vector512.Load(m + (2 * step)));
        return (a + b, b - c);
    }

    // not Max: a value that is not a number must stay one
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, Vector512<float> least, float* target) =>
        Vector512.ConditionalSelect(Vector512.LessThan(value, least), least, value).Store(target);
}
