using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Kindred.Numerics;

/// <summary>Checks at the public border. In an <c>init</c> accessor, <c>name</c> is the property's name.</summary>
public static class Guard
{
    public static int Positive(int value, [CallerMemberName] string name = "") =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be greater than zero.");

    public static double Positive(double value, [CallerMemberName] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be greater than zero and finite.");

    public static double NotNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");

    public static int NotNegative(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");

    /// <summary>There are enough rows to learn from, at least one column, and every value is finite.</summary>
    public static void Samples(Matrix x, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(x);
        Samples(x.Rows, x.Columns, atLeast);
        if (FirstNotFinite(x.Values) is var at and >= 0)
            throw new ArgumentException($"Every value must be finite; row {at / x.Columns}, column {at % x.Columns} is {x.Values[at]}.", nameof(x));
    }

    /// <summary>There are enough rows to learn from and at least one column.</summary>
    public static void Samples(ByteMatrix x, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(x);
        Samples(x.Rows, x.Columns, atLeast);
    }

    /// <summary>A model sees the columns it was fitted on.</summary>
    public static void Columns(int got, int expected)
    {
        if (got != expected)
            throw new ArgumentException($"The model was fitted on {Amount.Of(expected, "column")}, got {got}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values))
            return -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    internal static void Samples(int rows, int columns, int atLeast)
    {
        if (rows < atLeast)
            throw new ArgumentException($"At least {Amount.Of(atLeast, "row")} {(atLeast == 1 ? "is" : "are")} needed, got {rows}.");
        if (columns == 0)
            throw new ArgumentException("At least one column is needed, got none.");
    }
}
