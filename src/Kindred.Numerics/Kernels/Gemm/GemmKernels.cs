using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>The micro-kernels of one vector unit: tiles of <see cref="TileRows"/> x <see cref="TileColumns"/>.</summary>
internal sealed unsafe class GemmKernels<T>
    where T : unmanaged
{
    public required string Name { get; init; }

    public required int TileRows { get; init; }

    public required int Lanes { get; init; }

    public int TileColumns => 3 * Lanes;

    /// <summary>By the number of vectors in a row of the tile, 1 to 3: for operands whose rows, or columns, of a tile lie side by side, term after term.</summary>
    public required delegate*<nint, T*, T*, T*, nint, bool, PrefetchList, void>[] Packed { get; init; }

    /// <summary>The same for operands with something between their terms, whose steps from term to term follow them.</summary>
    public required delegate*<nint, T*, nint, T*, nint, T*, nint, bool, void>[] Panel { get; init; }

    /// <summary>The same for left operands that lie row after row.</summary>
    public required delegate*<nint, T*, nint, T*, nint, T*, nint, bool, void>[] Rows { get; init; }
}

/// <summary>The kernel sets there are, and the best that this processor runs. All give the same bits, where it has fused multiply-adds.</summary>
internal static unsafe class GemmKernels
{
    public static readonly GemmKernels<float> Float512 = new()
    {
        Name = "AVX-512",
        TileRows = 8,
        Lanes = 16,
        Packed = [null, &GemmMicrokernels.Packed512x1, &GemmMicrokernels.Packed512x2, &GemmMicrokernels.Packed512x3],
        Panel = [null, &GemmMicrokernels.Panel512x1, &GemmMicrokernels.Panel512x2, &GemmMicrokernels.Panel512x3],
        Rows = [null, &GemmMicrokernels.Rows512x1, &GemmMicrokernels.Rows512x2, &GemmMicrokernels.Rows512x3],
    };

    public static readonly GemmKernels<float> Float256 = new()
    {
        Name = "AVX2",
        TileRows = 4,
        Lanes = 8,
        Packed = [null, &GemmMicrokernels.Packed256x1, &GemmMicrokernels.Packed256x2, &GemmMicrokernels.Packed256x3],
        Panel = [null, &GemmMicrokernels.Panel256x1, &GemmMicrokernels.Panel256x2, &GemmMicrokernels.Panel256x3],
        Rows = [null, &GemmMicrokernels.Rows256x1, &GemmMicrokernels.Rows256x2, &GemmMicrokernels.Rows256x3],
    };

    public static readonly GemmKernels<float> Float128 = new()
    {
        Name = "128 bits",
        TileRows = 4,
        Lanes = 4,
        Packed = [null, &GemmMicrokernels.Packed128x1, &GemmMicrokernels.Packed128x2, &GemmMicrokernels.Packed128x3],
        Panel = [null, &GemmMicrokernels.Panel128x1, &GemmMicrokernels.Panel128x2, &GemmMicrokernels.Panel128x3],
        Rows = [null, &GemmMicrokernels.Rows128x1, &GemmMicrokernels.Rows128x2, &GemmMicrokernels.Rows128x3],
    };

    public static readonly GemmKernels<double> Double512 = new()
    {
        Name = "AVX-512",
        TileRows = 8,
        Lanes = 8,
        Packed = [null, &GemmMicrokernels.PackedDouble512x1, &GemmMicrokernels.PackedDouble512x2, &GemmMicrokernels.PackedDouble512x3],
        Panel = [null, &GemmMicrokernels.PanelDouble512x1, &GemmMicrokernels.PanelDouble512x2, &GemmMicrokernels.PanelDouble512x3],
        Rows = [null, &GemmMicrokernels.RowsDouble512x1, &GemmMicrokernels.RowsDouble512x2, &GemmMicrokernels.RowsDouble512x3],
    };

    public static readonly GemmKernels<double> Double256 = new()
    {
        Name = "AVX2",
        TileRows = 4,
        Lanes = 4,
        Packed = [null, &GemmMicrokernels.PackedDouble256x1, &GemmMicrokernels.PackedDouble256x2, &GemmMicrokernels.PackedDouble256x3],
        Panel = [null, &GemmMicrokernels.PanelDouble256x1, &GemmMicrokernels.PanelDouble256x2, &GemmMicrokernels.PanelDouble256x3],
        Rows = [null, &GemmMicrokernels.RowsDouble256x1, &GemmMicrokernels.RowsDouble256x2, &GemmMicrokernels.RowsDouble256x3],
    };

    public static readonly GemmKernels<double> Double128 = new()
    {
        Name = "128 bits",
        TileRows = 4,
        Lanes = 2,
        Packed = [null, &GemmMicrokernels.PackedDouble128x1, &GemmMicrokernels.PackedDouble128x2, &GemmMicrokernels.PackedDouble128x3],
        Panel = [null, &GemmMicrokernels.PanelDouble128x1, &GemmMicrokernels.PanelDouble128x2, &GemmMicrokernels.PanelDouble128x3],
        Rows = [null, &GemmMicrokernels.RowsDouble128x1, &GemmMicrokernels.RowsDouble128x2, &GemmMicrokernels.RowsDouble128x3],
    };

    public static bool Has512 => Vector512.IsHardwareAccelerated;

    public static bool Has256 => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    public static GemmKernels<float> Float { get; } = Has512 ? Float512 : Has256 ? Float256 : Float128;

    public static GemmKernels<double> Double { get; } = Has512 ? Double512 : Has256 ? Double256 : Double128;
}
