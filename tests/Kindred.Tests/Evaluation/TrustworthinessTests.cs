using Kindred.Evaluation;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Tests.Manifold;

namespace Kindred.Tests.Evaluation;

public sealed class TrustworthinessTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ManifoldFixture.Read.Trust.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_scikit_learn(int index)
    {
        var expected = ManifoldFixture.Read.Trust[index];
        var found = Trustworthiness.Of(ManifoldFixture.ToMatrix(expected.X), ManifoldFixture.ToMatrix(expected.Y), expected.Neighbours);
        Assert.Equal(expected.Value, found.Value, 1e-9);
        Assert.Equal(expected.X.Length, found.Rows);
    }

    [Fact]
    public void An_embedding_that_moves_nothing_is_trusted_wholly()
    {
        var x = ManifoldFixture.ToMatrix(ManifoldFixture.Read.Trust[0].X);
        Assert.Equal(1, Trustworthiness.Of(x, x).Value);
    }

    [Fact]
    public void A_sample_of_rows_estimates_all()
    {
        var (x, y) = (ManifoldFixture.ToMatrix(ManifoldFixture.Read.Trust[1].X), ManifoldFixture.ToMatrix(ManifoldFixture.Read.Trust[1].Y));
        var sampled = Trustworthiness.Of(x, y, maxRows: 75, seed: 1);
        Assert.Equal(75, sampled.Rows);
        Assert.Equal(Trustworthiness.Of(x, y).Value, sampled.Value, 0.05);
    }

    [Fact]
    public void Refuses_what_it_cannot_compare()
    {
        var x = new Matrix(10, 2, Enumerable.Range(0, 20).Select(k => (float)k).ToArray());
        Assert.Throws<ArgumentException>(() => Trustworthiness.Of(x, x.Slice(0, 9), neighbours: 3));
        Assert.Throws<ArgumentException>(() => Trustworthiness.Of(x, x, neighbours: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Trustworthiness.Of(x, x, neighbours: 0));
    }

    [Fact]
    public void Purity_by_hand()
    {
        // rows at 0, 1, 3, 4: nearest are (1), (0), (4), (3); the classes of the second pair differ
        var x = new Matrix(4, 1, new float[] { 0, 1, 3, 4 });
        Assert.Equal(0.5, NeighbourPurity.Of(new NearestNeighbours { Count = 1 }.Of(x), [7, 7, 1, 2]));
        Assert.Throws<ArgumentException>(() => NeighbourPurity.Of(new NearestNeighbours { Count = 1 }.Of(x), [7, 7, 1]));
    }
}
