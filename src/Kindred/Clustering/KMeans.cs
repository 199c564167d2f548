using Kindred.Clustering.Lloyd;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering;

/// <summary>k-means: groups rows around centres so that Σ ‖row − its centre‖² is small.</summary>
/// <remarks>
/// Lloyd's iterations (doi:10.1109/TIT.1982.1056489) from greedy k-means++ starts (Arthur and Vassilvitskii, SODA 2007), skipping
/// distances by the triangle inequality (Elkan, ICML 2003) without changing any result. An emptied cluster starts again at the row
/// farthest from its centre.
/// </remarks>
public sealed unsafe record KMeans : IClusterer<KMeansModel>, IStreamedClusterer
{
    internal static MethodKind<IClusterer> Method { get; } = new("kmeans", KMeansModel.StoredAs, "Lloyd 1982; Arthur and Vassilvitskii 2007; Elkan 2003",
        order => new KMeans { ClusterCount = order.ClusterCount, Restarts = order.Whole("restarts", 10), MaxIterations = order.Whole("iterations", 300), Seed = order.Seed });

    string IClusterer.Name => "k-means";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    /// <summary>Independent starts; the one with the lowest inertia wins.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = 10;

    /// <summary>Steps of a restart at most.</summary>
    public int MaxIterations { get; init => field = Guard.Positive(value); } = 300;

    /// <summary>A restart ends when Σ ‖centre move‖² is at most this share of the mean column variance, or no row changes its group.</summary>
    public double Tolerance { get; init => field = Guard.NotNegative(value); } = 1e-4;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, no columns, or values that are not finite.</exception>
    public KMeansModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        return new KMeansModel(Search(x, null, progress, cancellation), scale: 1, x);
    }

    /// <summary>The clusters that a fit ends with, without the distances, for those who need no more.</summary>
    internal int[] Clusters(Matrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Search(x, null, progress, cancellation).Clusters;

    /// <summary>Learns groups from bytes, each meaning byte × <see cref="ByteMatrix.Scale"/>, in a quarter of the memory; <paramref name="x"/> is left as it was.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, or no columns.</exception>
    /// <exception cref="FitException">There are fewer distinct rows than clusters.</exception>
    public KMeansModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        if (x.Columns < WideRows<byte>.MinColumns)
            return Fit(x.ToMatrix(), progress, cancellation);
        fixed (byte* values = x.Values)
        {
            using var rows = new WideRows<byte>(values, x.Rows, x.Columns, [.. Enumerable.Repeat(1.0, x.Columns)]);
            var outcome = new LloydRestarts(this, rows, progress, cancellation) { InertiaUnit = (double)x.Scale * x.Scale }.Best();
            return new KMeansModel(outcome, x.Scale, x);
        }
    }

    IClusterModel IClusterer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);

    /// <summary>One restart from the given centres instead of drawn ones.</summary>
    internal KMeansModel FitFrom(Matrix centres, Matrix x)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        return new KMeansModel(Search(x, centres, progress: null, CancellationToken.None), scale: 1, x);
    }

    /// <summary>Learns from rows that are read again and again, so that they need not fit in memory, and that several processes share: centres, inertia and steps are
    /// those of <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/> to the last bit. The model knows no fitted rows.</summary>
    /// <param name="x">All rows; a process reads its share.</param>
    /// <param name="stream">The processes, and the bytes that each may take; rows that fit are read once.</param>
    /// <param name="progress">Hears of every pass.</param>
    /// <param name="cancellation">Stops within a block.</param>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, no columns, values that are not finite, or more rows than labels fit.</exception>
    /// <exception cref="FitException">There are fewer distinct rows than clusters.</exception>
    internal KMeansModel Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (result, shard) = Search(x, stream, progress, cancellation);
        return new KMeansModel(result, x.ByteScale is { } scale && x.Columns >= WideRows<byte>.MinColumns ? scale : 1, x, shard, cancellation);
    }

    IClusterModel IStreamedClusterer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, stream, progress, cancellation);

    /// <summary>The clusters that such a fit ends with, of the rows of this process, and which these are.</summary>
    internal (int[] Clusters, RowShard Shard) Clusters(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var (result, shard) = Search(x, stream, progress, cancellation);
        return (result.Clusters, shard);
    }

    private (LloydResult Result, RowShard Shard) Search(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: ClusterCount);
        var (isPacked, isBytes, memory) = (x.Columns < WideRows<float>.MinColumns, x.ByteScale is not null, stream.AgreedMemory());
        var blockRows = isPacked ? PackedRows.PassRows : isBytes ? WideRows<byte>.BlockRowsOf(x.Columns) : WideRows<float>.BlockRowsOf(x.Columns);
        var shard = new RowShard(stream.Communicator, x.Rows, blockRows);
        StreamPlan.Require(shard.Most, memory);
        var rowBytes = (isBytes && !isPacked ? 1 : sizeof(float)) * (long)x.Columns;
        var bounds = sizeof(float) * ((isPacked ? 0L : CentreGroups.CountFor(ClusterCount)) + KMeansPlusPlus.Trials(ClusterCount) + 4);
        var plan = StreamPlan.For(shard.Most, blockRows, rowBytes, bounds, memory);
        using LloydRows rows = isPacked ? new StreamedPackedRows(x, shard, plan, StreamedUnits.Of(x, shard, cancellation))
            : isBytes ? new StreamedWideRows<byte>(x, shard, plan, [.. Enumerable.Repeat(1.0, x.Columns)])
            : new StreamedWideRows<float>(x, shard, plan, StreamedUnits.Of(x, shard, cancellation));
        var scale = isBytes && !isPacked ? x.ByteScale!.Value : 1;
        return (new LloydRestarts(this, rows, progress, cancellation) { InertiaUnit = (double)scale * scale, BytesBeside = memory / 2 }.Best(), shard);
    }

    private LloydResult Search(Matrix x, Matrix? centres, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        fixed (float* values = x.Values)
        {
            using LloydRows rows = x.Columns < WideRows<float>.MinColumns
                ? new PackedRows(x)
                : new WideRows<float>(values, x.Rows, x.Columns, FixedPointSums.Units(x.Values, x.Columns));
            var restarts = new LloydRestarts(this, rows, progress, cancellation);
            return centres is null ? restarts.Best() : restarts.From(centres.Values);
        }
    }
}
