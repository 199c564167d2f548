using System.Diagnostics;
using Kindred.Datasets;
using Kindred.Manifold;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>umap_learn.py</c>: Fashion-MNIST pixels to 10 dimensions, neighbours included.</summary>
internal static class UmapBench
{
    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var data = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation);
        var settings = new Umap { Components = 10, Neighbours = 19, MinDistance = 0 };   // umap-learn's 20, itself among them
        var stages = new StageStarts();
        settings.Fit(data.Train.Bytes!, stages, cancellation);
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "umap",
            rows = data.Train.Count,
            threads = Parallelism.Threads,
            secs = stages.Since("start"),
            secs_from_spectral_start = stages.Since("spectral start"),
            secs_layout = stages.Since("layout"),
            peak_mib = Clock.PeakMebibytes,
        });
    }

    /// <summary>Remembers when each stage was first heard of.</summary>
    private sealed class StageStarts : IProgress<FitProgress>
    {
        private readonly Dictionary<string, long> _starts = new() { ["start"] = Stopwatch.GetTimestamp() };

        public void Report(FitProgress value) => _starts.TryAdd(value.Stage, Stopwatch.GetTimestamp());

        public double Since(string stage) => Math.Round(Stopwatch.GetElapsedTime(_starts[stage]).TotalSeconds, 3);
    }
}
