using Kindred.Datasets;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>leiden_igraph.py</c>: communities of the fuzzy graph of 16 neighbours of the 60,000 training images, by modularity; then exactly ten.</summary>
internal static class LeidenBench
{
    private const int Neighbours = 16;

    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var pixels = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train.Bytes!;
        var neighbours = new NearestNeighbours { Count = Neighbours }.Of(pixels, progress: null, cancellation);
        NeighbourGraph? graph = null;
        Partition? found = null;
        var weighing = Clock.Seconds(() => graph = NeighbourGraph.FuzzyUnion(neighbours));
        Emit("fuzzy-graph", graph!, null, weighing);
        var detection = new CommunityDetection();
        detection.Of(NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = Neighbours }.Of(pixels.Slice(0, 2000), progress: null, cancellation)), cancellation);
        var finding = Clock.Seconds(() => found = detection.Of(graph!, cancellation));
        Emit("leiden", graph!, found, finding);
        finding = Clock.Seconds(() => found = detection.OfCount(graph!, 10, places: null, progress: null, cancellation));
        Emit("leiden-at-10", graph!, found, finding);
    }

    private static void Emit(string job, NeighbourGraph graph, Partition? found, double seconds) => BenchJob.Emit(new
    {
        peer = "kindred",
        job,
        rows = graph.Rows,
        edges = graph.Targets.Length / 2,
        threads = Parallelism.Threads,
        secs = Math.Round(seconds, 3),
        clusters = found?.Count,
        quality = found?.Quality,
        resolution = found?.Resolution,
        peak_mib = Clock.PeakMebibytes,
    });
}
