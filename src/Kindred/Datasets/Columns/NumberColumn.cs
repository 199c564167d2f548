using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Kindred.Datasets.Columns;

/// <summary>Numbers of one type.</summary>
/// <param name="values">One a place; what stands where one is missing does not matter.</param>
/// <param name="isMissing">Null where none is.</param>
internal sealed class NumberColumn<T>(T[] values, bool[]? isMissing) : INumberColumn
    where T : unmanaged, INumber<T>
{
    private static readonly bool IsLong = typeof(T) == typeof(long) || typeof(T) == typeof(ulong);

    public bool FitFloats => typeof(T) == typeof(float) || typeof(T) == typeof(Half) || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort);

    public bool IsFinite => isMissing is null && (values is float[] floats ? TensorPrimitives.IsFiniteAll<float>(floats) : Array.TrueForAll(values, value => float.IsFinite(float.CreateTruncating(value))));

    public ReadOnlyMemory<float>? Floats => isMissing is null && values is float[] floats ? floats : default(ReadOnlyMemory<float>?);

    public double Value(int place) => isMissing is not null && isMissing[place] ? double.NaN : double.CreateTruncating(values[place]);

    /// <summary>Whole numbers of 64 bits are subtracted as such.</summary>
    public double Less(int place, double origin) => !IsLong || origin == 0 || (isMissing is not null && isMissing[place]) ? Value(place) - origin
        : (double)(Int128.CreateTruncating(values[place]) - (Int128)origin) + ((double)(Int128)origin - origin);

    /// <summary>The values as texts; null where one is missing.</summary>
    public string?[] ToTexts()
    {
        var texts = new string?[values.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = isMissing is not null && isMissing[i] ? null : values[i].ToString(null, CultureInfo.InvariantCulture);
        return texts;
    }
}
