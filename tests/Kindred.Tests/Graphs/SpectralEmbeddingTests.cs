using Kindred.Graphs;
using Kindred.Numerics;

namespace Kindred.Tests.Graphs;

[Collection(OneAtATime.Name)]
public sealed class SpectralEmbeddingTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    public static TheoryData<string> Names => [.. SmallGraphs.Cases.Select(expected => expected.Name)];

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory, MemberData(nameof(Names))]
    public void Eigenvalues_are_those_of_scipy(string name)
    {
        var expected = SmallGraphs.Cases.Single(candidate => candidate.Name == name);
        var found = new SpectralEmbedding { Count = expected.Eigenvalues.Length }.Of(expected.ToGraph());
        Assert.True(found.Converged);
        Assert.All(expected.Eigenvalues.Zip(found.Eigenvalues), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6));
    }

    [Fact]
    public void Waves_on_a_ring_have_their_known_eigenvalues_twice_each()
    {
        var ring = NeighbourGraph.Of(200, [.. Enumerable.Range(0, 200).Select(i => (i, (i + 1) % 200, 0.5f))]);
        var found = new SpectralEmbedding { Count = 7 }.Of(ring);
        Assert.True(found.Converged);
        for (var i = 0; i < 7; i++)
            Assert.Equal(1 - Math.Cos(2 * Math.PI * ((i + 1) / 2) / 200), found.Eigenvalues[i], tolerance: 1e-7);
    }

    [Fact]
    public void Vectors_are_orthonormal_and_satisfy_their_equation()
    {
        var graph = SmallGraphs.Planted(300, 5, 0.1, 0.02, seed: 2);
        var found = new SpectralEmbedding { Count = 6 }.Of(graph);
        for (var a = 0; a < 6; a++)
        {
            for (var b = 0; b <= a; b++)
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, 300).Sum(i => (double)found.Vectors[i, a] * found.Vectors[i, b]), tolerance: 1e-5);
            for (var i = 0; i < 300; i++)
            {
                var image = (double)found.Vectors[i, a];
                for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
                    image -= graph.Weights[e] * found.Vectors[graph.Targets[e], a] / Math.Sqrt(graph.Strength(i) * graph.Strength(graph.Targets[e]));
                Assert.Equal(found.Eigenvalues[a] * found.Vectors[i, a], image, tolerance: 2e-5);
            }
        }
    }

    [Fact]
    public void Each_component_has_an_eigenvalue_of_zero_and_is_one_point_by_diffusion()
    {
        var graph = NeighbourGraph.Of(8, [(0, 1, 1), (1, 2, 3), (3, 4, 2), (5, 6, 1), (6, 7, 1), (5, 7, 1)]);
        var found = new SpectralEmbedding { Count = 4 }.Of(graph);
        Assert.All(found.Eigenvalues.Take(3), value => Assert.Equal(0, value, tolerance: 1e-8));
        Assert.InRange(found.Eigenvalues[3], 0.5, 2);
        for (var j = 0; j < 3; j++)
        {
            Assert.Equal(found.Diffusion[0, j], found.Diffusion[2, j], tolerance: 1e-5f);
            Assert.Equal(found.Diffusion[5, j], found.Diffusion[7, j], tolerance: 1e-5f);
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var (graph, found) = (SmallGraphs.Planted(600, 5, 0.05, 0.01, seed: 2), new List<SpectralVectors>());
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            found.Add(new SpectralEmbedding { Count = 5 }.Of(graph));
        }

        Assert.All(found, other => Assert.Equal(found[0].Vectors.Values, other.Vectors.Values));
    }

    [Fact]
    public void Refuses_more_vectors_than_rows() =>
        Assert.Throws<ArgumentException>(() => new SpectralEmbedding { Count = 7 }.Of(SmallGraphs.Triangles));
}
