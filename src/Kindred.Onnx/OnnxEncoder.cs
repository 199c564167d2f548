using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Onnx;

/// <summary>An image tower in an ONNX file: one picture in, a vector out. What is not given is taken from a JSON file beside it, or from what it says of itself.</summary>
public sealed record OnnxEncoder
{
    /// <summary>The .onnx file.</summary>
    public required string Model { get; init; }

    /// <summary>What people call it; the file's name unless given.</summary>
    public string? Name { get; init; }

    /// <summary>A second .onnx file through which levels of 0 to 255 go before the network; null where there is none.</summary>
    public string? Before { get; init; }

    /// <summary>How to come by the file, as a sentence.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>Everything about preparing pictures; null: by <see cref="Preset"/>, a JSON file beside the model, its own metadata, and what follows here.</summary>
    public PicturePreparation? Preparation { get; init; }

    /// <summary>One of <see cref="PicturePresets.Names"/>.</summary>
    public string? Preset { get; init; }

    /// <summary>Pixels down and across.</summary>
    public int? InputSize { get; init => field = value is { } size ? Guard.Positive(size) : null; }

    /// <summary>Of red, green and blue in [0, 1].</summary>
    public ValueList<double>? Mean { get; init; }

    /// <summary>Of red, green and blue in [0, 1].</summary>
    public ValueList<double>? Deviation { get; init; }

    public ColourOrder? Order { get; init; }

    /// <summary>The output that is taken, where the network has several.</summary>
    public string? Output { get; init; }

    /// <summary>Opens the network, and looks at what it takes and gives.</summary>
    /// <exception cref="DataFileException">There is no such file, it is no image tower with a vector as output, or nothing says how pictures are prepared.</exception>
    /// <exception cref="ArgumentException">The settings contradict it.</exception>
    public OnnxEncoderModel Load()
    {
        var tower = OnnxTower.Open(Model, Output);
        try
        {
            var before = Before is null ? null : OnnxTower.Open(Before, output: null, givesPicture: true);
            var preparation = PreparationOf(tower);
            if (tower.Size is { } fixedSize && fixedSize != preparation.Size)
                throw new ArgumentException($"{Model} takes pictures of {fixedSize}x{fixedSize} pixels, not {preparation.Size}x{preparation.Size}; leave --encoder-input out, or give {fixedSize}.");
            var identity = new EncoderIdentity
            {
                Name = Name ?? Path.GetFileNameWithoutExtension(Model),
                Sha256 = Sha256(),
                Columns = 1,
                Preparation = preparation,
                Output = tower.OutputName,
                Source = Source,
            };
            return OnnxEncoderModel.Of(identity, before, tower);
        }
        catch
        {
            tower.Dispose();
            throw;
        }
    }

    /// <summary>Of the file, or of the checksums of both, in hexadecimal.</summary>
    public string Sha256() => Before is null ? HashOf(Model)
        : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{HashOf(Model)} {HashOf(Before)}")));

    internal static string HashOf(string file)
    {
        using var stream = OrdinaryFile.Open(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private PicturePreparation PreparationOf(OnnxTower tower)
    {
        if (Preparation is { } whole)
            return whole;
        var start = Preset is null ? null : PicturePresets.Of(Preset);
        if (start is not null && tower.Size is { } size)
            start = start with { Size = size, ResizeTo = Scaled(size, start) };
        if (PreparationJson.FileOf(Model) is { } file)
            start = PreparationJson.Read(file, start);
        else if (tower.Metadata is { } metadata)
            start = PreparationJson.Parse(metadata, Model, start);
        if (start is null && (Mean is null || Deviation is null))
        {
            throw new DataFileException(Model, "nothing says how pictures are prepared for this network, and prepared otherwise its numbers mean nothing; --encoder-preset "
                + $"({string.Join(", ", PicturePresets.Names)}), or --mean and --std, or its preprocessor_config.json beside it is needed.");
        }

        var side = InputSize ?? tower.Size ?? start?.Size
            ?? throw new DataFileException(Model, "the network takes pictures of any size; --encoder-input says which, as in --encoder-input 224.");
        start ??= new PicturePreparation { Size = side };
        return start with
        {
            Size = side,
            ResizeTo = side == start.Size ? start.ResizeTo : Scaled(side, start),
            Mean = Mean ?? start.Mean,
            Deviation = Deviation ?? start.Deviation,
            Order = Order ?? start.Order,
        };
    }

    /// <summary>A shorter side in the proportion that another size has to its own.</summary>
    private static int? Scaled(int size, PicturePreparation start) => start.ResizeTo is null ? null : (int)Math.Round((double)size * start.ShorterSide / start.Size);
}
