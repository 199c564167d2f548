using System.Buffers.Binary;

namespace Kindred.Datasets.Tables;

/// <summary>How a number lies in an array: its kind, its bytes and their order.</summary>
/// <param name="Kind">u, i, f or b (a truth value), as NumPy calls them.</param>
/// <param name="Size">Bytes: 1, 2, 4, 8, or 16 for the long floats of x86.</param>
/// <param name="IsBigEndian">Whether the first byte is the largest.</param>
internal readonly record struct ArrayType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>Whether 32-bit floats hold every value of the type.</summary>
    public bool FitsFloats => Kind == 'f' ? Size <= 4 : Size <= 2;

    public bool IsByte => Size == 1 && Kind is 'u' or 'b';

    /// <summary>See <see cref="INumbers.White"/>.</summary>
    public double? White => (Kind, Size) switch
    {
        ('b', _) => 1,
        ('u', 1) => byte.MaxValue,
        ('u', 2) => ushort.MaxValue,
        _ => null,
    };

    /// <summary>As NumPy calls it: u1, f8.</summary>
    public override string ToString() => $"{Kind}{Size}";

    public double Value(ReadOnlySpan<byte> at)
    {
        Span<byte> little = stackalloc byte[16];
        Order(at, little);
        return (Kind, Size) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(little),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(little),
            ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(little),
            ('f', _) => Extended(little),
            ('b', _) => little[0] == 0 ? 0 : 1,
            ('i', _) => Signed(little),
            _ => Unsigned(little),
        };
    }

    /// <summary>value − <paramref name="origin"/>: whole numbers of 64 bits are subtracted as such.</summary>
    public double Less(ReadOnlySpan<byte> at, double origin)
    {
        if (Size != 8 || Kind == 'f' || origin == 0)
            return Value(at) - origin;
        Span<byte> little = stackalloc byte[16];
        Order(at, little);
        return (double)((Kind == 'i' ? Signed(little) : (Int128)Unsigned(little)) - (Int128)origin) + ((double)(Int128)origin - origin);
    }

    private void Order(ReadOnlySpan<byte> at, Span<byte> little)
    {
        at[..Size].CopyTo(little);
        if (IsBigEndian)
            little[..Size].Reverse();
    }

    private long Signed(ReadOnlySpan<byte> little) => Size switch
    {
        1 => (sbyte)little[0],
        2 => BinaryPrimitives.ReadInt16LittleEndian(little),
        4 => BinaryPrimitives.ReadInt32LittleEndian(little),
        _ => BinaryPrimitives.ReadInt64LittleEndian(little),
    };

    private ulong Unsigned(ReadOnlySpan<byte> little) => Size switch
    {
        1 => little[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(little),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(little),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(little),
    };

    /// <summary>(−1)ˢ · m · 2^(e − 16383 − 63): the 80 bits of x86.</summary>
    private static double Extended(ReadOnlySpan<byte> little)
    {
        var mantissa = BinaryPrimitives.ReadUInt64LittleEndian(little);
        var exponent = BinaryPrimitives.ReadUInt16LittleEndian(little[8..]);
        var size = (exponent & 0x7FFF) == 0x7FFF ? mantissa << 1 == 0 ? double.PositiveInfinity : double.NaN : Math.ScaleB(mantissa, (exponent & 0x7FFF) - 16383 - 63);
        return exponent > 0x7FFF ? -size : size;
    }
}
