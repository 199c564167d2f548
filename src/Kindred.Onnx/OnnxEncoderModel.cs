using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Onnx;

/// <summary>An open image tower. One picture at a time goes through it, on the thread that asks, so that its numbers depend on nothing but the picture.</summary>
public sealed class OnnxEncoderModel : IPictureEncoder
{
    private readonly OnnxTower? _before;
    private readonly OnnxTower _tower;

    private OnnxEncoderModel(EncoderIdentity identity, OnnxTower? before, OnnxTower tower) => (Identity, _before, _tower) = (identity, before, tower);

    public EncoderIdentity Identity { get; }

    /// <summary>Looks at two pictures, which must give two vectors.</summary>
    internal static OnnxEncoderModel Of(EncoderIdentity identity, OnnxTower? before, OnnxTower tower)
    {
        var model = new OnnxEncoderModel(identity, before, tower);
        var (dark, mixed) = (model.Numbers(TestPicture(isMixed: false)), model.Numbers(TestPicture(isMixed: true)));
        if (dark.Length != mixed.Length || dark.AsSpan().SequenceEqual(mixed))
            throw new DataFileException(identity.Name, "the network gives the same numbers for different pictures, so they say nothing of them; another output is needed (--encoder-output).");
        return new OnnxEncoderModel(identity with { Columns = dark.Length }, before, tower);
    }

    public void Encode(Picture picture, Span<float> row)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (row.Length != Identity.Columns)
            throw new ArgumentException($"{Identity.Name} makes {Identity.Columns} numbers of a picture, there is room for {row.Length}.", nameof(row));
        Numbers(picture).CopyTo(row);
    }

    public void Dispose()
    {
        _before?.Dispose();
        _tower.Dispose();
    }

    private static Picture TestPicture(bool isMixed)
    {
        const int Side = 64;
        var samples = new byte[Side * Side * 3];
        for (var i = 0; i < samples.Length && isMixed; i++)
            samples[i] = (byte)((i * 37) ^ (i >> 5));
        return new Picture(Side, Side, 3, samples);
    }

    private float[] Numbers(Picture picture)
    {
        var preparation = Identity.Preparation;
        var planes = PictureFilter.Prepare(picture, preparation);
        try
        {
            if (_before is not null)
                planes = _before.Run(planes, preparation.Size);
            else
                Normalize(planes, preparation);
            var numbers = _tower.Run(_tower.ChannelsFirst ? planes : SideBySide(planes), preparation.Size);
            return Array.TrueForAll(numbers, float.IsFinite) ? numbers : throw new InvalidDataException($"{Identity.Name} gives numbers that are not finite; its preparation or its file is wrong.");
        }
        catch (OnnxRuntimeException broken)
        {
            throw new InvalidDataException($"{Identity.Name} cannot be run on pictures of {preparation.Size}x{preparation.Size} ({OnnxTower.Sentence(broken)}); another --encoder-input may be needed.", broken);
        }
    }

    // (level · scale − mean) / deviation, in the network's order of colours
    private static void Normalize(float[] planes, PicturePreparation preparation)
    {
        var plane = planes.Length / 3;
        for (var colour = 0; colour < 3; colour++)
        {
            var (mean, deviation) = (preparation.Mean[colour], preparation.Deviation[colour]);
            foreach (ref var value in planes.AsSpan(colour * plane, plane))
                value = (float)(((value * preparation.Scale) - mean) / deviation);
        }

        if (preparation.Order == ColourOrder.Bgr)
        {
            var red = planes[..plane];
            planes.AsSpan(2 * plane, plane).CopyTo(planes);
            red.CopyTo(planes.AsSpan(2 * plane));
        }
    }

    private static float[] SideBySide(float[] planes)
    {
        var plane = planes.Length / 3;
        var pixels = new float[planes.Length];
        for (var i = 0; i < plane; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (planes[i], planes[plane + i], planes[(2 * plane) + i]);
        return pixels;
    }
}
