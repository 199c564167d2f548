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
            new ConvolutionalArchitecture { BatchNormalization = true, Channels = [4, 5, 6] },
            new ConvolutionalArchitecture { BatchNormalization = true, Channels = [4, 5], CodeChannels = 3 },
            new ConvolutionalArchitecture { Shape = new ImageShape(16, 8, 3), Channels = [4, 5, 6, 7], Window = 5, CodeLength = 9 },
            new ConvolutionalArchitecture { Shape = new ImageShape(5, 7, 2), Channels = [3] },
            new ConvolutionalArchitecture { Shape = new ImageShape(30, 45, 3), Channels = [3, 4, 5] },
            new ConvolutionalArchitecture { Shape = new ImageShape(13, 6, 3), Channels = [3, 4, 5], CodeChannels = 2 },
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
    public void Images_that_cannot_be_halved_are_framed_and_cut_back()
    {
        var architecture = new ConvolutionalArchitecture { Shape = new ImageShape(30, 45, 3) };
        var lines = Table(architecture).Lines;
        Assert.Equal(("EdgePadding2D", "[32, 48, 3]"), (lines[0].Kind, lines[0].OutputShape.ToString()));
        Assert.Equal(("Conv2D", "[32, 48, 32]"), (lines[1].Kind, lines[1].OutputShape.ToString()));
        Assert.Equal(("Cropping2D", "[30, 45, 3]"), (lines[^1].Kind, lines[^1].OutputShape.ToString()));
        Assert.Equal(30 * 45 * 3, architecture.Inputs);
        Assert.Contains("Frame = 48x32x3", architecture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_can_be_halved_are_left_as_they_are()
    {
        var architecture = new ConvolutionalArchitecture { Shape = new ImageShape(28, 12, 3) };
        Assert.DoesNotContain(Table(architecture).Lines, line => line.Kind is "EdgePadding2D" or "Cropping2D");
        Assert.DoesNotContain("Frame", architecture.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("ConvolutionalArchitecture { Shape = 12x28x3, Channels = [32, 64, 128], ", architecture.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 7, 8, 8)]
    [InlineData(6, 9, 8, 12)]
    [InlineData(1, 3, 4, 4)]
    public void A_framed_network_sees_the_outermost_pixels_repeated(int height, int width, int frameHeight, int frameWidth)
    {
        var framed = new ConvolutionalArchitecture { Shape = new ImageShape(height, width, 3), Channels = [4, 5, 6] };
        var plain = framed with { Shape = new ImageShape(frameHeight, frameWidth, 3) };
        var (small, large) = (Drawn(height, width), new float[frameHeight * frameWidth * 3]);
        for (var i = 0; i < large.Length; i++)
        {
            var (y, x) = ((i / 3 / frameWidth) - ((frameHeight - height) / 2), (i / 3 % frameWidth) - ((frameWidth - width) / 2));
            large[i] = small[(((Math.Min(Math.Max(y, 0), height - 1) * width) + Math.Min(Math.Max(x, 0), width - 1)) * 3) + (i % 3)];
        }

        var ((code, restored), (plainCode, plainRestored)) = (Through(framed, small), Through(plain, large));

        Assert.Equal(plainCode, code);
        for (var i = 0; i < restored.Length; i++)
        {
            var (y, x) = ((i / 3 / width) + ((frameHeight - height) / 2), (i / 3 % width) + ((frameWidth - width) / 2));
            Assert.Equal(plainRestored[(((y * frameWidth) + x) * 3) + (i % 3)], restored[i]);
        }
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 1)]
    public void Images_that_would_be_mostly_border_are_refused(int height, int width) =>
        Assert.Contains("more than 1,", Assert.Throws<ArgumentException>(() => new ConvolutionalArchitecture
        {
            Shape = new ImageShape(height, width, 1),
            Channels = [4, 4, 4, 4],
        }.Build(new Rng(0))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 28, 1)]
    [InlineData(28, -28, 1)]
    [InlineData(28, 28, 0)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Impossible_shapes_are_refused(int height, int width, int channels) =>
        Assert.Throws<ArgumentException>(() => new ConvolutionalArchitecture { Shape = new ImageShape(height, width, channels) });

    [Fact]
    public void Counts_beyond_all_memory_do_not_overflow()
    {
        Assert.True(new DenseArchitecture { Widths = [int.MaxValue, int.MaxValue, int.MaxValue] }.ParameterCount > 1L << 62);
        var wide = new ConvolutionalArchitecture { Channels = [int.MaxValue, int.MaxValue], Window = int.MaxValue };
        Assert.True(wide.ParameterCount > 1L << 62);
    }

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
        var file = model.Store();
        var metadata = new Dictionary<string, string>(file.Metadata) { ["architecture"] = architecture };
        Assert.Throws<InvalidDataException>(() => AutoencoderModel.From(new Networks.Storage.SafeTensors(file.Tensors, metadata)));
    }

    private static float[] Drawn(int height, int width)
    {
        var rng = new Rng(3);
        return [.. Enumerable.Range(0, height * width * 3).Select(_ => (float)rng.NextDouble())];
    }

    /// <summary>One image through a network with its starting values: its code, and what is restored from it.</summary>
    private static (float[] Code, float[] Restored) Through(ConvolutionalArchitecture architecture, float[] image)
    {
        var network = architecture.Build(new Rng(1));
        using var graph = new Networks.Graph();
        var x = graph.Input([1, .. network.InputShape]);
        image.CopyTo(x.Values);
        var code = network.Encoder.Forward(x);
        var restored = network.Decoder.Forward(code);
        graph.Forward();
        return (code.Values.ToArray(), restored.Values.ToArray());
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
