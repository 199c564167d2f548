using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Tables;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Runs;

namespace Kindred.Fuzz;

/// <summary>A reader under attack: what is done with an input, and the whole files that inputs are made from.</summary>
/// <param name="Run">Whether the input was read; false where it was refused in a sentence. Throws what is a finding.</param>
/// <param name="Corpus">File names in tests/fixtures, with *; or content made here.</param>
internal sealed record Target(Func<byte[], bool> Run, Func<IEnumerable<byte[]>> Corpus)
{
    /// <summary>Bytes that one input may take.</summary>
    public long MostMemory { get; init; } = 1L << 30;
}

/// <summary>Every reader of files from outside.</summary>
internal static class Targets
{
    private static readonly DatasetOptions Options = new()
    {
        Csv = new CsvOptions { Missing = MissingValues.Drop },
        Numpy = new NumpyOptions { Missing = MissingValues.Drop },
    };

    /// <summary>Whether refusals are printed, with the place they come from.</summary>
    public static bool IsShown { get; set; }

    public static SortedDictionary<string, Target> All { get; } = new(StringComparer.Ordinal)
    {
        ["png"] = Images("*.png"),
        ["jpeg"] = Images("*.jpg"),
        ["webp"] = Images("*.webp"),
        ["gif"] = Images("*.gif"),
        ["bmp"] = Images("*.bmp"),
        ["tiff"] = Images("../tiff/*.tif"),
        ["idx"] = Data(content => IdxFile.Parse(content).ToImageSet(), () => Seeds.Idx),
        ["csv"] = Data(content => CsvFile.Join("f", CsvTable.Parse(content, Options.Csv), test: null, Options.Csv), () => Seeds.Csv),
        ["npy"] = Data(content => NumpyFile.Parse(content, "f", Options.Numpy), () => Seeds.Files("arrays/*.npy")),
        ["npz"] = Data(content => NumpyFile.Parse(content, "f", Options.Numpy), () => Seeds.Files("arrays/*.npz")),
        ["parquet"] = Data(content => ParquetFile.Parse(content, "f", Options), () => Seeds.Files("columns/*.parquet")),
        ["arrow"] = Data(content => ArrowFile.Parse(content, "f", Options), () => Seeds.Files("columns/*.arrow")),
        // the library makes room for what a header promises, up to the largest array there is, before it finds that it is not there
        ["hdf5"] = Data(content => Hdf5File.Parse(content, "f", Options.Numpy), () => Seeds.Files("columns/*.h5")) with { MostMemory = 5L << 29 },
        ["model"] = Data(ModelFile.Read, () => Seeds.Models),
        ["model-parts"] = Refusing(Seeds.ReadAlteredModel, () => Seeds.ModelParts),
        ["safetensors"] = Refusing(input => SafeTensors.Read(new MemoryStream(input)), () => Seeds.Checkpoints),
        ["checkpoint"] = Refusing(Seeds.ReadCheckpoint, () => Seeds.Checkpoints),
        ["checkpoint-parts"] = Refusing(input => Seeds.ReadCheckpoint(Seeds.WithItsChecksum(input)), () => Seeds.Checkpoints),
        ["assignments"] = Refusing(input => Seeds.InFolder("assignments.csv", input, folder => AssignmentsCsv.Read(Path.Combine(folder, "assignments.csv"), ["low", "high"])), () => Seeds.Own("*.assignments.csv")),
        ["run.json"] = Refusing(input => Seeds.InFolder("run.json", input, RunFolder.Read), () => Seeds.Own("*.run.json")),
    };

    private static Target Images(string pattern) => new(
        input => Refuse(() =>
        {
            var picture = ImageFile.Decode(input, "f");
            (ImageFile.Open(input, "f", ImageFit.Crop, new ImageSize(8, 8)) as IDisposable)?.Dispose();
            return picture;
        }),
        () => Seeds.Files($"images/{pattern}"));

    private static Target Data<T>(Func<DataContent, T> read, Func<IEnumerable<byte[]>> corpus) => Refusing(input =>
    {
        using var stream = new MemoryStream(input, writable: false);
        return DataFile.Read(stream, "f", read);
    }, corpus);

    private static Target Refusing<T>(Func<byte[], T> read, Func<IEnumerable<byte[]>> corpus) => new(input => Refuse(() => read(input)), corpus);

    /// <summary>False at the exceptions that are documented; anything else is a finding.</summary>
    private static bool Refuse<T>(Func<T> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (Exception refused) when (refused is DataFileException or InvalidDataException or OtherImageException || (refused is ArgumentException { ParamName: null } && refused.GetType() == typeof(ArgumentException)))
        {
            if (IsShown)
                Console.WriteLine(refused);
            if (refused.Message.Contains("System.", StringComparison.Ordinal) || refused.Message.Contains("Object reference", StringComparison.Ordinal))
                throw new InvalidOperationException($"A refusal in words of the runtime: {refused.Message}", refused);
            return false;
        }
    }
}
