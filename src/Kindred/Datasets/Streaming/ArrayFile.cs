using Kindred.Datasets.Tables;
using Kindred.Networks.Storage;

namespace Kindred.Datasets.Streaming;

/// <summary>Where the values of an array lie in a file: one array, item after item, not packed.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Head">Type and sizes of the array.</param>
/// <param name="Offset">Of the first value.</param>
internal sealed record ArrayFile(string Path, ArrayHead Head, long Offset)
{
    /// <summary>Values, exactly.</summary>
    public double Values => Head.Shape.Aggregate(1.0, (count, size) => count * size);

    /// <summary>The array of an .npy or an IDX file; null for files of other formats, and for packed ones, whose rows cannot be reached singly.</summary>
    /// <exception cref="DataFileException">The header is damaged, or the file does not hold what it promises.</exception>
    public static ArrayFile? Of(string path)
    {
        if (OrdinaryFile.KindOf(path) != PathKind.File)
            return null;  // a pipe gives its bytes once, to those who read it whole
        var format = FileFormats.Of(path);
        if (format is not (FileFormat.Numpy or FileFormat.Idx))
            return null;
        using var file = OrdinaryFile.Open(path);
        if (file.ReadByte() == 0x1F && file.ReadByte() == 0x8B)
            return null;
        file.Position = 0;
        var content = new DataContent(file, path, file.Length, file.Length);
        var array = new ArrayFile(path, HeadOf(format, content), file.Position);
        var bytes = array.Values * array.Head.Type.Size;
        return array.Offset + bytes == file.Length ? array
            : throw new DataFileException(path, $"the header promises {string.Join(" x ", array.Head.Shape)} values, so exactly {bytes:0} bytes must follow it; there are {file.Length - array.Offset}.");
    }

    private static ArrayHead HeadOf(FileFormat format, DataContent content)
    {
        if (format == FileFormat.Numpy)
            return NumpyArray.ReadHeader(content);
        var (element, shape) = IdxFile.ReadHeader(content);
        return new ArrayHead(element.Type(), ColumnsFirst: false, shape);
    }
}
