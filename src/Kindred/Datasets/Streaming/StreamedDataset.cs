using System.Globalization;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets.Streaming;

/// <summary>Items that are read when they are needed, again and again, so that there may be more than memory holds.</summary>
public sealed class StreamedDataset : IDisposable
{
    private const int Colours = 3;

    private readonly MeteredRows _rows;

    private StreamedDataset(string name, IRowSource rows, ImageShape shape) => (Name, _rows, Shape) = (name, new MeteredRows(rows), shape);

    /// <summary>As it is called in records and messages.</summary>
    public string Name { get; }

    /// <summary>All items; one row each.</summary>
    public IRowSource Rows => _rows;

    /// <summary>How fast they have come since it was opened, in words.</summary>
    public string Pace => _rows.Pace;

    public ImageShape Shape { get; }

    /// <summary>What the values of pictures were counted in where they came from.</summary>
    public PixelUnit Unit { get; private init; } = PixelUnit.Byte;

    /// <summary>True classes, for evaluation only; null where there are none.</summary>
    public int[]? Classes { get; private init; }

    /// <summary>One per class in label order; empty when classes have no names.</summary>
    public ValueList<string> ClassNames { get; private init; } = [];

    /// <summary>What people know each item by; null where that is its row.</summary>
    public string[]? Names { get; private init; }

    /// <summary>Where the items come from, if each comes from a file of its own.</summary>
    public ImageFiles? Files { get; private init; }

    /// <summary>What was asked to be opened, and how.</summary>
    public DatasetOrigin? Origin { get; private init; }

    /// <summary>How the table was read, if it is one of text or of Parquet.</summary>
    public TableSource? Table { get; private init; }

    /// <summary>What an encoder made <see cref="Rows"/> of; null where rows are the data's own.</summary>
    public StreamedDataset? Pictures { get; private init; }

    /// <summary>The network that made <see cref="Rows"/> of <see cref="Pictures"/>.</summary>
    private EncoderIdentity? Encoder { get; init; }

    /// <summary>What values are counted from, one number a column (<see cref="ImageSet.Origins"/>).</summary>
    private double[]? Origins { get; init; }

    /// <summary>What lies at a path, where its rows can be reached singly: an .npy or IDX file that is not packed, a folder of pictures, or a table of text or Parquet, whose numbers are then kept in a file.</summary>
    /// <param name="path">Of the file or folder.</param>
    /// <param name="options">How pictures come to one shape.</param>
    /// <param name="always">Also where it fits in memory; else null is the answer for that.</param>
    /// <param name="progress">Hears of pictures that are looked at.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="DataFileException">What is there is damaged, or too large and cannot be reached row by row.</exception>
    public static StreamedDataset? TryOpen(string path, DatasetOptions options, bool always, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (DatasetCatalog.Known.Any(known => known.Name == path))
            return null;
        var origin = new DatasetOrigin(Path.GetFullPath(path), options);
        if (Directory.Exists(path))
            return OpenFolder(path, options.Images, always, origin, progress, cancellation);
        if (!File.Exists(path))
            return null;
        if (ArrayFile.Of(path) is not { } file)
            return OpenTable(path, options, always: false, origin);  // by several processes, each would keep its numbers on disk
        if (!always && Fits(file))
            return null;
        var rows = FileRows.Open(file, options.Numpy.Unit, cancellation);
        return new StreamedDataset(DataFile.NameOf(path), rows, rows.Shape) { Unit = rows.Unit, Classes = ClassesOf(path, rows.Rows), Origin = origin };
    }

    /// <summary>A table of text, Parquet or Arrow; null for other files, and where it fits in memory.</summary>
    internal static StreamedDataset? OpenTable(string path, DatasetOptions options, bool always, DatasetOrigin origin)
    {
        if (StreamedTable.TryRead(path, options, always) is not { Numbers: NumbersFile numbers } content)
            return null;
        var (classes, names) = content.ClassTexts is null ? (null, []) : ClassNumbers.Number(content.ClassTexts.Texts);
        var chosen = content.Choose(options.Csv.Missing, classes);
        var narrowing = content.Narrowed(chosen);
        return new StreamedDataset(DataFile.NameOf(path), new TableRows(numbers, chosen.Rows, narrowing), chosen.Shape)
        {
            Classes = chosen.Classes,
            ClassNames = names,
            Names = chosen.Names,
            Origin = origin,
            Origins = narrowing.Origins,
            Table = chosen.Source,
        };
    }

