using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The network that a model's rows come from, as <c>model.json</c> names it: nothing of it is in the file.</summary>
internal sealed record EncoderDescription(string Name, string Sha256, string Output, string Source, int Size, int? ResizeTo, bool Stretch, Interpolation Interpolation, ColourOrder Order, double Scale, double[] Mean, double[] Deviation)
{
    private const int LongestText = 400;

    public static EncoderDescription Of(EncoderIdentity encoder)
    {
        var picture = encoder.Preparation;
        return new(encoder.Name, encoder.Sha256, encoder.Output, encoder.Source, picture.Size, picture.ResizeTo, picture.Stretch, picture.Interpolation, picture.Order, picture.Scale, [.. picture.Mean], [.. picture.Deviation]);
    }

    /// <exception cref="ArgumentException">It is no network, or pictures cannot be brought to it.</exception>
    public EncoderIdentity ToIdentity(int columns)
    {
        if (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("The encoder's checksum needs 64 hexadecimal digits.");
        if (((string[])[Name, Output, Source]).Any(text => text.Length > LongestText || text.Any(char.IsControl)) || Name.Length == 0)
            throw new ArgumentException($"The encoder's texts have at most {LongestText} characters, none of them a control character, and its name at least one.");
        return new EncoderIdentity
        {
            Name = Name,
            Sha256 = Sha256,
            Columns = columns,
            Output = Output,
            Source = Source,
            Preparation = new PicturePreparation
            {
                Size = Size,
                ResizeTo = ResizeTo,
                Stretch = Stretch,
                Interpolation = Interpolation,
                Order = Order,
                Scale = Scale,
                Mean = ValueList.Create<double>(Mean),
                Deviation = ValueList.Create<double>(Deviation),
            },
        };
    }
}
