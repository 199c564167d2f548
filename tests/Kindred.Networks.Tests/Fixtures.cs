using System.Text.Json;

namespace Kindred.Networks.Tests;

/// <summary>What PyTorch computed (tests/fixtures/make_network_fixtures.py), in Kindred's order of dimensions.</summary>
internal sealed record Fixtures(
    IReadOnlyList<FixtureCase> Cases, IReadOnlyList<FixtureLoss> Losses, IReadOnlyList<FixtureOptimizer> Optimizers, FixtureTraining Training)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static Fixtures Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", "networks.json"));
        return JsonSerializer.Deserialize<Fixtures>(file, Options)!;
    }
}

internal sealed record FixtureArray(int[] Shape, float[] Values)
{
    public Parameter ToParameter(string name)
    {
        var parameter = new Parameter(name, Shape);
        parameter.Set(Values);
        return parameter;
    }

    /// <summary>Every value agrees within <paramref name="tolerance"/> of the largest.</summary>
    public void AssertEqual(ReadOnlySpan<float> actual, string what, double tolerance = 2e-6)
    {
        Assert.Equal(Values.Length, actual.Length);
        var largest = Math.Max(1e-6, Values.Max(Math.Abs));
        for (var i = 0; i < Values.Length; i++)
            Assert.True(Math.Abs(Values[i] - actual[i]) <= tolerance * largest, $"{what}[{i}] is {actual[i]}, PyTorch says {Values[i]}.");
    }
}

internal sealed record FixtureCase(
    string Name,
    bool Training,
    IReadOnlyList<FixtureArray> Parameters,
    FixtureArray Weights,
    FixtureArray Result,
    IReadOnlyList<FixtureArray> Gradients,
    IReadOnlyList<FixtureArray> After);

internal sealed record FixtureLoss(string Name, FixtureArray X, FixtureArray Target, double Loss, FixtureArray Gradient);

internal sealed record FixtureOptimizer(string Name, FixtureArray Start, IReadOnlyList<FixtureStep> Steps);

internal sealed record FixtureTraining(
    FixtureArray Images, IReadOnlyList<FixtureArray> Start, IReadOnlyList<double> Losses, IReadOnlyList<FixtureArray> End);

internal sealed record FixtureStep(FixtureArray Gradient, FixtureArray Values);
