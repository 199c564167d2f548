using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindred.Clustering.Lloyd;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>Centres found by <see cref="KMeans"/>, with the membership and the inertia that follow from them.</summary>
public sealed unsafe class KMeansModel : IClusterModel
{
    private const long WindowBytes = 8L << 20;

    /// <summary>A model from stored centres, ClusterCount x columns. It knows no fitted rows: no membership, inertia zero.</summary>
    /// <exception cref="ArgumentException">There are no centres, no columns, or values that are not finite.</exception>
    public KMeansModel(Matrix centres)
    {
        Guard.Samples(centres, atLeast: 1);
        Centres = centres;
    }

    internal KMeansModel(LloydResult result, float scale, Matrix x)
        : this(result, scale, x.Columns) => (Fitted, Inertia) = WithInertia(Measure(x));

    internal KMeansModel(LloydResult result, float scale, ByteMatrix x)
        : this(result, scale, x.Columns) => (Fitted, Inertia) = WithInertia(Measure(x));

    internal KMeansModel(LloydResult result, float scale, IRowSource x, RowShard shard, CancellationToken cancellation)
        : this(result, scale, x.Columns) => Inertia = InertiaOf(x, shard, cancellation);

    private KMeansModel(LloydResult result, float scale, int columns)
    {
        Centres = new Matrix(result.Centres.Length / columns, columns, Array.ConvertAll(result.Centres, value => value * scale));
        (Iterations, Converged) = (result.Iterations, result.Converged);
    }

    /// <summary>ClusterCount x columns.</summary>
    public Matrix Centres { get; }

    /// <summary>Where every fitted row went; what <see cref="Assign(Matrix)"/> gives for it.</summary>
    public Membership? Fitted { get; }

    /// <summary>The cluster of every fitted row; none in a model from stored centres.</summary>
    public ReadOnlySpan<int> Clusters => Fitted?.Clusters;

    /// <summary>Σ over the fitted rows of ‖row − nearest centre‖².</summary>
    public double Inertia { get; }

    /// <summary>Steps that the winning restart took.</summary>
    public int Iterations { get; }

    /// <summary>Whether the winning restart came to rest before <see cref="KMeans.MaxIterations"/>.</summary>
    public bool Converged { get; }

    public int ClusterCount => Centres.Rows;

    public int Columns => Centres.Columns;

    public IReadOnlyDictionary<string, double> Outcome => new Dictionary<string, double>
    {
        ["inertia"] = Inertia,
        ["iterations"] = Iterations,
        ["converged"] = Converged ? 1 : 0,
    };

    StoredKind IStored.Kind => StoredAs;

    internal static StoredKind StoredAs { get; } = new("k-means", file => file.ShapeOf("centres") is [var count, var columns] shape
        ? new KMeansModel(new Matrix(count, columns, file.Values("centres", [.. shape]).ToArray()))
        : throw new InvalidDataException("The centres must be clusters x columns."));

    SafeTensors IStored.Store() => new([new StoredTensor("centres", [Centres.Rows, Centres.Columns], Centres.Values.ToArray())]);

    /// <summary>The nearest centre of every row, the first of equals.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres', or values that are not finite.</exception>
    public int[] Predict(Matrix x) => Assign(x).Clusters;

    /// <summary>The nearest centre of every row, the first of equals.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres'.</exception>
    public int[] Predict(ByteMatrix x) => Assign(x).Clusters;

    /// <summary>The nearest centre of every row and the Euclidean distance to it.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres', or values that are not finite.</exception>
    public Membership Assign(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return WithRoots(Measure(x));
    }

    /// <summary>The nearest centre of every row and the Euclidean distance to it.</summary>
    /// <exception cref="ArgumentException">Other columns than the centres'.</exception>
    public Membership Assign(ByteMatrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return WithRoots(Measure(x));
    }

    private static (Membership Fitted, double Inertia) WithInertia((int[] Clusters, float[] Squares) measured)
    {
        var inertia = 0.0;
        foreach (var square in measured.Squares)
            inertia += square;
        return (WithRoots(measured), inertia);
    }

    private static Membership WithRoots((int[] Clusters, float[] Squares) measured)
    {
        TensorPrimitives.Sqrt(measured.Squares, measured.Squares);
        return new Membership(measured.Clusters, measured.Squares, Probabilities: null);
    }

    /// <summary>The chain over all rows that <see cref="WithInertia"/> is, from window to window and process to process.</summary>
    private double InertiaOf(IRowSource x, RowShard shard, CancellationToken cancellation)
    {
        var (squares, window) = (new float[shard.Count], x.RowsIn(WindowBytes));
        for (var start = 0; start < shard.Count; start += window)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(window, shard.Count - start);
            var measured = x.ByteScale is null ? Measure(x.Slice(shard.First + start, count)) : Measure(x.SliceBytes(shard.First + start, count));
            measured.Squares.CopyTo(squares, start);
        }

        var total = new double[1];
        shard.Communicator.InTurn<double>(total, sofar =>
        {
            foreach (var square in squares)
                sofar[0] += square;
        });
        return total[0];
    }

    private (int[] Clusters, float[] Squares) Measure(Matrix x)
    {
        var (clusters, squares) = (new int[x.Rows], new float[x.Rows]);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                (clusters[i], squares[i]) = Nearest(x.Row(i));
        });
        return (clusters, squares);
    }

    private (int[] Clusters, float[] Squares) Measure(ByteMatrix x)
    {
        var (clusters, squares) = (new int[x.Rows], new float[x.Rows]);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var values = new float[x.Columns];
            for (var i = start; i < end; i++)
                (clusters[i], squares[i]) = Nearest(x.Row(i), x.Scale, values);
        });
        return (clusters, squares);
    }

    private (int Cluster, float Square) Nearest(ReadOnlySpan<byte> row, float scale, float[] values)
    {
        fixed (byte* bytes = row)
        fixed (float* floats = values)
            RowDistances.Scale(bytes, scale, row.Length, floats);
        return Nearest(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Cluster, float Square) Nearest(ReadOnlySpan<float> row)
    {
        fixed (float* values = row, centres = Centres.Values)
            return RowDistances.Nearest(values, centres, ClusterCount, Centres.Columns);
    }
}
