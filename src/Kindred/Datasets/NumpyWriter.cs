using System.Buffers.Binary;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Writes rows as an array of NumPy, format 1.0: 32-bit floats, little-endian, row after row.</summary>
public static class NumpyWriter
{
    private const int Alignment = 64, Prefix = 10;

    /// <summary>Appears under its name only when whole.</summary>
    public static void Write(string path, IReadOnlyList<Matrix> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({parts.Sum(part => part.Rows)}, {parts[0].Columns}), }}";
        var length = ((Prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - Prefix;
        WholeFile.Write(path, file =>
        {
            file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)length, (byte)(length >> 8)]);
            file.Write(System.Text.Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
            foreach (var part in parts)
            {
                var bytes = new byte[part.Columns * sizeof(float)];
                for (var i = 0; i < part.Rows; i++)
                {
                    for (var j = 0; j < part.Columns; j++)
                        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(j * sizeof(float)), part.Row(i)[j]);
                    file.Write(bytes);
                }
            }
        });
    }
}