    /// <summary>Items that are in memory anyway: those of the training part.</summary>
    public static StreamedDataset Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var train = data.Train;
        return new StreamedDataset(data.Name, train.PassTo(x => new MatrixRows(x), x => new MatrixRows(x)), data.Shape)
        {
            Unit = train.Unit,
            Classes = train.Classes,
            ClassNames = data.ClassNames,
            Names = train.Names,
            Files = data.Files,
            Origin = data.Origin,
            Origins = train.Origins,
            Table = data.Table,
        };
    }

    /// <summary>The same items, of which numbers are compared that an encoder made of each; a sample of them in memory has its pictures, too.</summary>
    /// <param name="codes">A row an item.</param>
    /// <param name="encoder">That made them.</param>
    internal StreamedDataset Embedded(IRowSource codes, EncoderIdentity encoder) => new(Name, codes, ImageShape.OfTable(codes.Columns))
    {
        Pictures = this,
        Encoder = encoder,
        Classes = Classes,
        ClassNames = ClassNames,
        Names = Names,
        Files = Files,
        Origin = Origin,
    };

    /// <summary>Some of the items in memory, in the given order; where nothing else names them, their rows do.</summary>
    public Dataset Take(ReadOnlySpan<int> rows)
    {
        if (Pictures is not null)
            return Pictures.Take(rows) with { Embedding = new Embedding(new Parts<Matrix>(Rows.Take(rows), null, null), Encoder!.Name, Encoder) };
        var (classes, names) = (ImageSet.Take(Classes, rows), ImageSet.Take(Names, rows) ?? [.. rows.ToArray().Select(row => row.ToString(CultureInfo.InvariantCulture))]);
        var images = Rows.ByteScale is null
            ? new ImageSet(Rows.Take(rows), Shape, classes, names) { Unit = Unit, Origins = Origins }
            : new ImageSet(Rows.TakeBytes(rows), Shape, classes, names) { Unit = Unit };
        return new Dataset(Name, Checksum.Of(images, null), images, null, ClassNames)
        {
            Origin = Origin,
            Table = Table,
            Files = Files is null ? null : Files with { Paths = ValueList.Create<string>(names) },
        };
    }

    /// <summary>Items in their order, as a model takes them.</summary>
    public ImageSet Slice(int start, int count) => Rows.ByteScale is null
        ? new ImageSet(Rows.Slice(start, count), Shape) { Unit = Unit, Origins = Origins }
        : new ImageSet(Rows.SliceBytes(start, count), Shape) { Unit = Unit };

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        Pictures?.Dispose();
    }

    /// <summary>Whether an array can be worked on in memory.</summary>
    private static bool Fits(ArrayFile file)
    {
        var (rows, bytesAValue) = ((double)file.Head.Shape.FirstOrDefault(), file.Head.BytesInMemory / Math.Max(1, file.Values));
        return file.Values * file.Head.Type.Size <= Array.MaxLength
            && (file.Head.Shape.Length <= 2 ? WorkingMemory.FitsTable(rows, file.Values, bytesAValue) : WorkingMemory.FitsPictures(rows, file.Values, bytesAValue));
    }

    private static int[]? ClassesOf(string path, int rows) => FileFormats.Of(path) != FileFormat.Idx || IdxFolder.FindLabels(path) is not { } labels ? null
        : IdxFile.Read(labels).ToClasses() is var classes && classes.Length == rows ? classes
        : throw new DataFileException(labels, $"there {(classes.Length == 1 ? "is" : "are")} {Amount.Of(classes.Length, "label")}, but {Amount.Of(rows, "image")} in {path}; one label an image is needed.");

    /// <summary>What a picture of a folder has at most; without end where any size may stay.</summary>
    private static double MostValues(ImageFolderOptions options) => (options.Size ?? options.FallbackSize) is not { } size ? double.PositiveInfinity
        : Math.Max(options.Size is null ? ImageFolderOptions.MostValues : 0, (double)size.Height * size.Width * (options.Channels ?? Colours));

    private static StreamedDataset? OpenFolder(
        string folder, ImageFolderOptions options, bool always, DatasetOrigin origin, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var listing = ImageFolderListing.Of(folder);
        var count = (double)listing.Images.Length;
        if (count == 0 || (!always && WorkingMemory.FitsPictures(count, count * MostValues(options), sizeof(float))))  // and is not looked at twice
            return null;
        var decoding = new ImageFolderDecoding(folder, listing.Images, options, progress, cancellation);
        var shape = decoding.ChooseShape();
        if (!always && WorkingMemory.FitsPictures(count, count * shape.Size, decoding.IsDeep ? sizeof(float) : sizeof(byte)))
            return null;
        decoding.Check(shape);
        var kept = decoding.Kept;
        string[] paths = [.. kept.Select(i => listing.Images[i])];
        var (labels, names) = options.LabelsFromFolders ? FolderClasses.Of(folder, paths) : (null, []);
        return new StreamedDataset(DataFile.NameOf(folder), new FolderRows(decoding, kept, shape), shape)
        {
            Unit = decoding.IsDeep ? PixelUnit.Sixteen : PixelUnit.Byte,
            Classes = labels,
            ClassNames = names,
            Names = paths,
            Origin = origin,
            Files = new ImageFiles(folder, ValueList.Create<string>(paths), decoding.Skipped(), listing.Others.Values.Sum())
            {
                SizeNote = decoding.SizeNote,
                Cache = options.Cache,
                LeftOut = ValueList.Create<SkippedFile>([.. listing.LeftOut.Concat(decoding.LeftOut()).OrderBy(file => file.Path, StringComparer.Ordinal)]),
                Others = listing.Others,
            },
        };
    }
}
