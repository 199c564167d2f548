using System.IO.Compression;
using System.IO.Hashing;
using Kindred.Datasets.Tables;

namespace Kindred.Datasets;

/// <summary>The arrays of a .npz file: which of them are the items, which their classes.</summary>
internal sealed class NumpyArchive(ZipArchive zip, string file, NumpyOptions options)
{
    private const string Extension = ".npy";
    private const int MostShown = 20;

    private static readonly string[] TrainNames = ["x_train", "train_images", "train", "images", "x", "data"];
    private static readonly string[] TrainLabelNames = ["y_train", "train_labels", "labels", "y", "target"];
    private static readonly string[] TestNames = ["x_test", "test_images", "test"];
    private static readonly string[] TestLabelNames = ["y_test", "test_labels"];

    private IEnumerable<ZipArchiveEntry> Arrays => zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase));

    public Dataset Read(string name)
    {
        var (trainEntry, trainLabels) = (Chosen(), options.LabelArray is { } labels ? Named(labels) : Find(TrainLabelNames));
        var testEntry = options.Array is null && Find(TrainNames) is not null ? Find(TestNames) : null;
        var (train, source) = Part(trainEntry, trainLabels == trainEntry ? null : trainLabels).Finish(options.Missing, unit: options.Unit);
        var test = testEntry is null ? null : Part(testEntry, Find(TestLabelNames)).Finish(options.Missing, like: train).Samples;
        if (test is not null && test.Shape != train.Shape)
            throw new DataFileException(file, $"its test items are {test.Shape}, its training items {train.Shape}; one shape is needed.");
        return new Dataset(name, Checksum.Of(train, test), train, test, []) { Table = source };
    }

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName[..^Extension.Length];

    /// <summary>The array of items: as asked, else of a usual name, else the only one that can be meant.</summary>
    private ZipArchiveEntry Chosen()
    {
        if (options.Array is { } asked)
            return Named(asked);
        if (Find(TrainNames) is { } usual)
            return usual;
        var all = Arrays.ToList();
        if (all.Count == 1)
            return all[0];
        var labels = Find(TrainLabelNames);
        var many = all.Where(entry => entry != labels && Header(entry) is { Shape.Length: > 1 }).ToList();
        return many.Count == 1 ? many[0]
            : throw new DataFileException(file, $"none of its {all.Count} arrays is called {string.Join(", ", TrainNames)}; --array chooses one of {Listed(all)}.");
    }

    private ZipArchiveEntry Named(string name) => Find([name]) ?? throw new DataFileException(file, $"there is no array '{name}'; it has {Listed([.. Arrays])}.");

    /// <summary>The array of the first of these names that there is, in any case of letters where none is spelt so.</summary>
    private ZipArchiveEntry? Find(string[] names) => names
        .Select(name => Arrays.FirstOrDefault(entry => NameOf(entry) == name) ?? Arrays.FirstOrDefault(entry => string.Equals(NameOf(entry), name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(entry => entry is not null);

    private string Listed(List<ZipArchiveEntry> entries)
    {
        var texts = entries.Take(MostShown).Select(entry => $"{CsvCell.Excerpt(System.Text.Encoding.UTF8.GetBytes(NameOf(entry)))} ({Header(entry)?.ToString() ?? "no numbers"})");
        return $"{string.Join(", ", texts)}{(entries.Count > MostShown ? ", …" : string.Empty)}";
    }

    private NumpyHeader? Header(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            return NumpyArray.ReadHeader(new DataContent(stream, file, entry.Length, entry.Length));
        }
        catch (Exception unusable) when (unusable is DataFileException or InvalidDataException)
        {
            return null;
        }
    }

    private TableContent Part(ZipArchiveEntry entry, ZipArchiveEntry? labelEntry)
    {
        var labels = labelEntry is null ? null : Array(labelEntry).ToClasses();
        var array = Array(entry);
        if (labels is not null && labels.Length != array.Shape[0])
            throw new DataFileException(file, $"there are {labels.Length} labels, but {array.Shape[0]} items in {entry.Name}; one label an item is needed.");
        return array.ToContent(labels);
    }

    private NumpyArray Array(ZipArchiveEntry entry)
    {
        var name = $"{file}, {entry.FullName}";
        using var stream = entry.Open();
        var most = Math.Min(entry.Length, entry.CompressedLength * DataFile.MostUnpackedPerByte);
        if (most > System.Array.MaxLength)
            throw new DataFileException(name, $"the array promises {entry.Length} bytes; at most {System.Array.MaxLength} can be read.");
        var content = new DataContent(stream, name, most, entry.CompressedLength * DataFile.LikelyUnpackedPerByte).ReadUpTo((int)most);
        if (Crc32.HashToUInt32(content) != entry.Crc32)
            throw new DataFileException(name, "the array does not have its checksum; a whole file is needed.");
        using var array = new MemoryStream(content, writable: false);
        return NumpyArray.Parse(new DataContent(array, name, content.Length, content.Length));
    }
}
