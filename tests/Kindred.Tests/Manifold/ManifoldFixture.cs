using Kindred.Numerics;

namespace Kindred.Tests.Manifold;

/// <summary>What umap-learn and scikit-learn say; tests/fixtures/make_manifold_fixtures.py.</summary>
internal sealed record ManifoldFixture(CurveCase[] Curves, TrustCase[] Trust, MadeSet Made)
{
    public static ManifoldFixture Read { get; } = Fixture.Read<ManifoldFixture>("manifold.json");

    public static Matrix ToMatrix(double[][] rows) => new(rows.Length, rows[0].Length, rows.SelectMany(row => row).Select(value => (float)value).ToArray());
}

internal sealed record CurveCase(double MinDistance, double Spread, double A, double B);

internal sealed record TrustCase(double[][] X, double[][] Y, int Neighbours, double Value);

internal sealed record MadeSet(double[][] X, EmbeddingCase[] Embeddings);

internal sealed record EmbeddingCase(int Components, double MinDistance, double Trust);
