using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Clustering.Density;

/// <summary>Rows in blocks of sixteen neighbours, blocks in boxes, sixteen boxes in a larger one and so on: what is too far away is ruled out sixteen at a time.</summary>
/// <remarks>A packed R-tree (Roussopoulos and Leifker 1985, doi:10.1145/318898.318900), filled by splitting the rows at medians of the widest
/// column as a k-d tree does. Places are where rows lie in the blocks; the last block is filled up with rows infinitely far away.</remarks>
internal sealed unsafe partial class BoxTree
{
    /// <summary>Rows in a block, and boxes in a larger box.</summary>
    public const int Lanes = PackedDistances.Lanes;

    private readonly PinnedBuffer<float> _blocks;  // rows, packed by block
    private readonly Level[] _levels;              // boxes of blocks first, the one box that holds all last

    public BoxTree(Matrix x, CancellationToken cancellation = default)
    {
        (Columns, Unit) = (x.Columns, DistanceUnit.Of(x));
        Rows = [.. Enumerable.Range(0, x.Rows)];
        Order(x, 0, x.Rows, new float[x.Rows], cancellation);
        Blocks = (x.Rows + Lanes - 1) / Lanes;
        _blocks = new PinnedBuffer<float>((long)Blocks * Lanes * Columns);
        Pack(x);

        var levels = new List<Level> { BoxesOfBlocks() };
        while (levels[^1].Count > Lanes)
            levels.Add(BoxesOf(levels[^1]));
        _levels = [.. levels];
    }

    public int Columns { get; }

    /// <summary>Distances here times this are those of the rows: a power of two near the widest column's range, so that squares neither overflow nor vanish.</summary>
    public double Unit { get; }

    public int Blocks { get; }

    /// <summary>The row at every place.</summary>
    public int[] Rows { get; }

    /// <summary>How many levels of boxes there are.</summary>
    public int Height => _levels.Length;

    /// <summary>How many boxes lie on a level.</summary>
    public int Boxes(int level) => _levels[level].Count;

    /// <summary>As many, filled up to whole groups.</summary>
    public int PaddedBoxes(int level) => (Boxes(level) + Lanes - 1) / Lanes * Lanes;

    /// <summary>A row in the tree's unit.</summary>
    public void Scale(ReadOnlySpan<float> row, float* scaled)
    {
        for (var j = 0; j < row.Length; j++)
            scaled[j] = InUnit(row[j]);
    }

    /// <summary>Copies the row at a place, in the tree's unit.</summary>
    public void CopyTo(int place, float* row)
    {
        var packed = At(place);
        for (var j = 0; j < Columns; j++)
            row[j] = packed[j * Lanes];
    }

    private float InUnit(float value) => (float)(value / Unit);

    // The first value of a row; the others lie sixteen apart.
    private float* At(int place) => _blocks.Pointer + ((long)(place / Lanes) * Lanes * Columns) + (place % Lanes);

    // Puts rows in an order in which every aligned run of 16, 256, 4096, … lies together in space.
    private void Order(Matrix x, int start, int count, float[] keys, CancellationToken cancellation)
    {
        while (count > Lanes)
        {
            cancellation.ThrowIfCancellationRequested();
            var share = Lanes;
            while ((long)share * Lanes < count)
                share *= Lanes;
            var left = (count + share - 1) / share / 2 * share;
            var column = WidestColumn(x, Rows.AsSpan(start, count));
            for (var i = start; i < start + count; i++)
                keys[i] = x[Rows[i], column];
            Array.Sort(keys, Rows, start, count);
            Order(x, start, left, keys, cancellation);
            (start, count) = (start + left, count - left);
        }
    }

    private static int WidestColumn(Matrix x, ReadOnlySpan<int> rows)
    {
        var (lows, highs) = Range(x, rows);
        var widest = 0;
        for (var j = 1; j < lows.Length; j++)
        {
            if (highs[j] - lows[j] > highs[widest] - lows[widest])
                widest = j;
        }

        return widest;
    }

    private static (float[] Lows, float[] Highs) Range(Matrix x, ReadOnlySpan<int> rows)
    {
        var (lows, highs) = (x.Row(rows[0]).ToArray(), x.Row(rows[0]).ToArray());
        foreach (var row in rows)
        {
            TensorPrimitives.Min(lows, x.Row(row), lows);
            TensorPrimitives.Max(highs, x.Row(row), highs);
        }

        return (lows, highs);
    }

    private void Pack(Matrix x)
    {
        _blocks.Span.Fill(float.PositiveInfinity);
        for (var place = 0; place < Rows.Length; place++)
        {
            var packed = At(place);
            var row = x.Row(Rows[place]);
            for (var j = 0; j < row.Length; j++)
                packed[j * Lanes] = InUnit(row[j]);
        }
    }

    private Level BoxesOfBlocks()
    {
        var level = new Level(Blocks, Columns);
        for (var place = 0; place < Rows.Length; place++)
        {
            var packed = At(place);
            for (var j = 0; j < Columns; j++)
                level.Widen(place / Lanes, j, packed[j * Lanes], packed[j * Lanes]);
        }

        return level;
    }

    private Level BoxesOf(Level inner)
    {
        var level = new Level((inner.Count + Lanes - 1) / Lanes, Columns);
        for (var box = 0; box < inner.Count; box++)
        {
            for (var j = 0; j < Columns; j++)
                level.Widen(box / Lanes, j, inner.Lows(box / Lanes)[(j * Lanes) + (box % Lanes)], inner.Highs(box / Lanes)[(j * Lanes) + (box % Lanes)]);
        }

        return level;
    }

    /// <summary>Boxes, sixteen packed together; those past the last are infinitely far away.</summary>
    private sealed class Level
    {
        private readonly PinnedBuffer<float> _lows;
        private readonly PinnedBuffer<float> _highs;
        private readonly int _columns;

        public Level(int count, int columns)
        {
            (Count, _columns) = (count, columns);
            var length = (count + Lanes - 1L) / Lanes * Lanes * columns;
            (_lows, _highs) = (new PinnedBuffer<float>(length), new PinnedBuffer<float>(length));
            _lows.Span.Fill(float.PositiveInfinity);
            _highs.Span.Fill(float.NegativeInfinity);
        }

        public int Count { get; }

        /// <summary>The lower corners of sixteen boxes.</summary>
        public float* Lows(int group) => _lows.Pointer + ((long)group * Lanes * _columns);

        /// <summary>The upper corners of sixteen boxes.</summary>
        public float* Highs(int group) => _highs.Pointer + ((long)group * Lanes * _columns);

        public void Widen(int box, int column, float low, float high)
        {
            ref var bottom = ref Lows(box / Lanes)[(column * Lanes) + (box % Lanes)];
            ref var top = ref Highs(box / Lanes)[(column * Lanes) + (box % Lanes)];
            (bottom, top) = (Math.Min(bottom, low), Math.Max(top, high));
        }
    }
}
