using Kindred.Clustering;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Tests.Clustering;

[Collection(OneAtATime.Name)]
public sealed class AgglomerativeTests
{
    private static readonly LinkageCase[] Cases = Fixture.Read<LinkageCase[]>("linkage.json");

    public static TheoryData<int, Linkage> Trees
    {
        get
        {
            var trees = new TheoryData<int, Linkage>();
            foreach (var linkage in Enum.GetValues<Linkage>())
            {
                for (var index = 0; index < Cases.Length; index++)
                    trees.Add(index, linkage);
            }

            return trees;
        }
    }

    [Theory, MemberData(nameof(Trees))]
    public void Merges_are_those_of_scipy(int index, Linkage linkage)
    {
        var (x, clusterer, expected) = Read(index, linkage);
        var merges = clusterer.Merges(x).Merges;
        Assert.Equal(expected.Merges.Length, merges.Count);
        for (var i = 0; i < merges.Count; i++)
        {
            Assert.Equal((expected.Merges[i][0], expected.Merges[i][1], expected.Merges[i][3]), (merges[i].First, merges[i].Second, merges[i].Rows));
            Assert.Equal(1, merges[i].Height / expected.Merges[i][2], 2e-6);
        }
    }

    [Theory, MemberData(nameof(Trees))]
    public void Cuts_are_those_of_scipy(int index, Linkage linkage)
    {
        var (x, clusterer, expected) = Read(index, linkage);
        foreach (var cut in expected.Cuts)
        {
            var model = (clusterer with { ClusterCount = cut.Count }).Fit(x);
            Assert.Equal(cut.Count, model.ClusterCount);
            Assert.Equal(cut.Count, cut.Clusters.Zip(model.Fitted.Clusters).Distinct().Count());
        }
    }

    [Theory, InlineData(Linkage.Ward), InlineData(Linkage.Average), InlineData(Linkage.Complete)]
    public void Any_number_of_threads_gives_the_same_merges(Linkage linkage)
    {
        var (x, _) = Blobs.Draw(groups: 5, rowsEach: 1000, columns: 3);
        x = linkage == Linkage.Ward ? x : x.Slice(0, 800);
        var clusterer = new Agglomerative { ClusterCount = 5, Linkage = linkage };
        var threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = clusterer.Merges(x).Merges;
            Parallelism.Threads = 4;
            Assert.Equal(alone, clusterer.Merges(x).Merges);
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Theory, InlineData(Linkage.Ward), InlineData(Linkage.Average), InlineData(Linkage.Complete)]
    public void Heights_never_fall_and_every_merge_adds_its_parts(Linkage linkage)
    {
        var (x, _) = Blobs.Draw(groups: 4, rowsEach: 60, columns: 2);
        x = new Matrix(x.Rows, 2, Array.ConvertAll(x.Values.ToArray(), MathF.Round));  // many equal distances
        var tree = new Agglomerative { ClusterCount = 4, Linkage = linkage }.Merges(x);
        var sizes = Enumerable.Repeat(1, x.Rows).ToList();
        var height = 0.0;
        foreach (var merge in tree.Merges)
        {
            Assert.True(merge.Height >= height);
            Assert.Equal(merge.Rows, sizes[merge.First] + sizes[merge.Second]);
            height = merge.Height;
            sizes.Add(merge.Rows);
        }

        Assert.Equal(x.Rows, sizes[^1]);
    }

    [Theory, InlineData(1e-30f), InlineData(1e30f)]
    public void Units_do_not_matter(float unit)
    {
        var (x, _) = Blobs.Draw(groups: 4, rowsEach: 30, columns: 2);
        var scaled = new Matrix(x.Rows, 2, Array.ConvertAll(x.Values.ToArray(), value => value * unit));
        foreach (var linkage in Enum.GetValues<Linkage>())
        {
            var clusterer = new Agglomerative { ClusterCount = 4, Linkage = linkage };
            Assert.Equal(clusterer.Merges(x).Cut(4), clusterer.Merges(scaled).Cut(4));
        }
    }

    [Fact]
    public void Ward_of_four_rows_by_hand()
    {
        var model = new Agglomerative { ClusterCount = 2 }.Fit(new Matrix(4, 1, new float[] { 0, 2, 10, 14 }));
        Assert.Equal([0, 0, 1, 1], model.Fitted.Clusters);
        Assert.Equal([1, 1, 2, 2], model.Fitted.Distances);
        Assert.Equal([(0, 1, 2), (2, 3, 2), (4, 5, 4)], model.Dendrogram.Merges.Select(merge => (merge.First, merge.Second, merge.Rows)));
        Assert.Equal([2, 4], model.Dendrogram.Merges.Take(2).Select(merge => merge.Height));
        Assert.Equal(Math.Sqrt(2) * 11, model.Dendrogram.Merges[2].Height, 6);  // √(2 · 2 · 2 / 4) · 11
        Assert.Equal((4, model.Dendrogram.Merges[2].Height), (model.Outcome["last merge"], model.Outcome["next merge"]));
        Assert.Equal([0, 1, 1], ((IClusterModel)model).Predict(new Matrix(3, 1, new float[] { -5, 7, 100 })));
    }

    [Theory, InlineData(Linkage.Ward), InlineData(Linkage.Average)]
    public void A_stored_model_answers_with_the_same_bits(Linkage linkage)
    {
        var (x, _) = Blobs.Draw(groups: 4, rowsEach: 30, columns: 3);
        var model = new Agglomerative { ClusterCount = 4, Linkage = linkage }.Fit(x);
        IStored stored = model;
        var loaded = (IClusterModel)stored.Kind.Read(stored.Store());
        var (news, _) = Blobs.Draw(groups: 5, rowsEach: 20, columns: 3, seed: 8);
        Assert.Equal(model.Assign(news).Clusters, loaded.Assign(news).Clusters);
        Assert.Equal(model.Assign(news).Distances, loaded.Assign(news).Distances);
    }

    [Fact]
    public void Says_what_too_many_rows_would_take() =>
        Assert.Contains("50000 rows would take 9.3 GiB", Assert.Throws<ArgumentException>(() =>
            new Agglomerative { ClusterCount = 2, Linkage = Linkage.Complete }.Fit(new Matrix(50_000, 1))).Message, StringComparison.Ordinal);

    private static (Matrix X, Agglomerative Clusterer, LinkageTree Expected) Read(int index, Linkage linkage) => (
        MixtureFixtures.ToMatrix(Cases[index].Rows),
        new Agglomerative { ClusterCount = 2, Linkage = linkage },
        Cases[index].Trees.Single(tree => tree.Linkage.Equals(linkage.ToString(), StringComparison.OrdinalIgnoreCase)));

    private sealed record LinkageCase(float[][] Rows, LinkageTree[] Trees);

    private sealed record LinkageTree(string Linkage, double[][] Merges, LinkageCut[] Cuts);

    private sealed record LinkageCut(int Count, int[] Clusters);
}
