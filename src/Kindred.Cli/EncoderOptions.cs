using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Onnx;
using Kindred.Selection;

namespace Kindred.Cli;

/// <summary>Which network looks at pictures, and how they are brought to it.</summary>
internal static class EncoderOptions
{
    public const string None = "none";

    public const int Looked = 256;  // pictures that tell whether all are photographs

    private const int Timed = 8;  // pictures that tell how long all would take

    /// <summary>What photographs lack without a network, and what it would bring.</summary>
    public static readonly string Missing = $"These photographs are grouped by their edges and colours. By what is in them they would be by a network: {KnownEncoders.Of(KnownEncoders.Default).Source[..^1]}, once, {KnownEncoders.Of(KnownEncoders.Default).Bytes / 1_000_000} MB.";

    private static readonly Option<string?> Encoder = new("--encoder")
    {
        Description = $"A network that looks at pictures: {string.Join(", ", KnownEncoders.All.Select(known => known.Name))} (see 'kindred encoders'), an .onnx file of your own, or none.",
        HelpName = "NAME|FILE",
    };

    private static readonly Option<string?> Preset = new("--encoder-preset")
    {
        Description = $"How pictures are prepared for an .onnx file: as for {string.Join(", ", PicturePresets.Names)}; its JSON beside it says it too.",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Input = new("--encoder-input") { Description = "Pixels down and across that the network takes, where it takes any.", HelpName = "PIXELS" };
    private static readonly Option<string?> Mean = new("--mean") { Description = "Means of red, green and blue in [0, 1] that the network was trained with, e.g. 0.485,0.456,0.406.", HelpName = "R,G,B" };
    private static readonly Option<string?> Deviation = new("--std") { Description = "Their standard deviations, e.g. 0.229,0.224,0.225.", HelpName = "R,G,B" };
    private static readonly Option<ColourOrder?> Order = new("--encoder-colours") { Description = "The order of colours that the network takes; rgb unless given.", HelpName = "rgb|bgr" };
    private static readonly Option<string?> Output = new("--encoder-output") { Description = "The output that is taken, where the network has several.", HelpName = "NAME" };
    private static readonly Option<bool> NoCache = new("--no-cache", "--no-encoder-cache") { Description = "Neither looks for numbers and small pictures that were made of files before, nor keeps them." };

    public static Command WithEncoderOptions(this Command command)
    {
        Encoder.CompletionSources.Add([.. KnownEncoders.All.Select(known => known.Name), None]);
        Preset.CompletionSources.Add([.. PicturePresets.Names]);
        foreach (var option in (Option[])[Encoder, Preset, Input, Mean, Deviation, Order, Output, NoCache])
            command.Add(option);
        return command;
    }

    /// <summary>Where a model says how pictures are prepared, and the network alone may have to be named.</summary>
    public static Command WithEncoderOption(this Command command)
    {
        command.Add(Encoder);
        command.Add(NoCache);
        return command;
    }

    /// <summary>Whether a network was asked for, or was refused by none.</summary>
    public static bool IsGiven(ParseResult parsed) => parsed.GetValue(Encoder) is not null;

    /// <summary>Whether no network is wanted.</summary>
    public static bool IsNone(ParseResult parsed) => parsed.GetValue(Encoder) == None;

    /// <summary>The network that was asked for; null where none was.</summary>
    /// <exception cref="ArgumentException">There is no such network here, or options contradict each other.</exception>
    public static OnnxEncoder? Of(ParseResult parsed)
    {
        var name = parsed.GetValue(Encoder);
        Option[] details = [Preset, Input, Mean, Deviation, Order, Output];
        var given = Array.Find(details, option => parsed.GetResult(option) is { Implicit: false });
        if (name is null or None)
            return given is null ? null : throw new ArgumentException($"{given.Name} belongs to --encoder FILE, which was not given.");
        if (!IsFile(name))
        {
            var known = KnownEncoders.Of(name);
            if (given is not null)
                throw new ArgumentException($"{given.Name} belongs to an .onnx file of your own; {name} knows how its pictures are prepared.");
            return KnownEncoders.Settings(known) ?? throw new ArgumentException($"The encoder {name} is not on this machine. {known.Source}");
        }

        return new OnnxEncoder
        {
            Model = name,
            Source = $"It is read from the file {Path.GetFileName(name)}: give its path with --encoder.",
            Preset = parsed.GetValue(Preset),
            InputSize = parsed.GetValue(Input),
            Mean = Three(parsed, Mean),
            Deviation = Three(parsed, Deviation),
            Order = parsed.GetValue(Order),
            Output = parsed.GetValue(Output),
        };
    }

    /// <summary>The same data with the numbers that the network makes of its pictures.</summary>
    private static Dataset Embed(Dataset data, OnnxEncoder settings, ParseResult parsed, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var encoder = settings.Load();
        return PictureEncoding.Embed(data, encoder, CacheOf(parsed), progress, cancellation);
    }

    /// <summary>The same data with the numbers of the network that was asked for or, where the choice is open and the pictures are photographs, of the usual one if it is here; else what is missing is said.</summary>
    public static Dataset Embed(Dataset data, OnnxEncoder? asked, bool isOpen, ParseResult parsed, CancellationToken cancellation)
    {
        isOpen &= !IsNone(parsed) && Photographs.Are(data);
        var settings = asked ?? (isOpen ? KnownEncoders.Settings(KnownEncoders.Of(KnownEncoders.Default)) : null);
        if (settings is not null)
            ConsoleProgress.Watch(progress => data = Embed(data, settings, parsed, progress, cancellation));
        else if (isOpen)
            Terminal.Notes.WriteLine(Missing);
        return data;
    }

    /// <summary>The same of pictures that are streamed, by one process.</summary>
    public static StreamedDataset Embed(StreamedDataset data, OnnxEncoder? asked, bool isOpen, ParseResult parsed, CancellationToken cancellation)
    {
        isOpen &= !IsNone(parsed) && data.Files is not null && Processes.All.Size == 1 && Photographs.Are(data.Take([.. Enumerable.Range(0, Math.Min(data.Rows.Rows, Looked))]));
        var settings = asked ?? (isOpen ? KnownEncoders.Settings(KnownEncoders.Of(KnownEncoders.Default)) : null);
        if (settings is null)
        {
            if (isOpen)
                Terminal.Notes.WriteLine(Missing);
            return data;
        }

        return Embed(data, settings, cancellation);
    }

    private static StreamedDataset Embed(StreamedDataset data, OnnxEncoder settings, CancellationToken cancellation)
    {
        var embedded = data;
        ConsoleProgress.Watch(progress =>
        {
            using var encoder = settings.Load();
            embedded = PictureEncoding.Embed(data, encoder, progress, cancellation);
        });
        return embedded;
    }

    /// <summary>What the usual network would cost that <c>cluster</c> takes for photographs, told from a few of them; null where it is not here, or the pictures are others.</summary>
    /// <param name="data">The data, or some of them.</param>
    public static EncodingCost? CostOf(Dataset data)
    {
        if (Processes.All.Size > 1 || !Photographs.Are(data) || KnownEncoders.Settings(KnownEncoders.Of(KnownEncoders.Default)) is not { } settings)
            return null;
        using var encoder = settings.Load();
        string[] paths = [.. data.Files!.Paths.Take(Timed).Select(path => Path.Combine(data.Files.Folder, path))];
        PictureEncoding.OfFiles(paths, encoder);  // the first pictures wait for the network to be laid out
        var begun = TimeProvider.System.GetTimestamp();
        PictureEncoding.OfFiles(paths, encoder);
        return new EncodingCost(encoder.Identity, TimeProvider.System.GetElapsedTime(begun).TotalSeconds / paths.Length);
    }

    /// <summary>What a model takes: the data themselves, or the numbers that its network makes of them.</summary>
    public static Dataset EmbedFor(KindredModel model, Dataset data, ParseResult parsed, CancellationToken cancellation)
    {
        if (model.Input.Encoder is not { } wanted || data.Shape.IsTable)
            return data;
        var embedded = data;
        ConsoleProgress.Watch(progress => embedded = Embed(data, For(wanted, parsed), parsed, progress, cancellation));
        return embedded.Embedded();
    }

    /// <summary>Whether streamed rows are what a model takes, or files that its network can be shown one after the other.</summary>
    public static bool CanEmbedFor(KindredModel model, StreamedDataset data) => model.Input.Encoder is null || data.Shape.IsTable || data.Files is not null;

    /// <inheritdoc cref="EmbedFor(KindredModel, Dataset, ParseResult, CancellationToken)"/>
    public static StreamedDataset EmbedFor(KindredModel model, StreamedDataset data, ParseResult parsed, CancellationToken cancellation) =>
        model.Input.Encoder is not { } wanted || data.Shape.IsTable ? data : Embed(data, For(wanted, parsed), cancellation);

    /// <summary>The network that a model was made with: the file that was given, else the known one.</summary>
    public static OnnxEncoder For(EncoderIdentity wanted, ParseResult parsed) =>
        KnownEncoders.For(wanted, parsed.GetValue(Encoder) is { } name and not None && IsFile(name) ? name : null);

    /// <summary>Null, too, for commands that cannot be told to do without.</summary>
    public static PictureCache? PicturesOf(ParseResult parsed) =>
        !parsed.CommandResult.Command.Options.Contains(NoCache) || parsed.GetValue(NoCache) ? null : PictureCache.ForUser();

    public static EncodingCache? CacheOf(ParseResult parsed) => parsed.GetValue(NoCache) ? null : EncodingCache.ForUser();

    private static bool IsFile(string name) => name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static ValueList<double>? Three(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        var numbers = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return numbers.Length == 3 && Array.TrueForAll(numbers, double.IsFinite) ? ValueList.Create<double>(numbers)
            : throw new ArgumentException($"{option.Name} takes three numbers with commas between them, as in 0.5,0.5,0.5, not '{text}'.");
    }
}
