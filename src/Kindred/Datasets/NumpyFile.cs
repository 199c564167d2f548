using System.IO.Compression;

namespace Kindred.Datasets;

/// <summary>Arrays as NumPy saves them: one in a .npy file, several in a .npz file.</summary>
/// <remarks>NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays". Nothing pickled is read.</remarks>
public static class NumpyFile
{
    private static readonly string[] TrainNames = ["x_train", "train_images", "train", "images", "x", "data"];
    private static readonly string[] TrainLabelNames = ["y_train", "train_labels", "labels", "y", "target"];
    private static readonly string[] TestNames = ["x_test", "test_images", "test"];
    private static readonly string[] TestLabelNames = ["y_test", "test_labels"];

    /// <summary>Reads a .npy file, all of which is the training part, or a .npz file with arrays such as x_train, y_train, x_test and y_test.</summary>
    /// <exception cref="DataFileException">The file is missing or damaged, or holds no array that can be used.</exception>
    public static Dataset Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, content => Parse(content, DataFile.NameOf(path)));
    }

    internal static Dataset Parse(DataContent content, string name)
    {
        // a packed file cannot seek, and is no archive either: that is packed inside
        var isArchive = content.Stream.CanSeek && content.Stream.ReadByte() == 'P';
        if (content.Stream.CanSeek)
            content.Stream.Position = 0;
        return isArchive ? ParseArchive(content, name) : ParseOne(content, name);
    }

    private static Dataset ParseOne(DataContent content, string name)
    {
        var train = NumpyArray.Parse(content).ToImageSet(null);
        return new Dataset(name, Checksum.Of(train, null), train, null, []);
    }

    private static Dataset ParseArchive(DataContent content, string name)
    {
        using var zip = new ZipArchive(content.Stream, ZipArchiveMode.Read, leaveOpen: true);
        var train = ReadPart(zip, content.Name, TrainNames, TrainLabelNames) ?? ReadOnly(zip, content.Name);
        var test = ReadPart(zip, content.Name, TestNames, TestLabelNames);
        if (test is not null && test.Shape != train.Shape)
            throw new DataFileException(content.Name, $"its test items are {test.Shape}, its training items {train.Shape}; one shape is needed.");
        return new Dataset(name, Checksum.Of(train, test), train, test, []);
    }

    private static ImageSet? ReadPart(ZipArchive zip, string file, string[] names, string[] labelNames)
    {
        var entry = Find(zip, names);
        if (entry is null)
            return null;
        var labels = Find(zip, labelNames) is { } labelEntry ? ReadEntry(labelEntry, file).ToLabels() : null;
        var array = ReadEntry(entry, file);
        if (labels is not null && labels.Length != array.Shape[0])
            throw new DataFileException(file, $"there are {labels.Length} labels, but {array.Shape[0]} items in {entry.Name}; one label an item is needed.");
        return array.ToImageSet(labels);
    }

    /// <summary>An archive with a single array needs no name for it.</summary>
    private static ImageSet ReadOnly(ZipArchive zip, string file) => zip.Entries.Count == 1 ? ReadEntry(zip.Entries[0], file).ToImageSet(null)
        : throw new DataFileException(file, $"none of its {zip.Entries.Count} arrays is called {string.Join(", ", TrainNames)}; one of these or a single array is needed.");

    private static ZipArchiveEntry? Find(ZipArchive zip, string[] names) =>
        names.Select(name => zip.Entries.FirstOrDefault(entry => entry.FullName == name + ".npy")).FirstOrDefault(entry => entry is not null);

    private static NumpyArray ReadEntry(ZipArchiveEntry entry, string file)
    {
        var name = $"{file}, {entry.FullName}";
        using var stream = entry.Open();
        var most = Math.Min(entry.Length, entry.CompressedLength * DataFile.MostUnpackedPerByte);
        if (most > Array.MaxLength)
            throw new DataFileException(name, $"the array promises {entry.Length} bytes; at most {Array.MaxLength} can be read.");
        var content = new DataContent(stream, name, most, entry.CompressedLength * DataFile.LikelyUnpackedPerByte).ReadUpTo((int)most);
        if (Crc32.Of(content) != entry.Crc32)
            throw new DataFileException(name, "the array does not have its checksum; a whole file is needed.");
        using var array = new MemoryStream(content, writable: false);
        return NumpyArray.Parse(new DataContent(array, name, content.Length, content.Length));
    }
}
