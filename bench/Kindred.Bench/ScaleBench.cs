using System.Diagnostics;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Bench;

/// <summary>What rows that are streamed cost, and what processes pay to talk; under <c>mpirun</c> of as many processes. <c>eng/measure_scale.py</c> makes constants of it.</summary>
internal static class ScaleBench
{
    private const int Rows = 120_000, Columns = 256, Clusters = 16;
    private const int FewPasses = 2, ManyPasses = 12;

    /// <summary>All-sums of doubles, from one to four million, and a message there and back.</summary>
    public static void AllSum(CancellationToken cancellation)
    {
        for (var length = 1; length <= 1 << 22; length *= 8)
        {
            cancellation.ThrowIfCancellationRequested();
            var (values, repeats) = (new double[length], length > 1 << 18 ? 5 : 50);
            Processes.All.Sum(values);
            var seconds = Together(() =>
            {
                for (var repeat = 0; repeat < repeats; repeat++)
                    Processes.All.Sum(values);
            });
            BenchJob.Emit(new { peer = "kindred", job = "allsum", processes = Processes.All.Size, bytes = 8L * length, secs = seconds / repeats });
        }
    }

    /// <summary>Passes of k-means, mixtures and components over rows that all processes share, and steps of a network.</summary>
    public static void Run(CancellationToken cancellation)
    {
        var bytes = Drawn();
        IRowSource source = new MatrixRows(bytes);
        var (ample, least) = (new StreamSettings { Memory = 1L << 31 }, new StreamSettings { Memory = 1L << 22 });
        KMeans Means(int passes) => new() { ClusterCount = Clusters, Restarts = 1, MaxIterations = passes, Tolerance = 0, Seed = 1 };
        GaussianMixture Mixture(int passes) => new() { ClusterCount = Clusters, MaxIterations = passes, Tolerance = 0, Covariance = CovarianceKind.Diagonal, Seed = 1 };
        EmitPass("kmeans-bounds", passes => Means(passes).Fit(source, ample, progress: null, cancellation));
        EmitPass("kmeans-scan", passes => Means(passes).Fit(source, least, progress: null, cancellation));
        EmitPass("mixture-diagonal", passes => Mixture(passes).Fit(source, ample, progress: null, cancellation));
        var components = Together(() => ((IStreamedTransformer)new Pca { Components = 8 }).Fit(source, ample, progress: null, cancellation));
        Emit("pca", components);
        var images = Wardrobe.Load(trainCount: 2048, testCount: 1).Train.Bytes!;
        EmitPass("dense-epoch", epochs => new Autoencoder
        {
            Architecture = new DenseArchitecture(),
            Trainer = new Trainer { Epochs = epochs, BatchSize = 256 }.SharedBy(Processes.All),
            ValidationShare = 0,
            Seed = 1,
        }.Fit(images, progress: null, cancellation), few: 1, many: 4);
    }

    private static ByteMatrix Drawn()
    {
        var (rng, values) = (new Rng(1), new byte[Rows * Columns]);
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)rng.NextInt(256);  // no clusters, so that no pass is the last
        return new ByteMatrix(Rows, Columns, values);
    }

    /// <summary>The time of one pass: what more of them take longer, so that starting counts for nothing.</summary>
    private static void EmitPass(string what, Action<int> work, int few = FewPasses, int many = ManyPasses)
    {
        work(few);
        var seconds = Together(() => work(few));
        Emit(what, (Together(() => work(many)) - seconds) / (many - few));
    }

    private static void Emit(string what, double seconds) => BenchJob.Emit(new
    {
        peer = "kindred",
        job = "scale",
        what,
        processes = Processes.All.Size,
        threads = Parallelism.Threads,
        rows = Rows,
        columns = Columns,
        clusters = Clusters,
        secs = seconds,
        peak_mib = Clock.PeakMebibytes,
    });

    private static double Together(Action work)
    {
        Processes.All.Barrier();
        var begun = Stopwatch.GetTimestamp();
        work();
        Processes.All.Barrier();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
