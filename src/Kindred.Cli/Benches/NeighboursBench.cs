using System.CommandLine;
using Kindred.Datasets;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Cli.Benches;

/// <summary>The work of <c>knn_faiss.py</c>: exact 20 nearest neighbours of the 60,000 training images, as bytes and as floats.</summary>
internal static class NeighboursBench
{
    private const int Neighbours = 20;

    public static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var pixels = DatasetCatalog.Open(FashionMnist.Name, CommonOptions.DataOf(parsed), progress: null, cancellation).Train.Bytes!;
        var floats = pixels.ToMatrix();
        var search = new NearestNeighbours { Count = Neighbours };
        search.Of(pixels.Slice(0, 2000), progress: null, cancellation);
        Emit("bytes", pixels.Rows, Clock.Seconds(() => search.Of(pixels, progress: null, cancellation)));
        Emit("floats", pixels.Rows, Clock.Seconds(() => search.Of(floats, progress: null, cancellation)));
    }

    private static void Emit(string variant, int rows, double seconds) => BenchCommand.Emit(new
    {
        peer = "kindred",
        job = "exact-20nn",
        variant,
        rows,
        threads = Parallelism.Threads,
        secs = Math.Round(seconds, 2),
        peak_mib = Clock.PeakMebibytes,
    });
}
