namespace Kindred.Numerics.Kernels;

/// <summary>Memory that a kernel asks for as it goes: from each of three places on, in a third of its turns, as many bytes as it reads of the left operand.</summary>
/// <remarks>Asked for all at once, so many lines keep the processor from reading what it multiplies.</remarks>
internal readonly unsafe struct GemmFetch(void* first, void* second, void* third)
{
    public const int Runs = 3;

    public bool IsEmpty => first == null;

    /// <summary>Where run 1, 2 or 3 starts.</summary>
    public byte* Run(int run) => (byte*)(run == 1 ? first : run == 2 ? second : third);
}
