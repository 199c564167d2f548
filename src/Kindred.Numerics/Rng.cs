using System.Runtime.CompilerServices;

namespace Kindred.Numerics;

/// <summary>A small, fast random stream (SplitMix64): the same seed gives the same numbers on every machine.</summary>
/// <remarks>Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195.</remarks>
public sealed class Rng(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>Where the stream stands; <c>new Rng(state)</c> continues it.</summary>
    public ulong State { get; private set; } = seed;

    /// <summary>A stream of its own for a numbered part of the work, whatever the order the parts run in.</summary>
    public Rng Split(int part) => new(Split(State, part));

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="end"/>).</summary>
    public int NextInt(int end) => (int)(((UInt128)NextBits() * (ulong)end) >> 64);

    /// <summary>Normal with mean 0 and variance 1.</summary>
    /// <remarks>Box and Muller 1958, doi:10.1214/aoms/1177706645.</remarks>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts the items in random order, every order equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>Moves a state that is kept as a number, for kernels: the same 64 bits as a stream at that state would go by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong NextBits(ref ulong state) => Mix(state += Increment);

    /// <summary>The state of <see cref="Split(int)"/> of a stream at <paramref name="state"/>, for kernels.</summary>
    internal static ulong Split(ulong state, int part) => Mix(state ^ Mix((ulong)part + 1));

    private ulong NextBits() => Mix(State += Increment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
