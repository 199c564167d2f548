using System.Buffers.Binary;
using Parquet.Meta;

namespace Kindred.Datasets.Columns;

/// <summary>Looks through what a Parquet file says of itself, before the library believes it.</summary>
internal static class ParquetCheck
{
    private const int Tail = 8;              // the length of the footer, and the signature
    private const int FirstBytes = 1 << 16;  // in which the header of a page ends
    private const int AnyPage = 1 << 26;     // bytes that a page may unpack to, however small it is

    /// <exception cref="InvalidDataException">The footer is damaged.</exception>
    public static void Footer(Stream file)
    {
        Span<byte> tail = stackalloc byte[Tail];
        file.Position = Math.Max(0, file.Length - Tail);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail.EndsWith(ParquetFile.Signature) || length > file.Length - Tail - ParquetFile.Signature.Length)
            throw new InvalidDataException("The footer is not there.");
        var footer = new byte[length];
        file.Position = file.Length - Tail - length;
        file.ReadExactly(footer);
        new ThriftCheck(footer).Structure(ThriftShape.FileMetaData);
    }

    /// <summary>The pages of a part of a column, up to the last of its values.</summary>
    /// <exception cref="InvalidDataException">One of them is not there, or promises more than it can hold.</exception>
    public static void Pages(Stream file, ColumnMetaData part)
    {
        var place = part.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, part.DataPageOffset) : part.DataPageOffset;
        for (var values = 0L; values < part.NumValues;)
        {
            if (place < 0 || place >= file.Length)
                throw new InvalidDataException("A page lies outside the file.");
            file.Position = place;
            var bytes = new byte[(int)Math.Min(FirstBytes, file.Length - place)];
            file.ReadExactly(bytes);
            var header = new ThriftCheck(bytes);
            header.Structure(ThriftShape.PageHeader);
            var (unpacked, packed) = (header.Numbers.GetValueOrDefault((2, 0), -1), header.Numbers.GetValueOrDefault((3, 0), -1));
            if (packed < 0 || unpacked < 0 || place + header.Place + packed > file.Length || unpacked > AnyPage + (packed * DataFile.MostUnpackedPerByte))
                throw new InvalidDataException("A page promises more than it can hold.");
            values += Math.Max(0, Math.Max(header.Numbers.GetValueOrDefault((5, 1)), header.Numbers.GetValueOrDefault((8, 1))));
            place += header.Place + packed;
        }
    }
}
