using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Neighbours;

/// <summary>Products of six rows of bytes with sixteen, exact, with four terms to an instruction.</summary>
/// <remarks>The right side is stored as byte − 128, because the processor multiplies unsigned by signed bytes: x · y = x · (y − 128) + 128 Σ x.</remarks>
internal static unsafe class ByteTiles
{
    public const int Rows = 6;

    public const int Columns = 16;

    private const int Terms = 4;

    /// <summary>Groups of four terms in a row.</summary>
    public static int Groups(int columns) => (columns + Terms - 1) / Terms;

    /// <summary>left[g][i][t] ← x[i, 4 g + t]; zero where there is no row or column.</summary>
    public static void PackLeft(byte* x, int rows, int columns, byte* left)
    {
        for (var i = 0; i < Rows; i++)
            Pack(x + ((long)i * columns), i < rows ? columns : 0, columns, (uint*)left + i, Rows, turned: 0);
    }

    /// <summary>right[g][i][t] ← y[i, 4 g + t] − 128; zero where there is no row or column.</summary>
    public static void PackRight(byte* y, int rows, int columns, sbyte* right)
    {
        for (var i = 0; i < Columns; i++)
            Pack(y + ((long)i * columns), i < rows ? columns : 0, columns, (uint*)right + i, Columns, turned: 0x80808080);  // its highest bit turned, a byte is 128 less
    }

    /// <summary>Four terms of a row at a time, step apart; there are so many of the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(byte* row, int there, int columns, uint* packed, nint step, uint turned)
    {
        for (var end = row + (there & -Terms); row < end; row += Terms, packed += step)
            *packed = Unsafe.ReadUnaligned<uint>(row) ^ turned;
        var (rest, done) = (there % Terms, there / Terms);
        if (rest > 0)
        {
            uint last = 0;
            Unsafe.CopyBlockUnaligned(&last, row, (uint)rest);
            *packed = last ^ (turned >> (8 * (Terms - rest)));
            packed += step;
            done++;
        }

        for (; done < Groups(columns); done++, packed += step)
            *packed = 0;
    }

    /// <summary>tile[i, j] ← xᵢ · yⱼ, rounded to a float, where sums[i] = Σ xᵢ</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(byte* left, sbyte* right, int groups, int* sums, float* tile)
    {
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector256<int> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        for (var end = left + ((long)groups * Rows * Terms); left < end; left += Rows * Terms, right += Columns * Terms)
        {
            var (y0, y1) = (Vector256.Load(right), Vector256.Load(right + 32));
            var x = Vector256.Create(*(int*)left).AsByte();
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, x, y0);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, x, y1);
            x = Vector256.Create(*(int*)(left + 4)).AsByte();
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, x, y0);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, x, y1);
            x = Vector256.Create(*(int*)(left + 8)).AsByte();
            c0 = AvxVnni.MultiplyWideningAndAdd(c0, x, y0);
            c1 = AvxVnni.MultiplyWideningAndAdd(c1, x, y1);
            x = Vector256.Create(*(int*)(left + 12)).AsByte();
            d0 = AvxVnni.MultiplyWideningAndAdd(d0, x, y0);
            d1 = AvxVnni.MultiplyWideningAndAdd(d1, x, y1);
            x = Vector256.Create(*(int*)(left + 16)).AsByte();
            e0 = AvxVnni.MultiplyWideningAndAdd(e0, x, y0);
            e1 = AvxVnni.MultiplyWideningAndAdd(e1, x, y1);
            x = Vector256.Create(*(int*)(left + 20)).AsByte();
            f0 = AvxVnni.MultiplyWideningAndAdd(f0, x, y0);
            f1 = AvxVnni.MultiplyWideningAndAdd(f1, x, y1);
        }

        Store(a0, a1, sums[0], tile);
        Store(b0, b1, sums[1], tile + Columns);
        Store(c0, c1, sums[2], tile + (2 * Columns));
        Store(d0, d1, sums[3], tile + (3 * Columns));
        Store(e0, e1, sums[4], tile + (4 * Columns));
        Store(f0, f1, sums[5], tile + (5 * Columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> low, Vector256<int> high, int sum, float* tile)
    {
        var shift = Vector256.Create(128 * sum);
        Vector256.ConvertToSingle(low + shift).Store(tile);
        Vector256.ConvertToSingle(high + shift).Store(tile + 8);
    }
}
