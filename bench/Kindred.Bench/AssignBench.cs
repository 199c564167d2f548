using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>10,000 images through a model file with the dense encoder: written, loaded, and assigned, the first time and warm.</summary>
internal static class AssignBench
{
    private const int Items = 10_000;

    public static void Run(CancellationToken cancellation)
    {
        var images = Wardrobe.Load(trainCount: Items, testCount: 1, seed: 1);
        var path = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}.kindred");
        try
        {
            Untrained(images, cancellation).Save(path);
            KindredModel? model = null;
            var load = Clock.Seconds(() => model = KindredModel.Load(path));
            var first = Clock.Seconds(() => model!.Assign(images.Train));
            var warm = Clock.MedianSeconds(() => model!.Assign(images.Train), count: 5, warmUps: 1);
            BenchJob.Emit(new
            {
                peer = "kindred",
                job = "assign",
                items = Items,
                threads = Parallelism.Threads,
                file_mib = Math.Round(new FileInfo(path).Length / 1048576.0, 1),
                secs_load = Math.Round(load, 3),
                secs_first = Math.Round(first, 3),
                secs_warm = Math.Round(warm, 3),
                peak_mib = Clock.PeakMebibytes,
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The recipe's network after a step or two: training changes the numbers, not the work.</summary>
    private static KindredModel Untrained(Dataset images, CancellationToken cancellation)
    {
        var some = images.Train.Take([.. Enumerable.Range(0, 300)]);
        var encoder = (AutoencoderMethods.OfWidths(images.Shape.Size, images.Train.Count) with { Trainer = new Trainer { Epochs = 1 } }).Fit(some.Bytes!, progress: null, cancellation);
        var centres = new KMeans { ClusterCount = 10 }.Fit(encoder.Transform(some.Bytes!), progress: null, cancellation);
        return KindredModel.Of(some, [encoder], centres);
    }
}
