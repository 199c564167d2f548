using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>contrastive_torch.py</c>: training steps on random batches of 512 images, each in two views.</summary>
internal static class ContrastiveBench
{
    private const int BatchSize = 512;
    private const int Steps = 30;
    private const int WarmUps = 4;

    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var images = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train;
        var encoder = new ContrastiveEncoder
        {
            Architecture = new ContrastiveArchitecture { Shape = images.Shape },
            Views = ViewSettings.Middle,
            BatchSize = BatchSize,
        };
        var (rng, samples) = (new Rng(1), Samples.From(images.Bytes!));
        using var session = encoder.Begin(encoder.Architecture.Build(rng), samples, positives: null, rng);
        var order = rng.Permutation(images.Count);
        var (step, loss) = (0, 0.0);
        var seconds = Clock.MedianSeconds(Step, Steps, WarmUps);
        var views = ViewSeconds(encoder, images, order.AsSpan(0, BatchSize));
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "contrastive",
            threads = Parallelism.Threads,
            ms_per_step_median = Math.Round(1e3 * seconds, 2),
            ms_views_median = Math.Round(1e3 * views, 2),
            secs_per_epoch = Math.Round(seconds * images.Count / BatchSize, 2),
            loss,
            peak_mib = Clock.PeakMebibytes,
        });

        void Step()
        {
            cancellation.ThrowIfCancellationRequested();
            loss = session.Step(samples, order.AsSpan(step++ * BatchSize, BatchSize), rng);
        }
    }

    /// <summary>The views of one batch, alone.</summary>
    private static double ViewSeconds(ContrastiveEncoder encoder, ImageSet images, ReadOnlySpan<int> rows)
    {
        using var graph = new Graph();
        using var batch = new Batch(graph, rows.Length, images.Shape.Size);
        batch.Versions(2, new ImageViews(encoder.Views, images.Shape, seed: 1).Make);
        batch.Choose(Samples.From(images.Bytes!), rows);
        return Clock.MedianSeconds(graph.Forward, Steps, WarmUps);
    }
}
