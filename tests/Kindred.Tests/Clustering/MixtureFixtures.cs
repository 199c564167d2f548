using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

/// <summary>What scikit-learn fits from the same start; made by tests/fixtures/make_mixture_fixtures.py.</summary>
internal static class MixtureFixtures
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static IReadOnlyList<MixtureCase> Cases { get; } = Read();

    public static Matrix ToMatrix(float[][] rows) => new(rows.Length, rows[0].Length, rows.SelectMany(row => row).ToArray());

    private static MixtureCase[] Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException("The tests run outside the repository, so mixture.json is not to be found.");
        return JsonSerializer.Deserialize<MixtureCase[]>(File.ReadAllText(Path.Combine(folder.FullName, "tests", "fixtures", "mixture.json")), Options)!;
    }
}

/// <param name="Rows">n x d</param>
/// <param name="Start">n x k, shares of each component in each row</param>
/// <param name="Fits">One per covariance kind</param>
internal sealed record MixtureCase(float[][] Rows, float[][] Start, MixtureFit[] Fits);

internal sealed record MixtureFit(
    CovarianceKind Covariance,
    double Tolerance,
    double Ridge,
    double LowerBound,
    int Iterations,
    bool Converged,
    double[] Weights,
    double[] Means,
    double[] Covariances,
    int[] Labels,
    double MeanLogLikelihood,
    double[] FirstLogLikelihoods,
    double[][] FirstProbabilities,
    double Aic,
    double Bic);
