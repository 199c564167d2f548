using System.Text.RegularExpressions;
using Kindred.Encoding;
using Kindred.Networks.Storage;

namespace Kindred.Models;

/// <summary>Trained encoders by themselves, one safetensors file each, as <c>kindred train</c> leaves them.</summary>
public static partial class EncoderFile
{
    /// <summary>Writes weights, architecture, history and what was told of it, as a whole or not at all.</summary>
    public static void Save(IEncoderModel encoder, string path)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        encoder.Store().Save(path);
    }

    /// <summary>What <see cref="Save"/> wrote: an encoder that gives the same bits.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message says what.</exception>
    public static IEncoderModel Load(string path)
    {
        var file = SafeTensors.Load(path);
        var format = file.Text("format");
        try
        {
            if (Kept().Match(format) is { Success: true } kept && ModelKinds.ReadStep(kept.Groups["kind"].Value, file) is IEncoderModel encoder)
                return encoder;
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{path} does not hold a whole encoder. {wrong.Message}", wrong);
        }

        throw new InvalidDataException($"{path} holds {format}, which is no encoder that 'kindred train' trains.");
    }

    [GeneratedRegex("^kindred-(?<kind>[a-z]+)-[0-9]+$")]
    private static partial Regex Kept();
}
