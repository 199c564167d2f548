using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class SpectralClusteringTests
{
    [Fact]
    public void Rings_around_each_other_are_told_apart()
    {
        var rng = new Rng(4);
        var values = new float[1200];
        for (var i = 0; i < 600; i++)
        {
            var (angle, radius) = (2 * Math.PI * rng.NextDouble(), (i % 2 == 0 ? 1 : 3) + (0.1 * rng.NextNormal()));
            (values[2 * i], values[(2 * i) + 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }

        var model = new SpectralClustering { ClusterCount = 2 }.Fit(new Matrix(600, 2, values));
        Assert.Equal(2, model.Fitted!.Clusters.Select((cluster, i) => (cluster, i % 2)).Distinct().Count());
        Assert.Equal([model.Fitted.Clusters[0], model.Fitted.Clusters[1]], model.Assign(new Matrix(2, 2, (float[])[0.9f, 0, 0, -3.1f])).Clusters);
    }
}
