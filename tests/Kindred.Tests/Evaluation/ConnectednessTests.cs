using Kindred.Evaluation;
using Kindred.Neighbours;

namespace Kindred.Tests.Evaluation;

public sealed class ConnectednessTests
{
    // 0 and 1, 2 and 3, 4 and 5 are each other's nearest; second come 2, 2, 1, 4, 3, 0
    private static readonly NeighbourTable Neighbours = new(2, [1, 2, 0, 2, 3, 1, 2, 4, 5, 3, 4, 0], [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);

    [Fact]
    public void By_hand()
    {
        var found = Connectedness.Of(Neighbours, [0, 0, 1, 1, 0, 0]);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1], found.RowShares);
        Assert.Equal(3.5 / 6, found.Share, 12);
        Assert.Equal(new ClusterConnectedness(2.5 / 4, 1, 1), found.OfCluster[0]);
        Assert.Equal(new ClusterConnectedness(0.5, 1, 1), found.OfCluster[1]);
    }

    [Fact]
    public void A_cluster_in_two_places_has_two_parts()
    {
        var found = Connectedness.Of(Neighbours, [0, 0, 1, 0, 0, 1]);
        Assert.Equal((2, 0.5), (found.OfCluster[0].Parts, found.OfCluster[0].LargestPart));
        Assert.Equal((2, 0.5), (found.OfCluster[1].Parts, found.OfCluster[1].LargestPart));
    }

    [Fact]
    public void Rows_in_no_cluster_join_nothing()
    {
        var found = Connectedness.Of(Neighbours, [0, 0, -1, 1, 1, -1]);
        Assert.Equal([0.5f, 0.5f, 0, 0.5f, 0.5f, 0], found.RowShares);
        Assert.Equal((0.5, 2), (found.Share, found.OfCluster.Count));
    }

    [Fact]
    public void One_cluster_holds_every_neighbour()
    {
        var found = Connectedness.Of(Neighbours, new int[6]);
        Assert.Equal((1.0, new ClusterConnectedness(1, 1, 1)), (found.Share, found.OfCluster[0]));
    }

    [Fact]
    public void A_number_without_rows_has_no_share_and_no_parts()
    {
        var found = Connectedness.Of(Neighbours, [0, 0, 0, 2, 2, 2]).OfCluster[1];
        Assert.Equal((true, 0, true), (double.IsNaN(found.Share), found.Parts, double.IsNaN(found.LargestPart)));
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        Assert.Throws<ArgumentException>(() => Connectedness.Of(Neighbours, [0, 1]));
        Assert.Throws<ArgumentException>(() => Connectedness.Of(Neighbours, [0, 0, 0, -2, 0, 0]));
    }
}
