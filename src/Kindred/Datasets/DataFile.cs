using System.IO.Compression;
using Kindred.Datasets.Columns;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>The one door to data files: knows gzip by its first two bytes and turns what the system throws into sentences.</summary>
internal static class DataFile
{
    /// <summary>No byte of a deflate stream unpacks to more than this many: what a packed file can hold at most.</summary>
    public const int MostUnpackedPerByte = 1032;

    /// <summary>Few packed files of pictures reach this: room for so much is reserved at once.</summary>
    public const int LikelyUnpackedPerByte = 8;

    /// <summary>Why a path cannot be opened although it was found: bytes that are no UTF-8 are read as a sign that stands for none of them.</summary>
    public const string NotUtf8 = "its name is not in UTF-8, so it cannot be opened; another name is needed.";

    private const int ReadAtOnce = 1 << 16;
    private const string StrictPacking = "System.IO.Compression.UseStrictValidation";
    private const long MostLookedThrough = 1L << 30;

    /// <summary>Unless it is told to be strict, the platform takes packed data that is cut anywhere for whole.</summary>
    static DataFile()
    {
        if (!AppContext.TryGetSwitch(StrictPacking, out _))
            AppContext.SetSwitch(StrictPacking, true);
    }

    /// <summary>Opens the file and hands its content, unpacked if it is gzip, to <paramref name="parse"/>.</summary>
    /// <exception cref="DataFileException">The file cannot be opened, read or unpacked.</exception>
    public static T Read<T>(string path, Func<DataContent, T> parse) => WithSentences(path, () =>
    {
        using var file = Open(path);
        return Read(file, path, parse);
    });

    /// <summary>What is wrong with the content may come of damage to the packed data, which shows at its end: that is told then.</summary>
    private static T Parse<T>(DataContent unpacked, Func<DataContent, T> parse)
    {
        try
        {
            return parse(unpacked);
        }
        catch (DataFileException)
        {
            var rest = new byte[ReadAtOnce];
            for (var left = MostLookedThrough; left > 0 && unpacked.Stream.Read(rest) is > 0 and var read; left -= read)
            {
                // nothing but the damage is wanted
            }

            throw;
        }
    }

    /// <summary>All bytes of the file, as they are.</summary>
    /// <exception cref="DataFileException">The file cannot be opened or read.</exception>
    public static byte[] ReadAll(string path) => ReadAll(path, Array.MaxLength, 0, _ => { });

    /// <summary>All bytes of the file, if there are at most <paramref name="longest"/>, once the first ones, <paramref name="startLength"/> or more, have been looked at.</summary>
    /// <exception cref="DataFileException">The file cannot be opened or read, or is longer.</exception>
    public static byte[] ReadAll(string path, int longest, int startLength, Action<byte[]> look) => WithSentences(path, () =>
    {
        using var file = PipedContent.Open(path) ?? OrdinaryFile.OpenUnbuffered(path);
        var length = file.Length;  // asks the system
        var start = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(startLength, ReadAtOnce), length));
        file.ReadExactly(start);
        look(start);
        if (length > longest)
            throw new DataFileException(path, $"the file has {length} bytes; at most {longest} can be read.");
        if (length == start.Length)
            return start;
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        start.CopyTo(bytes, 0);
        file.ReadExactly(bytes.AsSpan(start.Length));
        return bytes;
    });

    /// <summary>The first <paramref name="count"/> bytes of the file, or all if it is shorter.</summary>
    /// <exception cref="DataFileException">The file cannot be opened or read.</exception>
    public static byte[] ReadStart(string path, int count) => WithSentences(path, () =>
    {
        using var file = Open(path);
        var bytes = new byte[Math.Min(count, file.Length)];
        file.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>The same for a stream that can seek.</summary>
    public static T Read<T>(Stream file, string name, Func<DataContent, T> parse)
    {
        var packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        try
        {
            if (!packed)
                return parse(new DataContent(file, name, file.Length, file.Length));
            using var unpacked = new GZipStream(new ZeroPaddedStream(file), CompressionMode.Decompress);
            return Parse(new DataContent(unpacked, name, file.Length * MostUnpackedPerByte, file.Length * LikelyUnpackedPerByte), parse);
        }
        catch (InvalidDataException damage)
        {
            throw new DataFileException(name, "the packed data is damaged or cut short; a whole file is needed.", damage);
        }
    }

    /// <summary>Nobody ever sees half a file. A name that ends in .gz is packed.</summary>
    public static void Write(string path, Action<Stream> write) => WholeFile.Write(path, file =>
    {
        using var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
        write(packed ?? file);
    });

    /// <summary>What a data set read from there is called: the last part of the path.</summary>
    public static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static Stream Open(string path) => PipedContent.Open(path) ?? OrdinaryFile.Open(path);

    private static T WithSentences<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFileException(path, path.Contains('\uFFFD', StringComparison.Ordinal) ? NotUtf8 : "there is no such file.", missing);
        }
        catch (NoOrdinaryFileException other)
        {
            throw new DataFileException(path, other.Problem, other);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new DataFileException(path, $"the file cannot be read ({refused.Message.TrimEnd('.')}).", refused);
        }
    }
}

/// <summary>What is in a data file, unpacked: read from front to back.</summary>
/// <param name="Stream">Stands at the beginning.</param>
/// <param name="Name">For messages.</param>
/// <param name="MostBytes">No more than this can follow, whatever a header promises.</param>
/// <param name="LikelyBytes">Room for so many is no waste.</param>
internal readonly record struct DataContent(Stream Stream, string Name, long MostBytes, long LikelyBytes)
{
    private const int FirstCapacity = 1 << 16;

    /// <summary>Up to <paramref name="count"/> bytes; fewer when the content ends before. Memory grows with what is really there.</summary>
    public byte[] ReadUpTo(int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(count, Math.Max(FirstCapacity, LikelyBytes)));
        var filled = 0;
        while (true)
        {
            var read = Stream.Read(bytes, filled, bytes.Length - filled);
            filled += read;
            if (filled == count || read == 0)
                break;
            if (filled == bytes.Length)
                Grow(ref bytes, (int)Math.Min(count, 2L * filled));
        }

        if (filled < bytes.Length)
            Grow(ref bytes, filled);
        return bytes;
    }

    /// <summary>The whole content, for a library that goes back and forth in it and is not to be trusted with damage.</summary>
    /// <exception cref="DataFileException">It is packed, and too large unpacked.</exception>
    public Stream Seekable()
    {
        return new BoundedStream(Stream.CanSeek ? Stream : new MemoryStream(ReadAll(), writable: false));
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="DataFileException">There are too many.</exception>
    public byte[] ReadAll()
    {
        if (Stream.CanSeek && MemoryLimit.Problem("read as a whole, the file takes", MostBytes) is { } problem)
            throw new DataFileException(Name, problem);
        var bytes = ReadUpTo((int)Math.Min(Math.Min(Array.MaxLength, MemoryLimit.Bytes), MostBytes));
        return AtEnd() ? bytes : throw new DataFileException(Name, $"unpacked, it has more than {MemoryLimit.Size(bytes.Length)}; --memory allows more, up to {MemoryLimit.Size(Array.MaxLength)}.");
    }

    /// <summary>Whether nothing follows.</summary>
    public bool AtEnd() => Stream.ReadByte() < 0;

    private static void Grow(ref byte[] bytes, int length)
    {
        var larger = GC.AllocateUninitializedArray<byte>(length);
        bytes.AsSpan(0, Math.Min(bytes.Length, length)).CopyTo(larger);
        bytes = larger;
    }
}
