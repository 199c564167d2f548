using System.Globalization;
using System.Text.Json;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Xunit.Abstractions;

namespace Kindred.Tests.Encoding;

/// <summary>Learning is as good as PyTorch's, on the real Fashion-MNIST, from the same network, starting distribution, optimizer, batch and epochs.</summary>
[Trait("Category", "Slow")]
public sealed class LearningTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    [FashionMnistTheory]
    [InlineData("dense")]
    [InlineData("conv")]
    public void The_validation_error_is_within_three_percent_of_PyTorch(string network)
    {
        var reference = Reference.Where(run => run.Network == network).ToList();
        var x = FashionMnist.Load().Train.Bytes!;
        var errors = reference.Select(run => Train(x.Slice(0, run.Rows), x.Slice(x.Rows - run.Validation, run.Validation), run)).ToList();

        var (ours, theirs) = (errors.Average(), reference.Average(run => run.Best));
        output.WriteLine($"{network}: {ours:f6} ({string.Join(", ", errors.Select(error => error.ToString("f6", CultureInfo.InvariantCulture)))}); PyTorch {theirs:f6}.");
        Assert.Equal(3, reference.Count);
        Assert.True(ours <= 1.03 * theirs, $"The mean over {errors.Count} seeds is {ours:f6} ({string.Join(", ", errors)}); PyTorch's is {theirs:f6}.");
    }

    private static IReadOnlyList<Run> Reference => [.. File.ReadLines(ReferencePath())
        .Select(line => JsonSerializer.Deserialize<Run>(line, Options)!)];

    private static string ReferencePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException("The tests run outside the repository.");
        return Path.Combine(folder.FullName, "tests", "fixtures", "learning_torch.jsonl");
    }

    private static double Train(ByteMatrix x, ByteMatrix validation, Run run)
    {
        IArchitecture architecture = run.Network == "dense"
            ? new DenseArchitecture { Initialization = Initialization.FanInUniform }
            : new ConvolutionalArchitecture { Initialization = Initialization.FanInUniform };
        var settings = new Autoencoder { Architecture = architecture, Trainer = new Trainer { Epochs = run.Epochs }, Seed = (ulong)run.Seed };
        return settings.Fit(x, validation).History.Epochs.Min(epoch => epoch.ValidationLoss!.Value);
    }

    /// <summary>A line of eng/compare_learning_torch.py.</summary>
    private sealed record Run(string Network, int Rows, int Validation, int Epochs, int Seed, double Best);
}
