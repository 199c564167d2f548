using Kindred.Datasets.Tables;
using Kindred.Numerics;
using PureHDF;

namespace Kindred.Datasets.Hdf5;

/// <summary>A data set of an HDF5 file.</summary>
internal sealed class Hdf5Array : IStoredArray
{
    private const int MostDimensions = 4;
    private const int MostArrays = 10_000;
    private const int Deepest = 32;
    private const string MatlabMark = "MATLAB_class";

    private readonly IH5Dataset _array;
    private readonly string _file;
    private readonly long _fileBytes;

    private Hdf5Array(IH5Dataset array, string name, string file, long fileBytes) => (_array, Name, _file, _fileBytes) = (array, name, file, fileBytes);

    public string Name { get; }

    public ArrayHead? Head => field ??= TypeOf(_array.Type) is { } type && _array.Space.Dimensions is { Length: > 0 and <= MostDimensions } sizes && Array.TrueForAll(sizes, size => size is > 0 and <= int.MaxValue)
        ? HeadOf(type, Array.ConvertAll(sizes, size => (int)size)) : null;

    /// <summary>All data sets, in groups as well, in the order of their names.</summary>
    public static IReadOnlyList<IStoredArray> In(IH5Group root, string file, long fileBytes)
    {
        var found = new List<IStoredArray>();
        Collect(root, string.Empty, []);
        return [.. found.OrderBy(array => array.Name, StringComparer.Ordinal)];

        void Collect(IH5Group group, string path, HashSet<string> above)
        {
            var children = group.Children().ToList();
            var names = string.Join('/', children.Select(child => child.Name));
            if (above.Count > Deepest || above.Contains(names))
                return;  // a group that holds itself, as the same names within the same names tell
            foreach (var child in children)
            {
                if (child is IH5Group inner)
                    Collect(inner, $"{path}{child.Name}/", [.. above, names]);
                else if (child is IH5Dataset array)
                    found.Add(new Hdf5Array(array, path + child.Name, file, fileBytes));
                if (found.Count > MostArrays)
                    throw new DataFileException(file, $"it has more than {MostArrays} arrays; fewer are needed.");
            }
        }
    }

    public ArrayNumbers Read()
    {
        var name = $"{_file}, {Name}";
        if (Head is not { } head)
            throw new DataFileException(name, Problem());
        if (head.Bytes > Array.MaxLength)
            throw new DataFileException(name, $"the array promises {head}; at most {Array.MaxLength} bytes can be read.");
        if (head.Bytes > (_array.Layout.Class == H5DataLayoutClass.Chunked ? _fileBytes * DataFile.MostUnpackedPerByte : _fileBytes))
            throw new DataFileException(name, $"the array promises {head}, which is more than the file holds; a whole file is needed.");
        if (MemoryLimit.Problem($"the array ({head}) takes", head.BytesInMemory) is { } problem)
            throw new DataFileException(name, problem);
        var bytes = ReadBytes(name);
        return bytes.Length == head.Bytes ? new ArrayNumbers(bytes, head.Type with { IsBigEndian = IsBigEndian(head.Type) }, head.Shape, head.ColumnsFirst)
            : throw new DataFileException(name, $"the array promises {head}, but holds {bytes.Length} bytes.");
    }

    private byte[] ReadBytes(string name)
    {
        try
        {
            return _array.Read<byte[]>();
        }
        catch (Exception lacking) when (Hdf5Filters.Lacking(lacking) is { } filter)
        {
            throw new DataFileException(name, $"the array is packed by {filter}, which is not read; packed by gzip, or not at all, it would be: h5repack -f GZIP=6 FILE NEW.", lacking);
        }
    }

    /// <summary>MATLAB counts dimensions from the other end: what it shows as 40 x 3 is stored as 3 x 40.</summary>
    private ArrayHead HeadOf(ArrayType type, int[] sizes) => _array.AttributeExists(MatlabMark) ? new ArrayHead(type, ColumnsFirst: true, [.. sizes.Reverse()]) : new ArrayHead(type, ColumnsFirst: false, sizes);

    private static ArrayType? TypeOf(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.FixedPoint, 1 or 2 or 4 or 8) => new ArrayType(type.FixedPoint.IsSigned ? 'i' : 'u', type.Size, IsBigEndian: false),
        (H5DataTypeClass.FloatingPoint, 2 or 4 or 8) => new ArrayType('f', type.Size, IsBigEndian: false),
        (H5DataTypeClass.Enumerated, 1) => new ArrayType('b', 1, IsBigEndian: false),  // truth values, as h5py keeps them
        _ => null,
    };

    /// <summary>The library reads single numbers in this machine's order of bytes, and refuses those in the other; bytes it reads as they are.</summary>
    private bool IsBigEndian(ArrayType type)
    {
        if (type.Size == 1)
            return false;
        try
        {
            var first = new PureHDF.Selections.HyperslabSelection(_array.Space.Rank, new ulong[_array.Space.Rank], Enumerable.Repeat(1UL, _array.Space.Rank).ToArray());
            _ = type.Size switch
            {
                2 => _array.Read<short[]>(first).Length,
                4 => _array.Read<int[]>(first).Length,
                _ => _array.Read<long[]>(first).Length,
            };
            return false;
        }
        catch (Exception refused) when (refused.Message.StartsWith("Byte order", StringComparison.Ordinal))
        {
            return true;
        }
    }

    private string Problem() => _array.Type.Class switch
    {
        H5DataTypeClass.String or H5DataTypeClass.VariableLength => "the array holds texts or lists of several lengths, not numbers.",
        H5DataTypeClass.Compound => "the array has named fields; each must be saved as an array or a column of its own.",
        _ when TypeOf(_array.Type) is null => "the array holds no numbers that are read (integers of 1 to 8 bytes, floats of 2 to 8, truth values).",
        _ => $"the array has {Amount.Of(_array.Space.Dimensions.Length, "dimension")} ({string.Join(" x ", _array.Space.Dimensions)}); 1 to {MostDimensions}, none of them empty, are needed.",
    };
}
