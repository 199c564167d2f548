using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>kindred train</c>: one encoder on one data set, saved after every epoch.</summary>
internal static class TrainCommand
{
    public const string DenseNetwork = "dense";
    public const string ConvolutionalNetwork = "conv";
    public const string ContrastiveNetwork = "contrastive";

    private const int RowsLookedAt = 1024;

    private static readonly Argument<string> Network = new("NETWORK") { Description = "dense (784-2000-1000-500-10 and back) or conv (twelve layers), autoencoders; or contrastive, which learns from views of pictures and from their neighbours." };

    private static readonly Argument<string> DatasetArgument = new("DATASET")
    {
        Description = InputOptions.Paths,
        DefaultValueFactory = _ => Wardrobe.Name,
    };

    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Passes over the training rows at most; 30 unless said, contrastive: by how many rows there are.", HelpName = "N" };
    private static readonly Option<int?> Batch = new("--batch") { Description = "Rows a step; 256 unless said, contrastive: an eighth of the rows, 512 at most.", HelpName = "N" };
    private static readonly Option<double?> LearningRate = new("--learning-rate") { Description = "Of Adam; 0.001 unless said.", HelpName = "X" };
    private static readonly Option<int?> Patience = new("--patience") { Description = "Epochs without a better validation loss before dense or conv stops; 5 unless said.", HelpName = "N" };
    private static readonly Option<string?> Views = new("--views") { Description = "How contrastive alters pictures, so that its codes do not tell it; middle unless said.", HelpName = "NAME" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed gives the same network.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private static readonly Option<string?> Out = new("--out") { Description = "A new folder for checkpoint, weights and history; named by network and data below runs unless said.", HelpName = "DIR" };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Goes on with the training in this folder, with its settings.", HelpName = "DIR" };

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create()
    {
        Network.AcceptOnlyFromAmong(DenseNetwork, ConvolutionalNetwork, ContrastiveNetwork);
        Views.AcceptOnlyFromAmong("middle", "upright", "handwriting", "photographs");
        DatasetArgument.WithDatasetNames();
        var command = new Command("train", "Trains an encoder and saves it.")
        {
            Network, DatasetArgument, Epochs, Batch, LearningRate, Patience, Views, Seed, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data, Out, Resume,
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
        EncoderFile.Save(model, Path.Combine(folder, "model.safetensors"));
        WholeFile.WriteText(Path.Combine(folder, "history.json"), JsonSerializer.Serialize(model.History, Json) + "\n");
        Report(model, folder);
        return 0;
    }

    /// <summary>Trains on rows in memory, or, where there are more than it holds, on rows that are read batch by batch.</summary>
    private static IEncoderModel Fit(TrainSettings settings, DatasetOptions options, string folder, CancellationToken cancellation)
    {
        using var streamed = StreamedDataset.TryOpen(settings.Dataset, options, always: false, progress: null, cancellation);
        if (streamed is not null)
            StreamedCommand.Describe(streamed);
        using var data = streamed ?? StreamedDataset.Of(DatasetCatalog.Open(settings.Dataset, options, progress: null, cancellation));
        if (Processes.All.Rank == 0)
            (settings with { Input = InputSummary.Of(data) }).Save(folder);
        SayUnlessInUnitRange(data, settings);
        return settings.Train(data, folder, new EpochLines(settings.Network == ContrastiveNetwork ? "loss" : "validation loss"), cancellation);
    }

    /// <summary>Says that values are not those that networks restore, where the first rows show it.</summary>
    private static void SayUnlessInUnitRange(StreamedDataset data, TrainSettings settings)
    {
        var rows = data.Slice(0, Math.Min(data.Rows.Rows, RowsLookedAt)).Pixels.Values;
        var (low, high) = (TensorPrimitives.Min(rows), TensorPrimitives.Max(rows));
        if (Processes.All.Rank == 0 && (low < 0 || high > 1))
        {
            Terminal.Notes.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Note: values reach from {low:0.###} to {high:0.###} and are taken as they are, but networks are made for 0 to 1; 'kindred run {settings.Dataset} --steps {settings.Network} --clusterer kmeans' brings them there, and keeps that in its model."));
        }
    }

    private static (TrainSettings Settings, string Folder) Fresh(ParseResult parsed)
    {
        var network = parsed.GetValue(Network)!;
        if (network == ContrastiveNetwork && parsed.GetValue(Patience) is not null)
            throw new ArgumentException("--patience is for dense and conv, which watch rows that are held out; contrastive learns for as many passes as --epochs says.");
        if (network != ContrastiveNetwork && parsed.GetValue(Views) is not null)
            throw new ArgumentException("--views is for contrastive; autoencoders see pictures as they are.");
        var settings = new TrainSettings(
            network,
            parsed.GetValue(DatasetArgument)!,
            Positive(parsed.GetValue(Epochs), "--epochs"),
            Positive(parsed.GetValue(Batch), "--batch"),
            parsed.GetValue(LearningRate) is { } rate ? Guard.Positive(rate, "--learning-rate") : null,
            Positive(parsed.GetValue(Patience), "--patience"),
            parsed.GetValue(Seed))
        {
            Views = parsed.GetValue(Views),
        };
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
        if (parsed.GetValue(Epochs) is not { } epochs)
            return settings;
        return settings.Network == ContrastiveNetwork
            ? throw new ArgumentException("A contrastive training cannot go on for more or fewer --epochs than it began with: its learning rate falls along all of them.")
            : settings with { Epochs = Guard.Positive(epochs, "--epochs") };
    }

    private static int? Positive(int? value, string option) => value is { } number ? Guard.Positive(number, option) : null;

    private static void Report(IEncoderModel model, string folder)
    {
        var (history, best) = (model.History, model.History.Epochs[model.History.BestEpoch - 1]);
        Console.WriteLine(model.Describe());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Amount.Of(history.Epochs.Count, "epoch")}, weights of epoch {history.BestEpoch}: training loss {best.TrainingLoss:0.000000}{(best.ValidationLoss is { } held ? $", validation loss {held:0.000000}" : string.Empty)}"));
        if (model.Judgement is { } judgement)
            Console.WriteLine(judgement);
        Console.WriteLine($"Saved in {Path.GetFullPath(folder)}");
        Answer.Give("train", () => new
        {
            Folder = Path.GetFullPath(folder),
            Epochs = history.Epochs.Count,
            history.BestEpoch,
            best.TrainingLoss,
            best.ValidationLoss,
            Check = model.Judgement,
        });
    }

    /// <summary>A line an epoch on standard error, written when the epoch is saved.</summary>
    private sealed class EpochLines(string loss) : IProgress<FitProgress>
    {
        private const string Training = "training";  // other stages go before it

        private readonly StepClock _clock = new(TimeProvider.System);

        public void Report(FitProgress value)
        {
            _clock.Begins(value);
            if (Terminal.IsQuiet || value.Stage != Training)
                return;
            var left = _clock.Left is { } time ? $", at most {StepClock.InWords(time)} left" : string.Empty;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {value.Step} of at most {value.MaxSteps}: {loss} {value.Objective:0.000000}{left}"));
        }
    }
}
