using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Models;

/// <summary>A model as one file: a zip archive of <c>model.json</c>, one safetensors entry a part, and the checksums of all of them.</summary>
internal static class ModelFile
{
    private const string DescriptionName = "model.json";
    private const string ClustererName = "clusterer.safetensors";
    private const int LongestDescription = 16 << 20;
    private const int MostSteps = 8;

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);  // the same model is the same file

    public static void Write(KindredModel model, string path)
    {
        if (model.Steps.Count > MostSteps)
            throw new ArgumentException($"A model file holds at most {MostSteps} steps, got {model.Steps.Count}.");
        DataFile.Write(path, file => Write(model, file));
    }

    internal static void Write(KindredModel model, Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var checksums = new StringBuilder();
        var description = new ModelDescription
        {
            Origin = model.Origin,
            Input = InputDescription.Of(model.Input),
            Steps = [.. model.Steps.Select(step => step.Kind.Name)],
            Clusterer = model.Clusterer.Kind.Name,
            Clusters = [.. model.Names],
            Unusual = new UnusualDescription(KindredModel.UnusualShare, model.UnusualDistance),
        };
        var json = description.ToJson();
        if (json.Length > LongestDescription)
            throw new ArgumentException($"The names of the clusters take {json.Length} bytes; a model file holds {LongestDescription}.");
        Add(zip, DescriptionName, checksums, stream => stream.Write(json));
        foreach (var (index, step) in model.Steps.Index())
            Add(zip, StepName(index), checksums, step.Store().Write);
        Add(zip, ClustererName, checksums, model.Clusterer.Store().Write);
        Add(zip, ModelArchive.ChecksumsName, new StringBuilder(), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(checksums.ToString())));
    }

    /// <exception cref="DataFileException">The file is missing, or no whole model of a known version.</exception>
    public static KindredModel Read(string path) => DataFile.Read(path, Read);

    internal static KindredModel Read(DataContent content)
    {
        var archive = new ModelArchive(content);
        var description = archive.Read(DescriptionName, LongestDescription, Describe);
        CheckNames(archive, description.Steps.Length);
        var steps = description.Steps.Select((kind, index) => archive.Read(StepName(index), long.MaxValue, stream => ModelKinds.ReadStep(kind, SafeTensors.Read(stream))));
        var parts = (Steps: steps.ToArray(), Clusterer: archive.Read(ClustererName, long.MaxValue, stream => ModelKinds.ReadClusterer(description.Clusterer, SafeTensors.Read(stream))));
        try
        {
            return new KindredModel(
                description.Input.ToInput(), parts.Steps, parts.Clusterer, description.Origin, description.Unusual.Distance, description.Clusters);
        }
        catch (ArgumentException mismatch)
        {
            throw archive.Problem($"its parts do not fit together. {ModelArchive.Sentence(mismatch)}", mismatch);
        }
    }

    private static ModelDescription Describe(Stream stream)
    {
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return ModelDescription.FromJson(text, ProgramVersion.Text);
    }

    private static void CheckNames(ModelArchive archive, int steps)
    {
        if (steps > MostSteps)
            throw archive.Problem($"it promises {steps} steps; at most {MostSteps} are read.");
        HashSet<string> known = [DescriptionName, ClustererName, .. Enumerable.Range(0, steps).Select(StepName)];
        if (archive.Names.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            throw archive.Problem($"it holds an entry {ModelArchive.Printable(stranger)}, which is none of {string.Join(", ", known)}.");
    }

    private static string StepName(int index) => $"step-{index + 1}.safetensors";

    private static void Add(ZipArchive zip, string name, StringBuilder checksums, Action<Stream> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using var hash = SHA256.Create();
        using (var stream = entry.Open())
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write))
            write(hashed);
        checksums.Append(Convert.ToHexStringLower(hash.Hash!)).Append("  ").Append(name).Append('\n');
    }
}
