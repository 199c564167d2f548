namespace Kindred.Datasets.Tables;

/// <summary>What an array is, without its values.</summary>
/// <param name="Type">Of a value.</param>
/// <param name="ColumnsFirst">Whether the first dimension runs fastest (Fortran order).</param>
/// <param name="Shape">One to four sizes.</param>
internal sealed record ArrayHead(ArrayType Type, bool ColumnsFirst, int[] Shape)
{
    /// <summary>Of all values; no less than 2³¹ where that many are promised.</summary>
    public long Bytes => Shape.Aggregate(1L, (count, size) => Math.Min(count * size, 1L << 31)) * Type.Size;  // sizes are below 2³¹, so nothing overflows

    /// <summary>What the values take once they are read: as they lie in the file, and as floats where they are no bytes.</summary>
    public double BytesInMemory => Shape.Aggregate(1.0, (count, size) => count * size) * (Type.Size + (Type.IsByte ? 0 : sizeof(float)));

    /// <summary>"36 x 16 x 12 of u1".</summary>
    public override string ToString() => $"{string.Join(" x ", Shape)} of {Type}";
}
