using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation;

public sealed class ContingencyTests
{
    [Fact]
    public void Counts_the_rows_of_every_class_in_every_group()
    {
        var table = Contingency.Of([0, 0, 1, 1, 1, 2], [1, 1, 0, 0, 1, 3]);
        Assert.Equal((3, 4, 6), (table.ClassCount, table.ClusterCount, table.Total));
        Assert.Equal([0, 2, 0, 0, 2, 1, 0, 0, 0, 0, 0, 1], table.Counts.ToArray());
        Assert.Equal([2, 3, 1], table.ClassSizes.ToArray());
        Assert.Equal([2, 3, 0, 1], table.ClusterSizes.ToArray());
        Assert.Equal([[0, 2, 0, 0], [2, 1, 0, 0], [0, 0, 0, 1]], table.ToRows());
    }

    [Fact]
    public void Puts_groups_in_the_order_of_the_classes_they_match_and_the_others_last()
    {
        var table = new Contingency(2, 4, [1, 0, 2, 9, 0, 8, 2, 3]);
        Assert.Equal([3, 1], table.ClusterOfClass);
        Assert.Equal([3, 1, 0, 2], table.BestClusterOrder.ToArray());
        Assert.Equal([9, 0, 1, 2, 3, 8, 0, 2], table.InBestOrder().Counts.ToArray());
    }

    [Fact]
    public void Leaves_a_class_without_a_group_when_groups_run_out()
    {
        var table = new Contingency(3, 2, [5, 0, 6, 6, 7, 1]);
        Assert.Equal([-1, 1, 0], table.ClusterOfClass);
        Assert.Equal([1, 0], table.BestClusterOrder.ToArray());
    }

    [Fact]
    public void Keeps_classes_and_groups_without_rows_when_asked()
    {
        var table = Contingency.Of([0, 1], [0, 0], classCount: 3, clusterCount: 2);
        Assert.Equal([1, 0, 1, 0, 0, 0], table.Counts.ToArray());
    }

    [Fact]
    public void A_published_table_keeps_its_diagonal_in_best_order()
    {
        var matched = PublishedTables.AutoencoderKMeans.InBestOrder();
        var diagonal = Enumerable.Range(0, 10).Sum(i => matched[i, i]);
        Assert.Equal(0.554617, diagonal / 60_000.0, 6);
        Assert.Equal(Enumerable.Range(0, 10), matched.BestClusterOrder.ToArray());
    }

    [Fact]
    public void Says_what_is_wrong_with_labels()
    {
        Assert.Equal("Every row needs a class and a cluster; there are 2 classes and 3 clusters.", Message([0, 1], [0, 1, 2]));
        Assert.Equal("At least one row is needed, got none.", Message([], []));
        Assert.Equal("Every cluster must be 0 or more; row 1 has the cluster -1.", Message([0, 1], [0, -1]));
        Assert.Equal("Every class must be 0 or more; row 0 has the class -7.", Message([-7, 1], [0, 1]));
        Assert.Contains("number labels from 0 without gaps", Message([0, 1_000_000], [0, 1_000_000]), StringComparison.Ordinal);
        Assert.Contains("without gaps", Message([0, int.MaxValue], [0, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_is_wrong_with_counts()
    {
        Assert.Throws<ArgumentException>(() => new Contingency(2, 2, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new Contingency(1, 2, [1, -2]));
        Assert.Throws<ArgumentException>(() => new Contingency(1, 2, [0, 0]));
        Assert.Throws<ArgumentException>(() => new Contingency(0, 0, []));
        Assert.Throws<OverflowException>(() => new Contingency(1, 2, [long.MaxValue, long.MaxValue]));
    }

    private static string Message(int[] classes, int[] groups) =>
        Assert.Throws<ArgumentException>(() => Contingency.Of(classes, groups)).Message;
}
