using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>kindred train</c>: one autoencoder on one data set, saved after every epoch.</summary>
internal static class TrainCommand
{
    public const string DenseNetwork = "dense";
    public const string ConvolutionalNetwork = "conv";

    private static readonly Argument<string> Network = new("NETWORK") { Description = "dense (784-2000-1000-500-10 and back) or conv (twelve layers)." };

    private static readonly Argument<string> DatasetArgument = new("DATASET")
    {
        Description = InputOptions.Paths,
        DefaultValueFactory = _ => Wardrobe.Name,
    };

    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Passes over the training rows at most; 30 unless said.", HelpName = "N" };
    private static readonly Option<int> Batch = new("--batch") { Description = "Rows a step.", DefaultValueFactory = _ => 256, HelpName = "N" };
    private static readonly Option<double> LearningRate = new("--learning-rate") { Description = "Of Adam.", DefaultValueFactory = _ => 1e-3, HelpName = "X" };
    private static readonly Option<int> Patience = new("--patience") { Description = "Epochs without a better validation loss before it stops.", DefaultValueFactory = _ => 5, HelpName = "N" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed gives the same network.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private static readonly Option<string?> Out = new("--out") { Description = "A new folder for checkpoint, weights and history; named by network and data below runs unless said.", HelpName = "DIR" };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Goes on with the training in this folder, with its settings.", HelpName = "DIR" };

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create()
    {
        Network.AcceptOnlyFromAmong(DenseNetwork, ConvolutionalNetwork);
        DatasetArgument.WithDatasetNames();
        var command = new Command("train", "Trains an autoencoder and saves it.")
        {
            Network, DatasetArgument, Epochs, Batch, LearningRate, Patience, Seed, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data, Out, Resume,
        }.WithInputOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var (settings, folder) = parsed.GetValue(Resume) is { } resumed ? (Resumed(parsed, resumed), resumed) : Fresh(parsed);
        var isFirst = Processes.All.Rank == 0;
        using var alone = isFirst ? Unfinished.Alone(folder, "training") : null;
        Processes.All.Barrier();  // all have seen what the folder held before
        var folders = CommonOptions.DataOf(parsed).Folders;
        var model = Fit(settings, settings.Input?.ToOptions(folders) ?? InputOptions.Of(parsed), folder, cancellation);
        if (!isFirst)
            return 0;
        model.Save(Path.Combine(folder, "model.safetensors"));
        WholeFile.WriteText(Path.Combine(folder, "history.json"), JsonSerializer.Serialize(model.History, Json) + "\n");
        Report(model, folder);
        return 0;
    }

    /// <summary>Trains on rows in memory, or, where there are more than it holds, on rows that are read batch by batch.</summary>
    private static AutoencoderModel Fit(TrainSettings settings, DatasetOptions options, string folder, CancellationToken cancellation)
    {
        using var streamed = StreamedDataset.TryOpen(settings.Dataset, options, always: false, progress: null, cancellation);
        if (streamed is not null)
        {
            StreamedCommand.Describe(streamed);
            return Begin(settings with { Input = InputSummary.Of(streamed) }, streamed.Shape, streamed.Rows.Rows, folder).Fit(streamed.Rows, new EpochLines(), cancellation);
        }

        var data = DatasetCatalog.Open(settings.Dataset, options, progress: null, cancellation);
        var (autoencoder, train) = (Begin(settings with { Input = InputSummary.Of(data) }, data.Shape, data.Train.Count, folder), data.Train);
        return train.Bytes is not null
            ? autoencoder.Fit(train.Bytes, new EpochLines(), cancellation)
            : autoencoder.Fit(train.Pixels, new EpochLines(), cancellation);
    }

    /// <summary>What is trained, once its settings are kept.</summary>
    private static Autoencoder Begin(TrainSettings settings, ImageShape shape, int rows, string folder)
    {
        if (Processes.All.Rank == 0)
            settings.Save(folder);
        var autoencoder = settings.ToAutoencoder(shape, rows, folder);
        return autoencoder with { Trainer = autoencoder.Trainer.SharedBy(Processes.All) };
    }

    private static (TrainSettings Settings, string Folder) Fresh(ParseResult parsed)
    {
        var settings = new TrainSettings(
            parsed.GetValue(Network)!,
            parsed.GetValue(DatasetArgument)!,
            Guard.Positive(parsed.GetValue(Epochs) ?? 30, "--epochs"),
            Guard.Positive(parsed.GetValue(Batch), "--batch"),
            Guard.Positive(parsed.GetValue(LearningRate), "--learning-rate"),
            Guard.Positive(parsed.GetValue(Patience), "--patience"),
            parsed.GetValue(Seed));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Dataset));
        var folder = parsed.GetValue(Out) ?? Path.Combine("runs", $"train-{settings.Network}-{name}-seed{settings.Seed}");
        if (TrainSettings.AreIn(folder))
            throw new ArgumentException($"{folder} holds a training already; go on with '--resume {folder}', or name another folder with --out.");
        return (settings, folder);
    }

    private static TrainSettings Resumed(ParseResult parsed, string folder)
    {
        var settings = TrainSettings.Load(folder);
        if (settings.Network != parsed.GetValue(Network))
            throw new ArgumentException($"{folder} holds the training of a {settings.Network} network, not of a {parsed.GetValue(Network)} one.");
        return parsed.GetValue(Epochs) is { } epochs ? settings with { Epochs = Guard.Positive(epochs, "--epochs") } : settings;
    }

    private static void Report(AutoencoderModel model, string folder)
    {
        var best = model.History.Epochs[model.History.BestEpoch - 1];
        Console.WriteLine(model.Summary);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Amount.Of(model.History.Epochs.Count, "epoch")}, weights of epoch {model.History.BestEpoch}: training loss {best.TrainingLoss:0.000000}, validation loss {best.ValidationLoss:0.000000}"));
        if (model.Check is { } check)
            Console.WriteLine(check.Describe());
        Console.WriteLine($"Saved in {Path.GetFullPath(folder)}");
        Answer.Give("train", () => new
        {
            Folder = Path.GetFullPath(folder),
            Epochs = model.History.Epochs.Count,
            model.History.BestEpoch,
            best.TrainingLoss,
            best.ValidationLoss,
            Check = model.Check?.Describe(),
        });
    }

    /// <summary>A line an epoch on standard error, written when the epoch is saved.</summary>
    private sealed class EpochLines : IProgress<FitProgress>
    {
        private readonly StepClock _clock = new(TimeProvider.System);

        public void Report(FitProgress value)
        {
            _clock.Begins(value);
            if (Terminal.IsQuiet)
                return;
            var left = _clock.Left is { } time ? $", at most {StepClock.InWords(time)} left" : string.Empty;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {value.Step} of at most {value.MaxSteps}: validation loss {value.Objective:0.000000}{left}"));
        }
    }
}
