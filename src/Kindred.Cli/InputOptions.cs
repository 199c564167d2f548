using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>How what lies at a path becomes samples: options of every command that opens data, and what they led to, in words.</summary>
internal static partial class InputOptions
{
    public const string Paths = "wardrobe, fashion-mnist, or a path: a folder of images (PNG, JPEG, WebP, GIF, BMP, TIFF), a table (CSV, TSV, Parquet, Arrow), arrays (.npy, .npz, HDF5) or IDX.";

    private const int FilesShown = 5;

    /// <summary>Shells complete the names of known data sets; they complete paths by themselves.</summary>
    public static T WithDatasetNames<T>(this T argument)
        where T : Argument
    {
        argument.HelpName = argument.Name;  // in help, which would list the names otherwise
        argument.CompletionSources.Add([.. DatasetCatalog.Known.Select(known => known.Name)]);
        return argument;
    }


    private static readonly ImageSize Fallback = new(32, 32);

    private static readonly Option<string?> Size = new("--size")
    {
        Description = $"Brings the images of a folder to this width and height, e.g. 64x48; as they are, unless they have several sizes or are large: then {Fallback}.",
        HelpName = "WxH",
    };

    private static readonly Option<ImageFit> Fit = new("--fit")
    {
        Description = "How images of other proportions come to that size: crop takes their middle, pad surrounds them with the pixels at their edge, stretch distorts them.",
        DefaultValueFactory = _ => new ImageFolderOptions().Fit,
        HelpName = "crop|pad|stretch",
    };

    private static readonly Option<bool> Grey = new("--grey") { Description = "Makes the images of a folder grey." };
    private static readonly Option<bool> Rgb = new("--rgb") { Description = "Keeps red, green and blue; so it is anyway unless all images are grey." };
    private static readonly Option<bool> LabelsFromFolders = new("--labels-from-folders") { Description = "The folder an image lies in is its true class, for scoring only." };
    private static readonly Option<bool> Strict = new("--strict") { Description = "A damaged image is an error; otherwise it is skipped and named." };

    public static Command WithInputOptions(this Command command)
    {
        foreach (var option in (Option[])[Size, Fit, Grey, Rgb, LabelsFromFolders, Strict, .. TableOptions.All])
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
                Fit = parsed.GetValue(Fit),
                Channels = parsed.GetValue(Grey) ? 1 : parsed.GetValue(Rgb) ? 3 : null,
                LabelsFromFolders = parsed.GetValue(LabelsFromFolders),
                Strict = parsed.GetValue(Strict),
                Cache = EncoderOptions.PicturesOf(parsed),
            },
        };
    }

    /// <summary>Says what was read, and what could not be.</summary>
    public static void Describe(Dataset data, TextWriter output)
    {
        var count = data.Parts.Present().Sum(part => part.Part.Count);
        output.WriteLine($"{data.Name}: {Counted(count, data.Shape)}.");
        if (data.Table is { } table)
            TableOptions.Describe(table, output);
        if (data.Files is not { } files)
            return;
        if (files.SizeNote is not null)
            output.WriteLine($"{files.SizeNote} --size chooses another size.");
        DescribeLeftOut(files, output);
    }

    /// <summary>So many rows or pictures of a shape, in words.</summary>
    public static string Counted(long count, ImageShape shape)
    {
        if (shape.IsTable)
            return $"{Amount.Of(count, "row", "N0")} of {Amount.Of(shape.Size, "number")}";
        var (kind, channels) = shape.Channels switch { 1 => ("grey image", string.Empty), 3 or 4 => ("colour image", string.Empty), var other => ("image", $" with {other} channels") };
        return $"{Amount.Of(count, kind, "N0")}{channels} of {shape.Width}x{shape.Height}";
    }

    /// <summary>Says what in a folder of images was not read, and why.</summary>
    public static void DescribeLeftOut(ImageFiles files, TextWriter output)
    {
        if (files.OtherCount > 0)
            output.WriteLine($"Left alone: {Count(files.OtherCount)} ({string.Join(", ", files.Others.Select(kind => $"{kind.Value} {kind.Key}"))}).");
        Name(files.LeftOut, "Left out", output);
        Name(files.Skipped, "Skipped, being damaged", output);

        static string Count(int files) => files == 1 ? "1 file that is no image" : $"{files} files that are no images";
    }

    /// <summary>How many, and the first of them with the reason.</summary>
    private static void Name(ValueList<SkippedFile> files, string what, TextWriter output)
    {
        if (files.Count == 0)
            return;
        output.WriteLine($"{what}: {files.Count}.");
        foreach (var (path, reason) in files.Take(FilesShown))
            output.WriteLine($"  {path}: {reason}");
        if (files.Count > FilesShown)
            output.WriteLine($"  and {files.Count - FilesShown} more, all named in run.json.");
    }

    private static ImageSize Parse(string text)
    {
        var match = SizePattern().Match(text);
        return match.Success ? new ImageSize(Height: Side(match.Groups[2].Value), Width: Side(match.Groups[1].Value))
            : throw new ArgumentException($"--size {text} is no size; width and height are needed, from 1 to 9999, as in 64x48.");
    }

    private static int Side(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([1-9][0-9]{0,3})[x×X]([1-9][0-9]{0,3})$")]
    private static partial Regex SizePattern();
}
