using Kindred.Clustering.Lloyd;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering;

/// <summary>k-means that looks at a batch of rows at a time: nearly the same centres in a fraction of the passes over the data.</summary>
/// <remarks>Sculley 2010, doi:10.1145/1772690.1772862: every row of a batch moves its nearest centre by 1 / (rows that it has had). It starts from
/// k-means on a sample of the rows, and ends when the smoothed inertia of the batches has not fallen for a while.</remarks>
public sealed record MiniBatchKMeans : IClusterer<KMeansModel>, IStreamedClusterer
{
    private const int Patience = 10;           // batches without a lower smoothed inertia
    private const int SampleRowsPerCluster = 100;

    internal static MethodKind<IClusterer> Method { get; } = new("mini-batch-kmeans", KMeansModel.StoredAs, "Sculley 2010", order => new MiniBatchKMeans
    {
        ClusterCount = order.ClusterCount,
        BatchSize = order.Whole("batch", 1024, isFirst: true),
        MaxPasses = order.Whole("passes", 100),
        Seed = order.Seed,
    });

    string IClusterer.Name => "mini-batch k-means";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    /// <summary>Rows of a batch; all rows where there are fewer.</summary>
    public int BatchSize { get; init => field = Guard.Positive(value); } = 1024;

    /// <summary>Passes over all rows at most.</summary>
    public int MaxPasses { get; init => field = Guard.Positive(value); } = 100;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">There are fewer distinct rows than clusters.</exception>
    public KMeansModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        return new KMeansModel(Search(x.Rows, x.Take, progress, cancellation), scale: 1, x);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, with only a batch at a time as floats.</summary>
    public KMeansModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        return new KMeansModel(Search(x.Rows, rows => x.Take(rows).ToMatrix(), progress, cancellation), scale: 1, x);
    }

    IClusterModel IClusterer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);

    /// <summary>The same, each batch read when it is needed; every process reads and moves all of it, as a batch is small.</summary>
    IClusterModel IStreamedClusterer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: ClusterCount);
        var result = Search(x.Rows, rows => x.ByteScale is null ? x.Take(rows) : x.TakeBytes(rows).ToMatrix(), progress, cancellation);
        return new KMeansModel(result, scale: 1, x, new RowShard(stream.Communicator, x.Rows, BatchSize), cancellation);
    }

    private LloydResult Search(int rows, TakeRows take, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rng = new Rng(Seed);
        var sample = rng.Split(0).Permutation(rows).AsSpan(0, Math.Min(rows, Math.Max(3 * BatchSize, SampleRowsPerCluster * ClusterCount)));
        var start = new KMeans { ClusterCount = ClusterCount, Restarts = 3, Seed = rng.Split(1).State }.Fit(take(sample), progress, cancellation);
        var (centres, counts) = (start.Centres.Values.ToArray(), new long[ClusterCount]);
        var (batch, passes) = (Math.Min(BatchSize, rows), 0);
        var watch = new Smoothed(Math.Min(1, 2.0 * batch / (rows + 1)));
        for (; passes < MaxPasses && !watch.IsAtRest; passes++)
        {
            var order = rng.Split(2 + passes).Permutation(rows);
            for (var first = 0; first + batch <= rows && !watch.IsAtRest; first += batch)
            {
                cancellation.ThrowIfCancellationRequested();
                watch.Add(Step(take(order.AsSpan(first, batch)), centres, counts));
            }

            progress?.Report(new FitProgress("mini-batch k-means", passes + 1, MaxPasses, watch.Value));
        }

        return new LloydResult(centres, watch.Value, passes, watch.IsAtRest);
    }

    /// <summary>Moves the centres towards the rows of a batch, one row after the other; the mean squared distance before.</summary>
    private double Step(Matrix batch, float[] centres, long[] counts)
    {
        var (clusters, distances, _) = new KMeansModel(new Matrix(ClusterCount, batch.Columns, centres.ToArray())).Assign(batch);
        // a cluster's rows move it in their order whoever does it, so clusters can be shared among threads
        WorkerPool.Run(ClusterCount, (cluster, _) =>
        {
            var centre = centres.AsSpan(cluster * batch.Columns, batch.Columns);
            for (var i = 0; i < clusters.Length; i++)
            {
                if (clusters[i] != cluster)
                    continue;
                var share = 1f / ++counts[cluster];
                var row = batch.Row(i);
                for (var j = 0; j < row.Length; j++)
                    centre[j] += share * (row[j] - centre[j]);
            }
        });
        return distances.Average(distance => (double)distance * distance);
    }

    private delegate Matrix TakeRows(ReadOnlySpan<int> rows);

    /// <summary>An average of the batches' inertia in which later ones weigh more, and how long it has not fallen.</summary>
    private sealed class Smoothed(double weight)
    {
        private double _lowest = double.PositiveInfinity;
        private int _sinceLowest;

        public double Value { get; private set; } = double.NaN;

        public bool IsAtRest => _sinceLowest >= Patience;

        public void Add(double inertia)
        {
            Value = double.IsNaN(Value) ? inertia : Value + (weight * (inertia - Value));
            _sinceLowest = Value < _lowest ? 0 : _sinceLowest + 1;
            _lowest = Math.Min(_lowest, Value);
        }
    }
}
