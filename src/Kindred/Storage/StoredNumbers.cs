using System.Numerics.Tensors;
using Kindred.Networks.Storage;

namespace Kindred.Storage;

/// <summary>Arrays of numbers in a stored part, read with the checks that every kind needs.</summary>
internal static class StoredNumbers
{
    public static StoredDoubles Doubles(string name, double[] values) => new(name, [values.Length], values);

    /// <summary>A list of finite numbers.</summary>
    /// <exception cref="InvalidDataException">There is no such list, or a number in it is not finite.</exception>
    public static ReadOnlySpan<double> Finite(this SafeTensors file, string name)
    {
        if (file.ShapeOf(name) is not [var count])
            throw new InvalidDataException($"The array {name} must have one dimension.");
        var values = file.DoubleValues(name, [count]);
        RequireFinite(name, values);
        return values;
    }

    /// <summary>A list of at least one number, none of them negative.</summary>
    /// <exception cref="InvalidDataException">There is no such list, or a number in it is negative or not finite.</exception>
    public static ReadOnlySpan<double> NotNegative(this SafeTensors file, string name)
    {
        var values = file.Finite(name);
        return values.Length > 0 && TensorPrimitives.Min(values) >= 0
            ? values
            : throw new InvalidDataException($"The array {name} must hold at least one number, none of them negative.");
    }

    /// <exception cref="InvalidDataException">A number is not finite.</exception>
    public static void RequireFinite(string name, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                throw new InvalidDataException($"Every number of {name} must be finite, but one is {value}.");
        }
    }

    /// <exception cref="InvalidDataException">A number is not finite.</exception>
    public static void RequireFinite(string name, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw new InvalidDataException($"Every number of {name} must be finite, but one is {value}.");
        }
    }
}
