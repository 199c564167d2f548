using System.Buffers.Binary;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>The file format of MNIST: a type, up to four dimensions, then the values, the first byte first.</summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database": 00 00 TT DD, DD big-endian 32-bit sizes, big-endian values.</remarks>
public static class IdxFile
{
    internal const int MostDimensions = 4;

    /// <summary>Reads a plain or a gzip file, told apart by their content.</summary>
    /// <exception cref="DataFileException">The file is missing, is not IDX, or does not hold exactly what its header promises.</exception>
    public static IdxArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, Parse);
    }

    /// <summary>Writes bytes; <paramref name="shape"/> has one to four sizes. Packed with gzip if the name ends in .gz.</summary>
    public static void Write(string path, ReadOnlySpan<int> shape, ReadOnlyMemory<byte> values) =>
        Write(path, IdxElement.UnsignedByte, shape, values);

    /// <summary>Writes 32-bit floats; <paramref name="shape"/> has one to four sizes. Packed with gzip if the name ends in .gz.</summary>
    public static void Write(string path, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(float))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        Write(path, IdxElement.SinglePrecision, shape, bytes);
    }

    /// <summary>IDX begins with two zero bytes, which no text does.</summary>
    internal static bool BeginsLike(string path) => DataFile.Read(path, content => content.ReadUpTo(2) is [0, 0]);

    internal static IdxArray Parse(DataContent content)
    {
        var (element, shape) = ReadHeader(content);
        var count = 1L;
        foreach (var size in shape)
            count = Math.Min(count * size, 1L << 31);  // sizes are below 2³¹, so no product on the way overflows
        var bytes = count * element.Size();
        var sizes = string.Join(" x ", shape);
        if (bytes > Array.MaxLength)
            throw new DataFileException(content.Name, $"the header promises {sizes} values; at most {Array.MaxLength} bytes can be read.");
        var payload = bytes <= content.MostBytes ? content.ReadUpTo((int)bytes) : [];
        if (payload.Length < bytes)
            throw new DataFileException(content.Name, $"the header promises {sizes} = {count} values, but the file ends before; {bytes} bytes must follow the header.");
        if (!content.AtEnd())
            throw new DataFileException(content.Name, $"the header promises {sizes} = {count} values, but more follows them; exactly {bytes} bytes must follow the header.");
        return new IdxArray(content.Name, element, ValueList.Create<int>(shape), payload);
    }

    private static void Write(string path, IdxElement element, ReadOnlySpan<int> shape, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (shape.Length is 0 or > MostDimensions)
            throw new ArgumentException($"IDX has 1 to {MostDimensions} dimensions, got {shape.Length}.");
        var bytes = (long)element.Size();
        var header = new byte[4 + (4 * shape.Length)];
        (header[2], header[3]) = ((byte)element, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            bytes *= Guard.Positive(shape[i], nameof(shape));
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        if (bytes != payload.Length)
            throw new ArgumentException($"A shape of {string.Join(" x ", shape.ToArray())} needs {bytes} bytes, got {payload.Length}.");
        DataFile.Write(path, stream =>
        {
            stream.Write(header);
            stream.Write(payload.Span);
        });
    }

    internal static (IdxElement Element, int[] Shape) ReadHeader(DataContent content)
    {
        Span<byte> magic = stackalloc byte[4];
        var read = content.Stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        var element = (IdxElement)magic[2];
        if (read < magic.Length || magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined(element) || magic[3] is 0 or > MostDimensions)
        {
            var found = read == 0 ? "nothing" : Convert.ToHexString(magic[..read]);
            throw new DataFileException(content.Name, $"this is not an IDX file: it begins with {found}; " +
                "needed are 0000, a type (08, 09, 0B, 0C, 0D or 0E) and a number of dimensions (01 to 04).");
        }

        Span<byte> sizes = stackalloc byte[4 * magic[3]];
        if (content.Stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw new DataFileException(content.Name, $"the file ends inside its header; {sizes.Length} bytes with {magic[3]} sizes must follow the first four.");
        var shape = new int[magic[3]];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(sizes[(4 * i)..]);
            if (shape[i] <= 0)
                throw new DataFileException(content.Name, $"size {i + 1} in the header is {shape[i]}; every size must be at least 1.");
        }

        return (element, shape);
    }
}

/// <summary>How a value is stored, by its code in the header.</summary>
public enum IdxElement
{
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Integer16 = 0x0B,
    Integer32 = 0x0C,
    SinglePrecision = 0x0D,
    DoublePrecision = 0x0E,
}

internal static class IdxElements
{
    /// <summary>Bytes of one value.</summary>
    public static int Size(this IdxElement element) => element switch
    {
        IdxElement.UnsignedByte or IdxElement.SignedByte => 1,
        IdxElement.Integer16 => 2,
        IdxElement.Integer32 or IdxElement.SinglePrecision => 4,
        _ => 8,
    };

    public static ArrayType Type(this IdxElement element) => new(
        element switch
        {
            IdxElement.UnsignedByte => 'u',
            IdxElement.SinglePrecision or IdxElement.DoublePrecision => 'f',
            _ => 'i',
        },
        element.Size(), IsBigEndian: true);
}
