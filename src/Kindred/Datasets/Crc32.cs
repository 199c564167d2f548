namespace Kindred.Datasets;

/// <summary>The checksum of PNG chunks and of files in a zip archive: the remainder by x³² + x²⁶ + … + 1, bits reversed.</summary>
/// <remarks>ISO 3309; PNG specification, annex D.</remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
            remainder = Table[(byte)(remainder ^ value)] ^ (remainder >> 8);
        return ~remainder;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var value = 0u; value < table.Length; value++)
        {
            var remainder = value;
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder & 1) == 0 ? remainder >> 1 : Polynomial ^ (remainder >> 1);
            table[value] = remainder;
        }

        return table;
    }
}
