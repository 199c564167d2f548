using System.Globalization;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Layout;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Manifold;

/// <summary>An embedding, and the rows it is of: a new row is set down among its nearest ones and comes to rest while they stand still.</summary>
/// <remarks>Keeps all rows it was fitted on, as floats: 4 bytes for every value, 188 MB for 60,000 images of 28x28, here and in a file. Fewer
/// columns before it (principal components) keep less.</remarks>
public sealed unsafe class UmapModel : ITransform
{
    private const float FirstStep = 0.25f;   // of umap-learn: new rows start near where they belong
    private const int EpochShare = 3;        // and need a third of the epochs

    private readonly Matrix _kept;
    private readonly PaddedRows _positions;
    private readonly NearestNeighbours _search;
    private readonly UmapForces _forces;
    private readonly ulong _seed;

    internal UmapModel(Matrix kept, Matrix positions, NearestNeighbours search, UmapCurve curve, int epochs, int negativeSamples, ulong seed)
    {
        (_kept, Embedding, _search, Curve, Epochs, _seed) = (kept, positions, search, curve, epochs, seed);
        (_positions, _forces) = (new PaddedRows(positions), new UmapForces(curve, negativeSamples));
    }

    /// <summary>rows x components: where the kept rows lie.</summary>
    public Matrix Embedding { get; }

    /// <summary>What the embedding of the fitted rows is; null in a model that was loaded.</summary>
    public Matrix? Fitted { get; internal init; }

    /// <summary>How closeness falls off in the embedding.</summary>
    public UmapCurve Curve { get; }

    /// <summary>Passes over the graph when it was fitted.</summary>
    public int Epochs { get; }

    public int InputColumns => _kept.Columns;

    public int OutputColumns => Embedding.Columns;

    internal static StoredKind StoredAs { get; } = new("umap", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <summary>rows x input columns → rows x components, each row by itself</summary>
    /// <remarks>A row the model was fitted on comes to lie near, not at, its place in <see cref="Fitted"/>.</remarks>
    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Transform(Matrix x)
    {
        var neighbours = _search.Query(_kept, x);
        var placed = new PaddedRows(new Matrix(x.Rows, OutputColumns));
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var weights = new double[neighbours.Count];
            SampledForces.Step step = default;
            fixed (float* table = _forces.Table.Values)
            {
                var forces = new SampledForces(_positions.Values, _positions.Count, _positions.Width, table, _forces.Draws);
                for (var i = start; i < end; i++)
                {
                    FuzzyWeights.View(neighbours.Distances(i), mean: 0, weights);
                    SetDown(neighbours.Indices(i), weights, placed.Row(i));
                    Settle(forces, &step, placed.Values + ((long)i * placed.Width), neighbours.Indices(i), weights);
                }
            }
        });
        GC.KeepAlive(this);
        return placed.ToMatrix();
    }

    SafeTensors IStored.Store() => new(
        [
            new StoredTensor("rows", [_kept.Rows, _kept.Columns], _kept.Values.ToArray()),
            new StoredTensor("positions", [Embedding.Rows, Embedding.Columns], Embedding.Values.ToArray()),
        ],
        new Dictionary<string, string>
        {
            ["metric"] = _search.Metric == Metric.Cosine ? "cosine" : "euclidean",
            ["seed"] = _seed.ToString(CultureInfo.InvariantCulture),
        },
        [StoredNumbers.Doubles("curve", [Curve.A, Curve.B]), StoredNumbers.Doubles("counts", [_search.Count, Epochs, _forces.Draws])]);

    private static UmapModel Read(SafeTensors file)
    {
        if (file.ShapeOf("rows") is not [var rows and > 0, var columns and > 0] || file.ShapeOf("positions") is not [var placed, var components and > 0] || placed != rows)
            throw new InvalidDataException("The kept rows must be rows x columns and their positions as many rows x components, at least one of each.");
        var (kept, positions) = (file.Values("rows", [rows, columns]).ToArray(), file.Values("positions", [rows, components]).ToArray());
        StoredNumbers.RequireFinite("rows", kept);
        StoredNumbers.RequireFinite("positions", positions);
        var curve = file.NotNegative("curve");
        var counts = file.NotNegative("counts");
        if (curve.Length != 2 || curve[0] == 0 || curve[1] == 0 || !ulong.TryParse(file.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            throw new InvalidDataException("A layout has a curve of two numbers above zero and a whole number as its seed.");
        if (counts.Length != 3 || counts.ToArray().Any(count => count != Math.Floor(count) || count is < 1 or > int.MaxValue) || counts[0] > rows)
            throw new InvalidDataException("Neighbours, epochs and negative samples are whole numbers above zero, and there are not more neighbours than rows.");
        var settings = new Umap { Neighbours = (int)counts[0], Epochs = (int)counts[1], NegativeSamples = (int)counts[2] };
        var search = new NearestNeighbours { Count = settings.Neighbours, Metric = file.Text("metric") == "cosine" ? Metric.Cosine : Metric.Euclidean };
        return new UmapModel(
            new Matrix(rows, columns, kept), new Matrix(rows, components, positions), search, new UmapCurve(curve[0], curve[1]), (int)counts[1], settings.NegativeSamples, seed);
    }

    // the mean of the neighbours' positions, by their weights
    private void SetDown(ReadOnlySpan<int> neighbours, ReadOnlySpan<double> weights, Span<float> position)
    {
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        for (var d = 0; d < position.Length; d++)
        {
            var sum = 0.0;
            for (var k = 0; k < neighbours.Length; k++)
                sum += weights[k] * _positions.Row(neighbours[k])[d];
            position[d] = (float)(sum / total);
        }
    }

    // Only the new row moves, so an edge is sampled from its side alone. What is drawn depends on the nearest row, never on the place among the new ones.
    private void Settle(in SampledForces forces, SampledForces.Step* step, float* x, ReadOnlySpan<int> neighbours, ReadOnlySpan<double> weights)
    {
        var random = new Rng(_seed).Split(neighbours[0]).State;
        var largest = weights[0];   // of the nearest
        var epochs = Math.Max(1, Epochs / EpochShare);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var length = FirstStep * (1 - ((epoch - 1f) / epochs));
            for (var k = 0; k < neighbours.Length; k++)
            {
                if ((int)(weights[k] / largest * epoch) == (int)(weights[k] / largest * (epoch - 1)))
                    continue;
                forces.Draw(step, neighbours[k], ref random);
                forces.Move(x, self: -1, step, ref random, length, length);
            }
        }
    }
}
