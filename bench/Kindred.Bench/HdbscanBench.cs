using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Bench;

/// <summary>The work of <c>hdbscan_codes.py</c>: HDBSCAN of the first ten principal components of the training images.</summary>
internal static class HdbscanBench
{
    private const int Components = 10;

    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var images = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train;
        var codes = new Pca { Components = Components }.Fit(images.Pixels, progress: null, cancellation).Transform(images.Pixels);
        HdbscanModel? model = null;
        void Fit() => model = new Hdbscan { MinClusterSize = 100, MinSamples = 15 }.Fit(codes, progress: null, cancellation);
        var first = Clock.Seconds(Fit);
        var seconds = Clock.MedianSeconds(Fit, count: 3, warmUps: 0);
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "hdbscan",
            rows = codes.Rows,
            dim = Components,
            threads = Parallelism.Threads,
            secs_first = Math.Round(first, 3),
            secs = Math.Round(seconds, 3),
            clusters = model!.ClusterCount,
            noise = Math.Round(model.Outcome["noise"], 4),
            peak_mib = Clock.PeakMebibytes,
        });
    }
}
