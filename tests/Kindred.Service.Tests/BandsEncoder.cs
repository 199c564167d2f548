using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;

namespace Kindred.Service.Tests;

/// <summary>In place of a network: the means of four bands of a picture.</summary>
internal sealed class BandsEncoder : IPictureEncoder
{
    private const int Bands = 4;

    public EncoderIdentity Identity { get; } = new()
    {
        Name = "bands",
        Sha256 = new string('a', 64),
        Columns = Bands,
        Preparation = new PicturePreparation { Size = 8, Scale = 1, Mean = [0, 0, 0], Deviation = [1, 1, 1] },
    };

    public void Encode(Picture picture, Span<float> row)
    {
        for (var band = 0; band < Bands; band++)
        {
            var samples = picture.Samples.Slice(band * picture.Samples.Length / Bands, picture.Samples.Length / Bands);
            var sum = 1.0;
            foreach (var sample in samples)
                sum += sample;
            row[band] = (float)(sum / samples.Length);
        }
    }

    public void Dispose()
    {
    }
}
