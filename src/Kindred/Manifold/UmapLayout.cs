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
    private float _step;

    private UmapLayout(NeighbourGraph graph, Matrix start, UmapForces forces, ulong seed)
    {
        (_graph, _forces, _rng, _move) = (graph, forces, new Rng(seed), Move);
        (_positions, _moved) = (new PaddedRows(start), new PaddedRows(start));
        var largest = 0f;
        foreach (var weight in graph.Weights)
            largest = Math.Max(largest, weight);
        _rates = graph.Weights.ToArray();
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
        (_epoch, _step) = (epoch, step);
        WorkerPool.ForEachChunk(_graph.Rows, _move);
        (_positions, _moved) = (_moved, _positions);
    }

    private void Move(int chunk, int start, int end)
    {
        var room = stackalloc SampledForces.Draw[_forces.Draws];
        fixed (float* positions = _positions.Values, moved = _moved.Values, attraction = _forces.Attraction.Values, repulsion = _forces.Repulsion.Values)
        {
            var forces = new SampledForces(positions, _graph.Rows, _positions.Width, attraction, repulsion, room, _forces.Draws);
            var rng = _rng.Split(_epoch);
            for (var row = start; row < end; row++)
            {
                var x = moved + ((long)row * _moved.Width);
                _positions.Row(row).CopyTo(_moved.Row(row));
                MoveRow(forces, x, row, rng.Split(row).State);
            }
        }
    }

    // An edge is sampled when rate · epoch passes a whole number, from both its ends and moving both ends each time: for one end, twice the force.
    private void MoveRow(in SampledForces forces, float* x, int row, ulong random)
    {
        for (var e = _graph.Offsets[row]; e < _graph.Offsets[row + 1]; e++)
        {
            if ((int)(_rates[e] * _epoch) == (int)(_rates[e] * (_epoch - 1)))
                continue;
            forces.Attract(x, _graph.Targets[e], 2 * _step);
            forces.Repel(x, row, ref random, _step);
        }
    }
}
