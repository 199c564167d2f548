using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

public sealed class ResamplingTests
{
    private static readonly int[] Clusters = [.. Enumerable.Range(0, 300).Select(row => row % 3)];

    [Fact]
    public void Clusters_that_always_come_again_are_stable_whatever_their_numbers()
    {
        var stability = new Resampling().Of(Clusters, rows => [.. rows.Select(row => 5 - Clusters[row])]);
        Assert.Equal(1, stability.Overall, 12);
        Assert.Equal([1, 1, 1], stability.OfCluster);
    }

    [Fact]
    public void Clusters_of_which_two_are_sometimes_merged_are_not()
    {
        var call = 0;
        var stability = new Resampling { Count = 10 }.Of(Clusters, rows => (call++ % 2) == 0 ? [.. rows.Select(row => Clusters[row])] : [.. rows.Select(row => Math.Min(1, Clusters[row]))]);
        Assert.Equal(1, stability.OfCluster[0], 12);
        Assert.InRange(stability.OfCluster[1], 0.7, 0.8);  // (1 + ½) / 2
        Assert.InRange(stability.Overall, 0.7, 0.85);      // (1 + 4/7) / 2
    }

    [Fact]
    public void Random_clusters_agree_no_more_than_by_chance()
    {
        var rng = new Rng(5);
        var stability = new Resampling().Of(Clusters, rows => [.. rows.Select(_ => rng.NextInt(3))]);
        Assert.InRange(stability.Overall, -0.02, 0.02);
        Assert.All(stability.OfCluster, overlap => Assert.InRange(overlap, 0.15, 0.3));
    }

    [Fact]
    public void Noise_is_no_cluster_that_could_come_again()
    {
        int[] known = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? 0 : -1)];
        var stability = new Resampling().Of(known, rows => [.. rows.Select(row => known[row])]);
        Assert.Equal((1.0, 1), (stability.Overall, stability.OfCluster.Count));
        var lost = new Resampling().Of(known, rows => [.. rows.Select(_ => -1)]);
        Assert.Equal(0, lost.Overall, 12);
        Assert.Equal(0, lost.OfCluster[0]);
    }

    [Fact]
    public void Parts_are_drawn_by_the_seed_and_hold_each_row_once()
    {
        var (first, second) = (Parts(seed: 1), Parts(seed: 1));
        Assert.Equal(first, second);
        Assert.NotEqual(first, Parts(seed: 2));
        Assert.All(first, rows => Assert.Equal(60, rows.Distinct().Count()));

        static List<int[]> Parts(ulong seed)
        {
            var parts = new List<int[]>();
            new Resampling { Count = 3, Share = 0.2, Seed = seed }.Of(Clusters, rows =>
            {
                parts.Add(rows);
                return new int[rows.Length];
            });
            return parts;
        }
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        Assert.Throws<ArgumentException>(() => new Resampling().Of([0, 1], rows => rows));
        Assert.Throws<ArgumentException>(() => new Resampling().Of(Clusters, _ => [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampling { Share = 1 });
        Assert.ThrowsAny<OperationCanceledException>(() => new Resampling().Of(Clusters, rows => rows, cancellation: new CancellationToken(canceled: true)));
    }
}
