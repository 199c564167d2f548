using Kindred.Datasets.Images;

namespace Kindred.Onnx.Tests;

/// <summary>The network of the package, skipped by name where it was not fetched.</summary>
public sealed class ResNet18Tests
{
    [ResNet18Fact]
    public void Makes_512_numbers_none_of_them_negative()
    {
        using var encoder = KnownEncoders.Settings(KnownEncoders.Of("resnet18"))!.Load();
        Assert.Equal(512, encoder.Identity.Columns);
        var row = new float[512];
        encoder.Encode(ImageFile.Read(OnnxFixture.PathOf("picture4.png")), row);
        Assert.All(row, value => Assert.True(value >= 0));
    }

    [ResNet18Fact]
    public void Is_found_again_by_its_checksum()
    {
        using var encoder = KnownEncoders.Settings(KnownEncoders.Of("resnet18"))!.Load();
        using var again = KnownEncoders.For(encoder.Identity).Load();
        Assert.Equal(encoder.Identity, again.Identity);
        Assert.Contains("another network", Assert.Throws<ArgumentException>(() => KnownEncoders.For(encoder.Identity with { Sha256 = new string('0', 64) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_here_is_named_with_how_to_come_by_it()
    {
        var identity = new Kindred.Datasets.EncoderIdentity
        {
            Name = "stranger",
            Sha256 = new string('1', 64),
            Columns = 3,
            Preparation = new PicturePreparation { Size = 8 },
            Source = "Ask a friend.",
        };
        Assert.Equal(
            "The model was made with the encoder stranger (SHA-256 1111111111111111…), which is not on this machine. Ask a friend.",
            Assert.Throws<ArgumentException>(() => KnownEncoders.For(identity)).Message);
    }
}

/// <summary>Skipped by name where ResNet18 was not fetched.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResNet18FactAttribute : FactAttribute
{
    public ResNet18FactAttribute() => Skip = KnownEncoders.Find(KnownEncoders.Of("resnet18")) is not null
        ? null
        : "ResNet18 is not on this machine: run 'kindred encoders get resnet18'.";
}
