using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests;

/// <summary>What scikit-learn says; made by tests/fixtures/make_evaluation_fixtures.py.</summary>
internal static class EvaluationFixtures
{
    public static EvaluationFile Evaluation { get; } = Fixture.Read<EvaluationFile>("evaluation.json");

    public static IReadOnlyList<PcaCase> Pca { get; } = Fixture.Read<PcaCase[]>("pca.json");

    public static Matrix ToMatrix(double[][] rows) =>
        new(rows.Length, rows[0].Length, rows.SelectMany(row => row).Select(value => (float)value).ToArray());
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
