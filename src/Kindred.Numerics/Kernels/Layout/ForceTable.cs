using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Layout;

/// <summary>Two smooth functions of a squared distance, kept at 128 places of every octave from 2⁻³² to 2²⁴ and taken to be straight between them.</summary>
/// <remarks>Powers are what a layout would spend its time on; functions like 1 / (1 + a sᵇ) come out right to 4 digits.</remarks>
internal sealed class ForceTable
{
    /// <summary>Where the second function's values begin.</summary>
    public const int Second = LastPlace + 2;

    private const int FirstOctave = -32;
    private const int Octaves = 56;
    private const int PlaceBits = 7;
    private const int LowBits = 23 - PlaceBits;                                      // of a float's 23, below those that tell the place
    private const int FirstPlace = (127 + FirstOctave) << PlaceBits;
    private const int LastPlace = (Octaves << PlaceBits) - 1;

    private readonly float[] _values = new float[2 * Second];

    public ForceTable(Func<double, double> first, Func<double, double> second)
    {
        for (var place = 0; place < Second; place++)
        {
            var square = BitConverter.Int32BitsToSingle((place + FirstPlace) << LowBits);
            (_values[place], _values[Second + place]) = ((float)first(square), (float)second(square));
        }
    }

    /// <summary>For pointers into it; what comes after the last place is there, too.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Of each of the <paramref name="squares"/>, none negative, the function whose values begin at its <paramref name="starts"/>; beyond the ends, what it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> At(float* values, Vector256<float> squares, Vector256<int> starts)
    {
        var bits = squares.AsInt32();
        var places = starts + Vector256.Min(Vector256.Max((bits >> LowBits) - Vector256.Create(FirstPlace), Vector256<int>.Zero), Vector256.Create(LastPlace));
        var shares = Vector256.ConvertToSingle(bits & Vector256.Create((1 << LowBits) - 1)) * (1f / (1 << LowBits));
        var (low, high) = (Gather(values, places), Gather(values + 1, places));
        return low + (shares * (high - low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Gather(float* values, Vector256<int> places) => Avx2.IsSupported
        ? Avx2.GatherVector256(values, places, sizeof(float))
        : Vector256.Create(
            values[places[0]], values[places[1]], values[places[2]], values[places[3]], values[places[4]], values[places[5]], values[places[6]], values[places[7]]);
}
