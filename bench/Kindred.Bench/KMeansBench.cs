using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>kmeans_sklearn.py</c>.</summary>
internal static class KMeansBench
{
    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var data = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation);
        KMeansModel? model = null;
        var seconds = Clock.Seconds(() => model = new KMeans { ClusterCount = 10 }.Fit(data.Train.Bytes!, progress: null, cancellation));
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "kmeans",
            algo = "lloyd with bounds",
            threads = Parallelism.Threads,
            secs = Math.Round(seconds, 3),
            inertia = model!.Inertia,
            n_iter_best = model.Iterations,
            peak_mib = Clock.PeakMebibytes,
        });
    }
}
