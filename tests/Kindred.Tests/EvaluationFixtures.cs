using System.Text.Json;
using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests;

/// <summary>What scikit-learn says; made by tests/fixtures/make_evaluation_fixtures.py.</summary>
internal static class EvaluationFixtures
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static EvaluationFile Evaluation { get; } = Read<EvaluationFile>("evaluation.json");

    public static IReadOnlyList<PcaCase> Pca { get; } = Read<PcaCase[]>("pca.json");

    public static Matrix ToMatrix(double[][] rows) =>
        new(rows.Length, rows[0].Length, rows.SelectMany(row => row).Select(value => (float)value).ToArray());

    private static T Read<T>(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException($"The tests run outside the repository, so {name} is not to be found.");
        return JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(folder.FullName, "tests", "fixtures", name)), Options)!;
    }
}

internal sealed record EvaluationFile(TableCase[] Tables, LabelCase[] Labels, RowCase[] Rows);

internal sealed record TableCase(string Name, long[][] Counts, Scores Scores);

internal sealed record LabelCase(int[] Classes, int[] Groups, Scores Scores);

internal sealed record RowCase(double[][] Rows, int[] Groups, double Silhouette, double DaviesBouldin, double CalinskiHarabasz);

internal sealed record PcaCase(
    double[][] Rows,
    int Components,
    bool Whiten,
    double[] Mean,
    double[][] Directions,
    double[] ExplainedVariance,
    double[] ExplainedVarianceRatio,
    double[][] Transformed,
    double[][] Restored);
