using System.Buffers.Binary;
using System.Diagnostics;
using Kindred.Clustering;
using Kindred.Clustering.Lloyd;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Bench;

/// <summary>What rows that are streamed cost, and what processes pay to talk; under <c>mpirun</c> of as many processes. <c>eng/measure_scale.py</c> makes constants of it.</summary>
/// <remarks>Passes are timed one by one within a fit, from the end of one to that of the next, and the first of them do not count: neither starting nor compiling does. The same seed makes the n-th pass
/// the same work for any number of processes.</remarks>
internal static class ScaleBench
{
    private const int Columns = 256, Passes = 5, PassesBefore = 2;
    private const int Rows = 330_000, ManyClusters = 64, FewClusters = 8;
    private const int StepsAnEpoch = 2;

    private static readonly int[] BatchSizes = [1024, 2048];

    private static readonly WatchedProcesses Watched = new();

    /// <summary>All-sums of doubles, from one to four million.</summary>
    public static void AllSum(CancellationToken cancellation)
    {
        for (var length = 1; length <= 1 << 22; length *= 8)
        {
            cancellation.ThrowIfCancellationRequested();
            var (values, repeats) = (new double[length], length > 1 << 18 ? 5 : 50);
            var times = new double[7];
            for (var time = -1; time < times.Length; time++)
            {
                var seconds = Together(() =>
                {
                    for (var repeat = 0; repeat < repeats; repeat++)
                        Processes.All.Sum(values);
                });
                times[Math.Max(0, time)] = seconds / repeats;  // the first warms up
            }

            BenchJob.Emit(new { peer = "kindred", job = "allsum", processes = Processes.All.Size, bytes = 8L * length, secs = times.Order().ElementAt(times.Length / 2) });
        }
    }

    /// <summary>Passes of k-means, mixtures and components over a file whose rows all processes share, and steps of a network.</summary>
    public static void Run(CancellationToken cancellation)
    {
        var (ample, least) = (new StreamSettings { Communicator = Watched, Memory = 1L << 32 }, new StreamSettings { Communicator = Watched, Memory = 1L << 24 });
        using var data = Drawn(Rows);
        var means = new KMeans { ClusterCount = ManyClusters, Restarts = 1, MaxIterations = PassesBefore + Passes, Tolerance = 0, Seed = 1 };
        var mixture = new GaussianMixture { ClusterCount = FewClusters, MaxIterations = PassesBefore + Passes, Tolerance = 0, Covariance = CovarianceKind.Diagonal, Seed = 1 };
        IStreamedTransformer components = new Pca { Components = 8 };
        Emit("kmeans-bounds", data.Rows, ShareOf(data, WideRows<byte>.BlockRowsOf(Columns)), 8.0 * ManyClusters * Columns, PassClock.Of("k-means", clock => means.Fit(data.Rows, ample, clock, cancellation)));
        Emit("kmeans-scan", data.Rows, ShareOf(data, WideRows<byte>.BlockRowsOf(Columns)), 8.0 * ManyClusters * Columns, PassClock.Of("k-means", clock => means.Fit(data.Rows, least, clock, cancellation)));
        Emit("mixture-diagonal", data.Rows, ShareOf(data, WideRows<float>.BlockRowsOf(Columns)), 16.0 * FewClusters * Columns, PassClock.Of("Gaussian mixture", clock => ((IStreamedClusterer)mixture).Fit(data.Rows, ample, clock, cancellation)));
        Emit("pca", data.Rows, ShareOf(data, StreamedRows.ShardRows), 8.0 * Columns * (Columns + 1), Repeated(() => PassClock.First("covariance", clock => components.Fit(data.Rows, ample, clock, cancellation))));
        foreach (var batchSize in BatchSizes)
            Step(batchSize, cancellation);
    }

    private static void Step(int batchSize, CancellationToken cancellation)
    {
        var images = Wardrobe.Load(trainCount: StepsAnEpoch * batchSize, testCount: 1).Train.Bytes!;
        var architecture = new DenseArchitecture();
        var epochs = PassClock.Of("training", clock => new Autoencoder
        {
            Architecture = architecture,
            Trainer = new Trainer { Epochs = PassesBefore + Passes, BatchSize = batchSize }.SharedBy(Watched),
            ValidationShare = 0,
            Seed = 1,
        }.Fit(images, clock, cancellation));
        Emit($"dense-step-{batchSize}", new MatrixRows(images), Math.Ceiling((double)batchSize / Processes.All.Size) / batchSize, 4.0 * architecture.ParameterCount, [.. epochs.Select(epoch => epoch / StepsAnEpoch)]);
    }

