using System.CommandLine;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Cli.Benches;

/// <summary>The work of <c>kmeans_sklearn.py</c>.</summary>
internal static class KMeansBench
{
    public static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var data = DatasetCatalog.Open(FashionMnist.Name, CommonOptions.DataOf(parsed), progress: null, cancellation);
        KMeansModel? model = null;
        var seconds = Clock.Seconds(() => model = new KMeans { ClusterCount = 10 }.Fit(data.Train.Bytes!, progress: null, cancellation));
        BenchCommand.Emit(new
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
