using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Storage;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Models;

/// <summary>Encoders kept by themselves.</summary>
public sealed class EncoderFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_encoder_comes_back_to_the_same_bits()
    {
        var (rows, path) = (Rows(), _folder["encoder.safetensors"]);
        var encoder = new Autoencoder { Architecture = new DenseArchitecture { Widths = [4, 6, 2] }, Trainer = new Trainer { Epochs = 2 }, Seed = 1 }.Fit(rows);
        EncoderFile.Save(encoder, path);
        var again = EncoderFile.Load(path);
        Assert.Equal(encoder.Transform(rows).Values.ToArray(), again.Transform(rows).Values.ToArray());
        Assert.Equal(encoder.Judgement, again.Judgement);
    }

    [Fact]
    public void Other_files_and_cut_ones_are_refused_in_a_sentence()
    {
        var path = _folder["other.safetensors"];
        ((IStored)new Pca { Components = 2 }.Fit(Rows())).Store().Save(path);
        Assert.Throws<InvalidDataException>(() => EncoderFile.Load(path));
        EncoderFile.Save(new Autoencoder { Architecture = new DenseArchitecture { Widths = [4, 6, 2] }, Trainer = new Trainer { Epochs = 1 }, Seed = 1 }.Fit(Rows()), path);
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 8, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => EncoderFile.Load(path));
        }
    }

    private static Matrix Rows() => new(40, 4, Enumerable.Range(0, 160).Select(i => i * 7919 % 101 / 100f).ToArray());
}
