using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>knn_faiss.py</c>: exact 20 nearest neighbours of the 60,000 training images, as bytes and as floats; and nearly exact ones.</summary>
internal static class NeighboursBench
{
    private const int Neighbours = 20;

    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var pixels = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train.Bytes!;
        var floats = pixels.ToMatrix();
        var search = new NearestNeighbours { Count = Neighbours };
        search.Of(pixels.Slice(0, 2000), progress: null, cancellation);
        Emit("bytes", pixels.Rows, Clock.Seconds(() => search.Of(pixels, progress: null, cancellation)));
        NeighbourTable? exact = null, nearly = null;
        Emit("floats", pixels.Rows, Clock.Seconds(() => exact = search.Of(floats, progress: null, cancellation)));
        var seconds = Clock.Seconds(() => nearly = new ApproximateNeighbours { Count = Neighbours }.Of(floats, progress: null, cancellation));
        Emit("approximate", pixels.Rows, seconds, Recall(exact!, nearly!));
    }

    /// <summary>The share of the true neighbours that were found.</summary>
    private static double Recall(NeighbourTable exact, NeighbourTable found)
    {
        var hits = 0L;
        for (var row = 0; row < exact.Rows; row++)
        {
            foreach (var index in exact.Indices(row))
                hits += found.Indices(row).Contains(index) ? 1 : 0;
        }

        return (double)hits / exact.Rows / exact.Count;
    }

    private static void Emit(string variant, int rows, double seconds, double? recall = null) => BenchJob.Emit(new
    {
        peer = "kindred",
        job = recall is null ? "exact-20nn" : "20nn",
        variant,
        rows,
        threads = Parallelism.Threads,
        secs = Math.Round(seconds, 2),
        recall,
        peak_mib = Clock.PeakMebibytes,
    });
}