    /// <summary>A file of noise without clusters, so that no pass is the last; it is gone when all have opened it, and its rows stay readable.</summary>
    private static StreamedDataset Drawn(int rows)
    {
        var name = new byte[512];
        if (Processes.All.Rank == 0)
        {
            var made = Path.Combine(Path.GetTempPath(), $"kindred-scale-{Environment.ProcessId}-{rows}.idx");
            Write(made, rows);
            System.Text.Encoding.UTF8.GetBytes(made, name);
        }

        Processes.All.Broadcast(name, 0);
        var path = System.Text.Encoding.UTF8.GetString(name).TrimEnd('\0');
        var data = StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!;
        Processes.All.Barrier();
        if (Processes.All.Rank == 0)
            File.Delete(path);
        return data;
    }

    private static void Write(string path, int rows)
    {
        var (rng, row, head) = (new Rng(1), new byte[Columns], new byte[16]);
        (head[2], head[3]) = (8, 3);  // bytes, three sizes
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), rows);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), 16);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(12), Columns / 16);
        using var file = File.Create(path);
        file.Write(head);
        for (var i = 0; i < rows; i++)
        {
            foreach (ref var value in row.AsSpan())
                value = (byte)rng.NextInt(256);
            file.Write(row);
        }
    }

    private static PassTime[] Repeated(Func<PassTime> work) => [.. Enumerable.Range(0, PassesBefore + Passes).Select(_ => work()).Skip(PassesBefore)];

    /// <summary>The share of the rows that the process with the most has, which the others wait for: processes begin at whole blocks.</summary>
    private static double ShareOf(StreamedDataset data, int blockRows) => (double)new RowShard(Processes.All, data.Rows.Rows, blockRows).Most / data.Rows.Rows;

    private static void Emit(string what, IRowSource rows, double share, double sent, PassTime[] passes) => BenchJob.Emit(new
    {
        peer = "kindred",
        job = "scale",
        what,
        processes = Processes.All.Size,
        threads = Parallelism.Threads,
        rows = rows.Rows,
        columns = rows.Columns,
        clusters = what.StartsWith("kmeans", StringComparison.Ordinal) ? ManyClusters : FewClusters,
        share,
        sent,
        secs = passes.Average(pass => pass.Seconds),
        processor_secs = passes.Average(pass => pass.ProcessorSeconds),
        talking_secs = passes.Average(pass => pass.TalkingSeconds),
        passes = passes.Select(pass => pass.Seconds),
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

    /// <summary>How long a pass took, and how much of a processor's time of this process: more where it waits for others, less where others have the processor; and how much of that went into talking to the others.</summary>
    private readonly record struct PassTime(double Seconds, double ProcessorSeconds, double TalkingSeconds)
    {
        public static PassTime operator /(PassTime time, double count) => new(time.Seconds / count, time.ProcessorSeconds / count, time.TalkingSeconds / count);
    }

    /// <summary>Notes when each pass of a fit ends.</summary>
    private sealed class PassClock(string stage) : IProgress<FitProgress>
    {
        private readonly List<(long At, TimeSpan Processor, TimeSpan Talking)> _ends = [];

        /// <summary>The time of each pass that counts.</summary>
        public static PassTime[] Of(string stage, Action<PassClock> fit)
        {
            var clock = new PassClock(stage);
            Processes.All.Barrier();
            fit(clock);
            return [.. clock._ends.Zip(clock._ends.Skip(1), Between).TakeLast(Passes)];
        }

        /// <summary>The time from the beginning until a stage first reports.</summary>
        public static PassTime First(string stage, Action<PassClock> fit)
        {
            var clock = new PassClock(stage);
            Processes.All.Barrier();
            var begun = Now;
            fit(clock);
            return Between(begun, clock._ends[0]);
        }

        public void Report(FitProgress value)
        {
            if (value.Stage == stage)
                _ends.Add(Now);
        }

        private static (long At, TimeSpan Processor, TimeSpan Talking) Now => (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Watched.Talking);

        private static PassTime Between((long At, TimeSpan Processor, TimeSpan Talking) start, (long At, TimeSpan Processor, TimeSpan Talking) end) =>
            new(Stopwatch.GetElapsedTime(start.At, end.At).TotalSeconds, (end.Processor - start.Processor).TotalSeconds, (end.Talking - start.Talking).TotalSeconds);
    }
}
