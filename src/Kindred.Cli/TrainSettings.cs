using System.Text.Json;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary>What <c>kindred train</c> was asked for; kept beside the checkpoint so that <c>--resume</c> needs nothing else.</summary>
internal sealed record TrainSettings(
    string Network, string Dataset, int Epochs, int BatchSize, double LearningRate, int Patience, ulong Seed)
{
    /// <summary>How the data were read; null in trainings that began before this was kept.</summary>
    public InputSummary? Input { get; init; }

    private const string FileName = "training.json";

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

    /// <summary>The autoencoder of these settings for so many rows of a shape, with its checkpoint in <paramref name="folder"/>.</summary>
    public Autoencoder ToAutoencoder(ImageShape shape, int rows, string folder)
    {
        var encoder = Network == TrainCommand.DenseNetwork ? AutoencoderMethods.OfWidths(shape.Size, rows) : AutoencoderMethods.OfShape(shape, rows);
        return encoder with
        {
            Trainer = new Trainer
            {
                Epochs = Epochs,
                BatchSize = BatchSize,
                Optimizer = new Adam { LearningRate = LearningRate },
                EarlyStopping = new EarlyStopping { Patience = Patience },
            },
            Seed = Seed,
            CheckpointFolder = folder,
        };
    }
}
