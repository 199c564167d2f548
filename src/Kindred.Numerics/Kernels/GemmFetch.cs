using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels;

/// <summary>Memory that a kernel asks for as it goes: from each of three places on, in a third of its turns, as many bytes as it reads of the left operand.</summary>
/// <remarks>Asked for all at once, so many lines keep the processor from reading what it multiplies.</remarks>
internal readonly unsafe struct GemmFetch(void* first, void* second, void* third)
{
    public const int Runs = 3;

    public bool IsEmpty => first == null;

    /// <summary>Three thirds of what follows <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GemmFetch Thirds(void* start, nint length) => new(start, (byte*)start + (length / Runs), (byte*)start + (length / Runs * 2));

    /// <summary>Where run 1, 2 or 3 starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Run(int run) => (byte*)(run == 1 ? first : run == 2 ? second : third);

    /// <summary>The same, <paramref name="bytes"/> further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GemmFetch Further(nint bytes) => new((byte*)first + bytes, (byte*)second + bytes, (byte*)third + bytes);
}
