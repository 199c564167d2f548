using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Tests.Encoding;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_dense_network_has_the_layers_and_parameters_of_the_report()
    {
        var table = Table(new DenseArchitecture());
        Assert.Equal([2000, 1000, 500, 10, 500, 1000, 2000, 784], table.Lines.Select(line => line.OutputShape[0]));
        Assert.Equal([1570000, 2001000, 500500, 5010, 5500, 501000, 2002000, 1568784], table.Lines.Select(line => line.ParameterCount));
        Assert.Equal(8153794, table.Total);
    }

    [Fact]
    public void The_convolutional_network_has_twelve_layers_that_compute()
    {
        var lines = Table(new ConvolutionalArchitecture()).Lines.Where(line => line.Kind is not ("Flatten" or "Reshape")).ToList();
        Assert.Equal(
            [
                "Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Conv2D", "Dense",
                "Dense", "Conv2D", "Upsampling2D", "Conv2D", "Upsampling2D", "Conv2D",
            ],
            lines.Select(line => line.Kind));
        Assert.Equal(
            ["[28, 28, 32]", "[14, 14, 32]", "[14, 14, 64]", "[7, 7, 64]", "[7, 7, 128]", "[10]", "[6272]", "[7, 7, 64]", "[14, 14, 64]", "[14, 14, 32]", "[28, 28, 32]", "[28, 28, 1]"],
            lines.Select(line => line.OutputShape.ToString()));
        Assert.InRange(Multiplications(lines), 15.02e6, 15.04e6);
    }

    [Fact]
    public void A_code_without_a_dense_layer_keeps_its_places()
    {
        var table = Table(new ConvolutionalArchitecture { CodeChannels = 2 });
        Assert.Equal(12, table.Lines.Count);
        Assert.Equal("[7, 7, 2]", table.Lines[5].OutputShape.ToString());
        Assert.Equal("[28, 28, 1]", table.Lines[^1].OutputShape.ToString());
    }

    [Fact]
    public void Counted_parameters_are_those_of_the_network()
    {
        IArchitecture[] architectures =
        [
            new DenseArchitecture(),
            new DenseArchitecture { Widths = [7, 3] },
            new ConvolutionalArchitecture(),
            new ConvolutionalArchitecture { CodeChannels = 3, Dropout = 0.1 },
            new ConvolutionalArchitecture { Shape = new ImageShape(16, 8, 3), Channels = [4, 5, 6, 7], Window = 5, CodeLength = 9 },
            new ConvolutionalArchitecture { Shape = new ImageShape(5, 7, 2), Channels = [3] },
        ];
        Assert.All(architectures, architecture => Assert.Equal(Table(architecture).Total, architecture.ParameterCount));
    }

    [Fact]
    public void Dropout_stands_after_every_pooling()
    {
        var kinds = Table(new ConvolutionalArchitecture { Dropout = 0.2 }).Lines.Select(line => line.Kind).ToList();
        Assert.Equal(2, kinds.Count(kind => kind == "Dropout"));
        Assert.Equal("MaxPooling2D", kinds[kinds.IndexOf("Dropout") - 1]);
    }

    [Fact]
    public void The_table_prints_in_columns()
    {
        var expected = """
            Layer               Output shape          Parameters
            Input               4                              0
            Dense               2                             10
            Dense               4                             12
            Total parameters: 22 (22 trainable)
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Table(new DenseArchitecture { Widths = [4, 2] }).ToString());
    }

    [Fact]
    public void Images_that_cannot_be_halved_are_refused() =>
        Assert.Contains("multiples of 4", Assert.Throws<ArgumentException>(() =>
            new ConvolutionalArchitecture { Shape = new ImageShape(30, 28, 1) }.Build(new Rng(0))).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DenseArchitecture { Widths = [784] });
        Assert.Throws<ArgumentException>(() => new DenseArchitecture { Widths = [784, 0] });
        Assert.Throws<ArgumentException>(() => new ConvolutionalArchitecture { Channels = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionalArchitecture { Dropout = 1 });
    }

    [Theory]
    [InlineData("""{"$type":"dense","Widths":[40000,40000]}""")]
    [InlineData("""{"$type":"dense","Widths":[4,0]}""")]
    [InlineData("""{"$type":"dense","Widths":[4,2],"Unknown":1}""")]
    [InlineData("""{"$type":"other"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public void A_model_file_with_other_settings_than_weights_is_refused(string architecture)
    {
        var model = (new Autoencoder { Architecture = new DenseArchitecture { Widths = [4, 2] }, Trainer = new Trainer { Epochs = 1 } })
            .Fit(new Matrix(20, 4, new float[80]));
        var file = model.ToSafeTensors();
        var metadata = new Dictionary<string, string>(file.Metadata) { ["architecture"] = architecture };
        Assert.Throws<InvalidDataException>(() => AutoencoderModel.From(new Networks.Storage.SafeTensors(file.Tensors, metadata)));
    }

    private static LayerTable Table(IArchitecture architecture)
    {
        var network = architecture.Build(new Rng(1));
        return new LayerTable(network.InputShape, [.. network.Encoder.Layers, .. network.Decoder.Layers]);
    }

    /// <summary>Of one image forward; a layer's parameters without its biases work once per place of its output.</summary>
    private static double Multiplications(IReadOnlyList<LayerLine> lines) => lines.Where(line => line.ParameterCount > 0).Sum(line =>
        (double)(line.ParameterCount - line.OutputShape[^1]) * (line.OutputShape.Count == 3 ? line.OutputShape[0] * line.OutputShape[1] : 1));
}
