using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary><c>kindred bench</c>: the work of the yardsticks, timed, one JSON line a measure with the yardsticks' fields.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Times the work that other libraries are measured on; prints JSON lines.");
        command.Add(Job("kmeans", "k-means on Fashion-MNIST pixels: k = 10, ten restarts, to convergence.", KMeansJob));
        return command;
    }

    private static Command Job(string name, string description, Action<ParseResult, CancellationToken> run)
    {
        var job = new Command(name, description) { CommonOptions.Threads, CommonOptions.Data };
        job.SetAction((parsed, cancellation) =>
        {
            CommonOptions.ApplyThreads(parsed);
            run(parsed, cancellation);
            return Task.FromResult(0);
        });
        return job;
    }

    private static void KMeansJob(ParseResult parsed, CancellationToken cancellation)
    {
        var data = DatasetCatalog.Open(FashionMnist.Name, CommonOptions.DataOf(parsed), progress: null, cancellation);
        var started = Stopwatch.GetTimestamp();
        var model = new KMeans { ClusterCount = 10 }.Fit(data.Train.Bytes!, progress: null, cancellation);
        Emit(new
        {
            peer = "kindred",
            job = "kmeans",
            algo = "bounded lloyd",
            threads = Parallelism.Threads,
            secs = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
            inertia = model.Inertia,
            n_iter_best = model.Iterations,
            peak_mib = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
        });
    }

    private static void Emit(object measure) => Console.WriteLine(JsonSerializer.Serialize(measure));
}
