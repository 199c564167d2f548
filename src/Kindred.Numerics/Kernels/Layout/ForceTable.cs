using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Layout;

/// <summary>A smooth function of a squared distance, kept at 128 places of every octave from 2⁻³² to 2²⁴ and taken to be straight between them.</summary>
/// <remarks>Powers are what a layout would spend its time on; functions like 1 / (1 + a sᵇ) come out right to 4 digits.</remarks>
internal sealed class ForceTable
{
    private const int FirstOctave = -32;
    private const int Octaves = 56;
    private const int PlaceBits = 7;
    private const int LowBits = 23 - PlaceBits;                                      // of a float's 23, below those that tell the place
    private const int FirstPlace = (127 + FirstOctave) << PlaceBits;
    private const int LastPlace = (Octaves << PlaceBits) - 1;

    private readonly float[] _values = new float[LastPlace + 2];

    public ForceTable(Func<double, double> function)
    {
        for (var place = 0; place < _values.Length; place++)
            _values[place] = (float)function(BitConverter.Int32BitsToSingle((place + FirstPlace) << LowBits));
    }

    /// <summary>For pointers into it; what comes after the last place is there, too.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The function at <paramref name="square"/>, which is not negative; beyond the ends, what it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float At(float* values, float square)
    {
        var bits = BitConverter.SingleToInt32Bits(square);
        var place = Math.Clamp((bits >> LowBits) - FirstPlace, 0, LastPlace);
        var share = (bits & ((1 << LowBits) - 1)) * (1f / (1 << LowBits));
        return values[place] + (share * (values[place + 1] - values[place]));
    }
}
