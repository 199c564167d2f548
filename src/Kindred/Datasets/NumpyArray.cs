using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>An array as NumPy saves it: any type of numbers, in one to four dimensions, the first of which counts the items.</summary>
internal sealed partial class NumpyArray
{
    private const int MostDimensions = 4;
    private const int LongestHeader = 1 << 16;

    private readonly ArrayHead _header;
    private readonly byte[] _payload;

    private NumpyArray(string file, ArrayHead header, DataContent content)
    {
        _header = header;
        var sizes = string.Join(" x ", header.Shape);
        var bytes = header.Bytes;
        if (bytes > Array.MaxLength)
            throw new DataFileException(file, $"the header promises {sizes} values; at most {Array.MaxLength} bytes can be read.");
        if (MemoryLimit.Problem($"the {sizes} values that the header promises take", header.BytesInMemory) is { } problem)
            throw new DataFileException(file, problem);
        _payload = bytes <= content.MostBytes ? content.ReadUpTo((int)bytes) : [];
        if (_payload.Length < bytes || !content.AtEnd())
            throw new DataFileException(file, $"the header promises {sizes} values, but {(_payload.Length < bytes ? "the array ends before" : "more follows")}; exactly {bytes} bytes must follow the header.");
    }

    public ArrayNumbers Numbers => field ??= new ArrayNumbers(_payload, _header.Type, _header.Shape, _header.ColumnsFirst);

    private static ReadOnlySpan<byte> Signature => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="DataFileException">The content is not a whole array of numbers.</exception>
    public static NumpyArray Parse(DataContent content) => new(content.Name, ReadHeader(content), content);

    /// <summary>What the array is, without its values.</summary>
    /// <exception cref="DataFileException">The content does not begin like an array of numbers.</exception>
    public static ArrayHead ReadHeader(DataContent content)
    {
        var header = HeaderText(content);
        var type = Type().Match(header);
        var order = Order().Match(header);
        var sizes = Sizes().Match(header);
        if (!type.Success || !order.Success || !sizes.Success)
            throw new DataFileException(content.Name, $"{KindOf(header)} a type of numbers (truth values, integers or floats of 1 to 8 bytes), an order and a shape are needed.");
        var texts = sizes.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[texts.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            if (!int.TryParse(texts[i].TrimEnd('L'), CultureInfo.InvariantCulture, out shape[i]) || shape[i] <= 0)
                throw new DataFileException(content.Name, $"size {i + 1} in the header is {texts[i]}; every size must be from 1 to {int.MaxValue}.");
        }

        if (shape.Length is 0 or > MostDimensions)
            throw new DataFileException(content.Name, $"the array has {Amount.Of(shape.Length, "dimension")}; 1 to {MostDimensions} are needed.");
        var descr = type.Groups[1].Value;
        return new ArrayHead(new ArrayType(descr[1], int.Parse(descr[2..], CultureInfo.InvariantCulture), descr[0] == '>'), order.Groups[1].Value == "True", shape);
    }

    private static string KindOf(string header) => Descr().Match(header) is not { Success: true } descr ? "the header of the array does not name its type;"
        : descr.Groups[1].Value switch
        {
            ['|', 'O', ..] => "the array holds objects of Python, which are not read;",
            [_, 'U' or 'S' or 'a', ..] => "the array holds texts, not numbers;",
            [_, 'c', ..] => "the array holds complex numbers; their real and imaginary parts must be columns;",
            [_, 'M' or 'm', ..] => "the array holds dates or times of NumPy; they must be saved as numbers, as by .astype('int64');",
            ['[', ..] => "the array has named fields; they must be saved as columns;",
            var other => $"the array holds values of the type '{CsvCell.Excerpt(System.Text.Encoding.UTF8.GetBytes(other))}';",
        };

    private static string HeaderText(DataContent content)
    {
        Span<byte> start = stackalloc byte[12];
        var isArray = content.Stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) == 8 && start.StartsWith(Signature);
        var lengthBytes = isArray ? start[6] switch { 1 => 2, 2 or 3 => 4, _ => 0 } : 0;
        if (lengthBytes == 0 || content.Stream.ReadAtLeast(start.Slice(8, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw new DataFileException(content.Name, "this is not a NumPy array of format 1 to 3; 93 'NUMPY' and a version are needed at its beginning.");
        var length = lengthBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        var header = length <= LongestHeader ? content.ReadUpTo((int)length) : [];
        return header.Length == length ? System.Text.Encoding.UTF8.GetString(header)
            : throw new DataFileException(content.Name, $"the header of the array has {length} bytes, which are not there or more than {LongestHeader}.");
    }

    [GeneratedRegex("""'descr'\s*:\s*'([<>|=](?:b1|[iu][1248]|f[248]|f16))'""")]
    private static partial Regex Type();

    [GeneratedRegex("""'descr'\s*:\s*'?([^',]+)""")]
    private static partial Regex Descr();

    [GeneratedRegex("""'fortran_order'\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""'shape'\s*:\s*\(([^()]*)\)""")]
    private static partial Regex Sizes();
}
