using System.Runtime.CompilerServices;
using Kindred.Graphs;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Layout;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Manifold;

/// <summary>Brings the rows of a graph to rest: along every edge they are drawn together as often as its weight says, and each time driven away from a few rows drawn at random.</summary>
/// <remarks>All rows move at once: each goes along its own edges, one after the other, while the others stand where they stood when the epoch began.
/// So nothing depends on which thread moves which row (docs/decisions/0025).</remarks>
internal sealed unsafe class UmapLayout
{
    private readonly NeighbourGraph _graph;
    private readonly UmapForces _forces;
    private readonly float[] _rates;          // of every edge: in how many of all epochs it is sampled
    private readonly Rng _rng;
    private readonly Action<int, int, int> _move;
    private PaddedRows _positions, _moved;
    private int _epoch;
    private ulong _random;    // of the epoch
    private float _step;

    private UmapLayout(NeighbourGraph graph, Matrix start, UmapForces forces, ulong seed)
    {
        (_graph, _forces, _rng, _move) = (graph, forces, new Rng(seed), Move);
        (_positions, _moved) = (new PaddedRows(start), new PaddedRows(start));
        var largest = 0f;
        foreach (var weight in graph.Weights)
            largest = Math.Max(largest, weight);
        _rates = [.. graph.Weights, .. new float[SampledEdges.Lanes]];   // the last row's are read by whole vectors, too
        for (var e = 0; e < _rates.Length; e++)
            _rates[e] /= largest;
    }

    /// <summary>Where the rows, set down at <paramref name="start"/>, come to rest; steps grow shorter from 1 to 0.</summary>
    public static Matrix Run(
        NeighbourGraph graph, Matrix start, UmapForces forces, int epochs, ulong seed, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var layout = new UmapLayout(graph, start, forces, seed);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            layout.Pass(epoch, 1 - ((epoch - 1f) / epochs));
            progress?.Report(new FitProgress("layout", epoch, epochs, layout._step));
        }

        return layout._positions.ToMatrix();
    }

    private void Pass(int epoch, float step)
    {
        (_epoch, _random, _step) = (epoch, _rng.Split(epoch).State, step);
        WorkerPool.ForEachChunk(_graph.Rows, _move);
        (_positions, _moved) = (_moved, _positions);
    }

    // Two rows move by turns: a row waits for its last edge before it can go along the next, and meanwhile the processor moves the other
    // and fetches what the next edge needs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(int chunk, int start, int end)
    {
        SampledForces.Step step = default, otherStep = default;
        fixed (float* table = _forces.Table.Values, rates = _rates)
        fixed (int* offsets = _graph.Offsets, targets = _graph.Targets)
        {
            var forces = new SampledForces(_positions.Values, _graph.Rows, _positions.Width, table, _forces.Draws);
            var edges = new SampledEdges(offsets, targets, rates, _epoch);
            var middle = start + ((end - start) / 2);
            var (one, other) = (new SampledEdges.Walk(start - 1), new SampledEdges.Walk(middle - 1));
            var (hasOne, hasOther) = (Begin(edges, forces, &step, ref one, middle), Begin(edges, forces, &otherStep, ref other, end));
            while (hasOne || hasOther)
            {
                hasOne = hasOne && Go(edges, forces, &step, ref one, middle);
                hasOther = hasOther && Go(edges, forces, &otherStep, ref other, end);
            }
        }

        GC.KeepAlive(this);
    }

    // Along the edge begun; then begins the next. An edge is sampled from both its ends, moving both ends each time: for one end, twice the force.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Go(in SampledEdges edges, in SampledForces forces, SampledForces.Step* step, ref SampledEdges.Walk walk, int end)
    {
        forces.Move(_moved.Values + ((long)walk.Row * _moved.Width), walk.Row, step, ref walk.Random, 2 * _step, _step);
        return Begin(edges, forces, step, ref walk, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Begin(in SampledEdges edges, in SampledForces forces, SampledForces.Step* step, ref SampledEdges.Walk walk, int end)
    {
        while (!edges.Next(ref walk))
        {
            if (++walk.Row == end)
                return false;
            _positions.Row(walk.Row).CopyTo(_moved.Row(walk.Row));
            edges.Begin(ref walk, Rng.Split(_random, walk.Row));
        }

        forces.Draw(step, walk.Target, ref walk.Random);
        return true;
    }
}
