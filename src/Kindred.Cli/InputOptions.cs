using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Cli;

/// <summary>How what lies at a path becomes samples: options of every command that opens data, and what they led to, in words.</summary>
internal static partial class InputOptions
{
    public const string Paths = "wardrobe, fashion-mnist, or a path: a folder of PNG or JPEG images, IDX, CSV or TSV, .npy or .npz.";

    private const int SkippedShown = 5;

    private static readonly ImageSize Fallback = new(32, 32);

    private static readonly Option<string?> Size = new("--size")
    {
        Description = $"Brings the images of a folder to this height and width, e.g. 64x64; as they are, unless they have several sizes or are large: then {Fallback}.",
        HelpName = "HxW",
    };

    private static readonly Option<bool> Grey = new("--grey") { Description = "Makes the images of a folder grey." };
    private static readonly Option<bool> Rgb = new("--rgb") { Description = "Keeps red, green and blue; so it is anyway unless all images are grey." };
    private static readonly Option<bool> LabelsFromFolders = new("--labels-from-folders") { Description = "The folder an image lies in is its true class, for scoring only." };
    private static readonly Option<bool> Strict = new("--strict") { Description = "A damaged image is an error; otherwise it is skipped and named." };

    public static Command WithInputOptions(this Command command)
    {
        foreach (var option in (Option[])[Size, Grey, Rgb, LabelsFromFolders, Strict, .. TableOptions.All])
            command.Add(option);
        return command;
    }

    /// <summary>Those that choose columns and say what becomes of damaged files; where the shape of images is not open.</summary>
    public static Command WithRowOptions(this Command command)
    {
        foreach (var option in (Option[])[Strict, .. TableOptions.All])
            command.Add(option);
        return command;
    }

    /// <summary>As asked on the command line.</summary>
    /// <exception cref="ArgumentException">Options contradict each other, or a size is none.</exception>
    public static DatasetOptions Of(ParseResult parsed)
    {
        if (parsed.GetValue(Grey) && parsed.GetValue(Rgb))
            throw new ArgumentException("--grey and --rgb exclude each other.");
        return TableOptions.Add(CommonOptions.DataOf(parsed), parsed) with
        {
            TakesPipes = true,
            Images = new ImageFolderOptions
            {
                Size = parsed.GetValue(Size) is { } size ? Parse(size) : null,
                FallbackSize = Fallback,
                Channels = parsed.GetValue(Grey) ? 1 : parsed.GetValue(Rgb) ? 3 : null,
                LabelsFromFolders = parsed.GetValue(LabelsFromFolders),
                Strict = parsed.GetValue(Strict),
            },
        };
    }

    /// <summary>Says what was read, and what could not be.</summary>
    public static void Describe(Dataset data, TextWriter output)
    {
        var what = data.Shape.IsTable ? $"rows of {data.Shape.Size} numbers" : $"{(data.Shape.Channels == 1 ? "grey images" : "colour images")} of {data.Shape.Height}x{data.Shape.Width}";
        var count = data.Parts.Present().Sum(part => part.Part.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: {count:N0} {what}."));
        if (data.Table is { } table)
            TableOptions.Describe(table, output);
        if (data.Files is not { } files)
            return;
        if (files.SizeNote is not null)
            output.WriteLine($"{files.SizeNote} --size chooses another size.");
        if (files.OtherCount > 0)
            output.WriteLine($"Left alone: {files.OtherCount} {(files.OtherCount == 1 ? "file whose name is not that of an image" : "files whose names are not those of images")}.");
        if (files.Skipped.Count > 0)
            output.WriteLine($"Skipped, being damaged: {files.Skipped.Count} {(files.Skipped.Count == 1 ? "file" : "files")}.");
        foreach (var (path, reason) in files.Skipped.Take(SkippedShown))
            output.WriteLine($"  {path}: {reason}");
        if (files.Skipped.Count > SkippedShown)
            output.WriteLine($"  and {files.Skipped.Count - SkippedShown} more, all named in run.json.");
    }

    private static ImageSize Parse(string text)
    {
        var match = SizePattern().Match(text);
        return match.Success ? new ImageSize(Side(match.Groups[1].Value), Side(match.Groups[2].Value))
            : throw new ArgumentException($"--size {text} is no size; height and width are needed, from 1 to 9999, as in 64x64.");
    }

    private static int Side(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([1-9][0-9]{0,3})[x×X]([1-9][0-9]{0,3})$")]
    private static partial Regex SizePattern();
}
