using System.Globalization;
using System.Text.Json;
using Kindred.Catalog;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Methods;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Recipes;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary>What <c>kindred train</c> was asked for, null for what was left to it; kept beside the checkpoint so that <c>--resume</c> needs nothing else.</summary>
internal sealed record TrainSettings(
    string Network, string Dataset, int? Epochs, int? BatchSize, double? LearningRate, int? Patience, ulong Seed)
{
    /// <summary>What a contrastive encoder is to look away from, by its name.</summary>
    public string? Views { get; init; }

    /// <summary>How the data were read; null in trainings that began before this was kept.</summary>
    public InputSummary? Input { get; init; }

    private const string FileName = "training.json";
    private const int UsualEpochs = 30, UsualBatch = 256, UsualPatience = 5;  // of autoencoders

    private static readonly JsonSerializerOptions Json = new() { RespectNullableAnnotations = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static bool AreIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <exception cref="InvalidDataException">The folder holds no training, or its settings are damaged.</exception>
    public static TrainSettings Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} holds no training to resume: there is no {FileName}.");
        try
        {
            return JsonSerializer.Deserialize<TrainSettings>(OrdinaryFile.ReadText(path), Json) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} does not hold the settings of a training: {JsonProblem.Of(error)}.", error);
        }
    }

    public void Save(string folder) => WholeFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Trains the network that was asked for on all rows, which all processes share, with its checkpoint in <paramref name="folder"/>.</summary>
    public IEncoderModel Train(StreamedDataset data, string folder, IProgress<FitProgress>? progress, CancellationToken cancellation) => Network == TrainCommand.ContrastiveNetwork
        ? Contrastive(data.Shape, data.Rows.Rows, folder).Fit(data.Rows, new StreamSettings(), progress, cancellation)
        : Autoencoder(data.Shape, data.Rows.Rows, folder).Fit(data.Rows, progress, cancellation);

    private Autoencoder Autoencoder(ImageShape shape, int rows, string folder)
    {
        var encoder = Network == TrainCommand.DenseNetwork ? AutoencoderMethods.OfWidths(shape.Size, rows) : AutoencoderMethods.OfShape(shape, rows);
        return encoder with
        {
            Trainer = new Trainer
            {
                Epochs = Epochs ?? UsualEpochs,
                BatchSize = BatchSize ?? UsualBatch,
                Optimizer = new Adam { LearningRate = LearningRate ?? 1e-3 },
                EarlyStopping = new EarlyStopping { Patience = Patience ?? UsualPatience },
            }.SharedBy(Processes.All),
            Seed = Seed,
            CheckpointFolder = folder,
        };
    }

    /// <summary>As recipes have it, but for what was asked.</summary>
    private ContrastiveEncoder Contrastive(ImageShape shape, int rows, string folder)
    {
        var asked = new Dictionary<string, string>();
        void Ask(string setting, IFormattable? value)
        {
            if (value is not null)
                asked[setting] = value.ToString(null, CultureInfo.InvariantCulture);
        }

        Ask("epochs", Epochs);
        Ask("batch", BatchSize);
        if (Views is not null)
            asked["views"] = Views;
        var usual = (ContrastiveEncoder)MethodCatalog.Step(TrainCommand.ContrastiveNetwork).Create(new MethodOrder(shape, rows, RecipeCatalog.UsualClusterCount, Seed, asked));
        return usual with { LearningRate = LearningRate ?? usual.LearningRate, CheckpointFolder = folder };
    }
}
