using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

/// <summary>Files that someone who knows the format made to do harm, checksums and all.</summary>
public sealed class AlteredModelTests
{
    private static readonly ConvolutionalArchitecture Narrow = new() { Shape = new ImageShape(2, 3, 1), Channels = [100, 1], Window = 1, CodeChannels = 1 };

    [Theory]
    [InlineData(4096)]
    [InlineData(1024)]
    public void A_small_file_whose_network_would_take_gigabytes_is_refused(int side)
    {
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Images(Narrow)));
        Alter(entries, "architecture", text => text.Replace("\"Height\":2,\"Width\":3", $"\"Height\":{side},\"Width\":{side}", StringComparison.Ordinal));
        entries["model.json"] = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(entries["model.json"])
            .Replace("\"height\": 2", $"\"height\": {side}", StringComparison.Ordinal).Replace("\"width\": 3", $"\"width\": {side}", StringComparison.Ordinal));
        var file = SmallModels.Zip(entries);

        Assert.InRange(file.Length, 0, 20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("values of one row", Assert.Throws<DataFileException>(() => SmallModels.Read(file)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_small_file_with_a_million_components_is_refused_before_they_take_gigabytes()
    {
        const int components = 1 << 20;
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Table()));
        var ones = Enumerable.Repeat(1.0 / components, components).ToArray();
        entries["clusterer.safetensors"] = Bytes(new SafeTensors([], new Dictionary<string, string> { ["covariance"] = "full" },
            [new StoredDoubles("weights", [components], ones), new StoredDoubles("means", [components, 1], ones), new StoredDoubles("covariances", [components, 1, 1], ones)]));
        var file = SmallModels.Zip(entries);

        Assert.Contains("at most 65536", Assert.Throws<DataFileException>(() => SmallModels.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_makes_what_are_no_numbers_is_not_blamed_on_the_rows()
    {
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Table()));
        var name = entries.Keys.Order(StringComparer.Ordinal).First(key => key.StartsWith("step-1", StringComparison.Ordinal));
        var file = SafeTensors.Read(new MemoryStream(entries[name]));
        entries[name] = Bytes(new SafeTensors([.. file.Tensors.Select(array => new StoredTensor(array.Name, array.Shape, array.Values.ToArray().Select(_ => float.Epsilon).ToArray()))],
            file.Metadata, [.. file.Doubles.Select(array => new StoredDoubles(array.Name, array.Shape, array.Values.ToArray().Select(_ => 1e-60).ToArray()))]));
        var model = SmallModels.Read(SmallModels.Zip(entries));

        Assert.Contains("A step of the model", Assert.Throws<InvalidDataException>(() => model.Assign(SmallModels.Rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_network_that_is_likely_to_be_trained_may_be_loaded()
    {
        IArchitecture[] likely =
        [
            new DenseArchitecture(),
            new ConvolutionalArchitecture { Shape = new ImageShape(512, 512, 3) },
            new ConvolutionalArchitecture { Shape = new ImageShape(224, 224, 3), BatchNormalization = true },
        ];
        Assert.All(likely, architecture => Assert.InRange(architecture.ActivationCount, 1, Architectures.MostActivations));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bound_counts_all_that_a_pass_makes(bool normalised)
    {
        IArchitecture architecture = new ConvolutionalArchitecture { Shape = new ImageShape(13, 10, 3), Channels = [5, 6, 7], BatchNormalization = normalised };
        var network = architecture.Build(new Rng(1));
        using var graph = new Networks.Graph();
        var x = graph.Input([1, .. network.InputShape]);
        var made = (double)x.Length;
        foreach (var layer in (Networks.Layers.Layer[])[.. network.Encoder.Layers, .. network.Decoder.Layers])
        {
            x = layer.Forward(x);
            made += layer is Networks.Layers.BatchNormalization ? 3 * x.Length : layer is Networks.Layers.Reshape or Networks.Layers.Flatten ? 0 : x.Length;
        }

        Assert.InRange(architecture.ActivationCount / made, 1, 2);
    }

    [Fact]
    public void A_network_whose_weights_give_no_numbers_is_not_believed()
    {
        var model = WithHugeNumbers("step-1.safetensors");
        Assert.Contains("weights", Assert.Throws<InvalidDataException>(() => model.Assign(SmallModels.Rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Centres_beyond_all_measure_never_give_a_distance_that_is_no_number()
    {
        var model = WithHugeNumbers("clusterer.safetensors");
        try
        {
            Assert.DoesNotContain(model.Assign(SmallModels.Rows).ToArray(), answer => float.IsNaN(answer.Distance));
        }
        catch (InvalidDataException refused)
        {
            Assert.Contains("not numbers", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Finite numbers, as large as they get.</summary>
    private static KindredModel WithHugeNumbers(string part)
    {
        var entries = SmallModels.Entries(SmallModels.Bytes(SmallModels.Images()));
        var file = SafeTensors.Read(new MemoryStream(entries[part]));
        var arrays = file.Tensors.Select(array => new StoredTensor(
            array.Name, array.Shape, array.Values.ToArray().Select((_, i) => i % 2 == 0 ? 1e38f : -1e38f).ToArray()));
        entries[part] = Bytes(new SafeTensors([.. arrays], file.Metadata));
        return SmallModels.Read(SmallModels.Zip(entries));
    }

    private static void Alter(Dictionary<string, byte[]> entries, string text, Func<string, string> change)
    {
        var file = SafeTensors.Read(new MemoryStream(entries["step-1.safetensors"]));
        var texts = new Dictionary<string, string>(file.Metadata);
        var changed = change(texts[text]);
        Assert.NotEqual(texts[text], changed);
        texts[text] = changed;
        entries["step-1.safetensors"] = Bytes(new SafeTensors(file.Tensors, texts));
    }

    private static byte[] Bytes(SafeTensors file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }
}
