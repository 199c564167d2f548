namespace Kindred.Datasets.Tables;

/// <summary>What a file is, by its first bytes, for a message about a file that is no text.</summary>
internal static class FileKind
{
    /// <summary>Bytes that tell.</summary>
    public const int Longest = 512;

    private const string AsImages = "images are read from a folder, whose path is needed.";

    private static readonly (string Name, int At, byte[] Mark, string Remedy)[] Known =
    [
        ("a PNG image", 0, [0x89, (byte)'P', (byte)'N', (byte)'G'], AsImages),
        ("a JPEG image", 0, [0xFF, 0xD8, 0xFF], AsImages),
        ("a GIF image", 0, [.. "GIF8"u8], AsImages),
        ("a WebP image", 8, [.. "WEBP"u8], AsImages),
        ("a TIFF image", 0, [(byte)'I', (byte)'I', 42, 0], AsImages),
        ("a TIFF image", 0, [(byte)'M', (byte)'M', 0, 42], AsImages),
        ("an HEIC or AVIF image", 4, [.. "ftyp"u8], AsImages),
        ("a BMP image", 0, [.. "BM"u8], AsImages),
        ("a PDF document", 0, [.. "%PDF"u8], "its table must be saved as CSV."),
        ("a NumPy array", 0, [0x93, .. "NUMPY"u8], "its name must end in .npy."),
        ("a model that Kindred saved", 30, [.. "model.json{"u8], "'kindred assign' takes it, and the path of the data behind it."),
        ("a zip archive or a workbook of a spreadsheet", 0, [(byte)'P', (byte)'K', 3, 4], "an archive must be unpacked, and a workbook saved as CSV; arrays of NumPy end in .npz."),
        ("an old workbook of a spreadsheet", 0, [0xD0, 0xCF, 0x11, 0xE0], "it must be saved as CSV."),
        ("a Feather file of the first version", 0, [.. "FEA1"u8], "such files are no longer written; save it again as Feather of version 2, Parquet or CSV."),
        ("an Avro file", 0, [.. "Obj\u0001"u8], "its columns must be saved as Parquet or CSV."),
        ("an ORC file", 0, [.. "ORC"u8], "its columns must be saved as Parquet or CSV."),
        ("an SQLite database", 0, [.. "SQLite format 3"u8], "its table must be saved as CSV."),
        ("a file packed by gzip twice", 0, [0x1F, 0x8B], "it must be unpacked once; gzip is read as it is."),
        ("a file packed by bzip2", 0, [.. "BZh"u8], "it must be unpacked; gzip is read as it is."),
        ("a file packed by xz", 0, [0xFD, .. "7zXZ"u8], "it must be unpacked; gzip is read as it is."),
        ("a file packed by zstd", 0, [0x28, 0xB5, 0x2F, 0xFD], "it must be unpacked; gzip is read as it is."),
        ("an old file of MATLAB", 0, [.. "MATLAB 5.0"u8], "its matrix must be saved by save -v7.3, or as CSV."),
        ("a pickle of Python", 0, [0x80, 2], "its array must be saved by numpy.save."),
        ("a pickle of Python", 0, [0x80, 3], "its array must be saved by numpy.save."),
        ("a pickle of Python", 0, [0x80, 4, 0x95], "its array must be saved by numpy.save."),
        ("a pickle of Python", 0, [0x80, 5, 0x95], "its array must be saved by numpy.save."),
        ("an executable program", 0, [0x7F, .. "ELF"u8], "a table of text is needed."),
    ];

    /// <summary>Marks of texts whose letters have two or four bytes, which are read.</summary>
    private static readonly byte[][] Wide = [[0xFF, 0xFE], [0xFE, 0xFF], [0, 0, 0xFE, 0xFF]];

    /// <summary>What ends a line for some programs, in UTF-8.</summary>
    private static readonly (string Name, byte[] End)[] OtherEnds =
    [
        ("the line separator of Unicode (U+2028)", [.. "\u2028"u8]),
        ("the paragraph separator of Unicode (U+2029)", [.. "\u2029"u8]),
        ("the next line of mainframes (U+0085)", [.. "\u0085"u8]),
        ("the vertical tab (0B)", [0x0B]),
        ("the form feed (0C)", [0x0C]),
        ("the record separator (1E)", [0x1E]),
    ];

    /// <summary>Texts that are no tables.</summary>
    private static readonly (string Name, string Mark)[] Marked =
    [
        ("a web page", "<!DOCTYPE HTML"),
        ("a web page", "<HTML"),
        ("an XML document", "<?XML"),
        ("a JSON document", "[{"),
        ("a JSON document", "{\""),
        ("a JSON document", "[["),
        ("an ARFF file", "@RELATION"),
        ("a text of a word processor", "{\\RTF"),
    ];

    /// <summary>Whether it begins so, whatever spaces stand before and between and whatever the case of the letters.</summary>
    private static bool Begins(ReadOnlySpan<byte> beginning, string mark)
    {
        var at = 0;
        foreach (var sign in beginning.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? beginning[3..] : beginning)
        {
            if (sign is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && mark[at] != ' ')
                continue;
            if (char.ToUpperInvariant((char)sign) != mark[at])
                return false;
            if (++at == mark.Length)
                return true;
        }

        return false;
    }

    /// <summary>What is wrong with a file that begins so, as a sentence; null where it may be text.</summary>
    public static string? NotText(ReadOnlySpan<byte> beginning)
    {
        foreach (var mark in Wide)
        {
            if (beginning.StartsWith(mark))
                return null;
        }

        if (beginning.TrimEnd((byte)0) is { IsEmpty: false } written)
            beginning = written;  // what a disk leaves behind a file that was not finished
        var control = beginning.Contains((byte)0);
        foreach (var (name, at, mark, remedy) in Known)
        {
            if (beginning.Length >= at + mark.Length && beginning.Slice(at, mark.Length).SequenceEqual(mark) && (control || (at == 0 && mark.Length > 3)))
                return $"this is {name}, not a table of text; {remedy}";
        }

        foreach (var (name, mark) in Marked)
        {
            if (Begins(beginning, mark))
                return $"this is {name}, not a table; its values must be saved as CSV.";
        }

        foreach (var (name, end) in OtherEnds)
        {
            if (!control && beginning.IndexOfAny((byte)'\n', (byte)'\r') < 0 && beginning.Count(end) > 1)
                return $"its lines end in {name}, which is not read; line feeds are needed, as most programs write them.";
        }

        return control ? "this is a binary file, not a table of text; CSV, TSV, IDX, NumPy, Parquet, Arrow or HDF5 is needed." : null;
    }
}
