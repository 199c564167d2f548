using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Clustering.Density;

/// <summary>The row of a tree that a new row reaches at the least distance max(own core, other core, ‖a − b‖); of equals the nearest, and of equally near ones the first.</summary>
internal static unsafe class MutualReach
{
    /// <summary>The row, and the distance in the rows' own measure; an infinite one, and any row, where squares overflow.</summary>
    /// <param name="tree">The fitted rows.</param>
    /// <param name="cores">Their squared core distances, by place.</param>
    /// <param name="row">The new row, in the tree's unit.</param>
    /// <param name="core">Its squared core distance.</param>
    public static (int Row, double Distance) Nearest(BoxTree tree, float[] cores, float* row, float core)
    {
        var scratch = stackalloc float[2 * BoxTree.Lanes];
        var search = new Reaching(tree.Rows, cores, core, scratch);
        tree.Search(row, ref search);
        return (search.Row, tree.Unit * Math.Sqrt(search.Cost));
    }

    private struct Reaching(int[] rows, float[] cores, float core, float* scratch) : IBoxSearch
    {
        private float _square = float.PositiveInfinity;

        public float Cost { get; private set; } = float.PositiveInfinity;

        public int Row { get; private set; }

        public readonly float Bound => float.BitIncrement(Cost);  // equal cost is still of use, if nearer

        public readonly Vector512<float> Least(Vector512<float> squares, int level, int group) => Costs(squares, Vector512<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(Vector512<float> squares, int block)
        {
            var first = block * BoxTree.Lanes;
            var costs = Costs(squares, Vector512.Create(cores.AsSpan(first, BoxTree.Lanes)));
            var useful = Vector512.ExtractMostSignificantBits(Vector512.LessThanOrEqual(costs, Vector512.Create(Cost)));
            squares.Store(scratch);
            costs.Store(scratch + BoxTree.Lanes);
            for (; useful != 0; useful &= useful - 1)
            {
                var lane = BitOperations.TrailingZeroCount(useful);
                var (square, cost) = (scratch[lane], scratch[BoxTree.Lanes + lane]);
                if (float.IsFinite(cost) && (cost, square, rows[first + lane]).CompareTo((Cost, _square, Row)) < 0)
                    (Cost, _square, Row) = (cost, square, rows[first + lane]);
            }
        }

        // max(own core, other core, ‖a − b‖)²; infinite where that could only tie, from farther away
        private readonly Vector512<float> Costs(Vector512<float> squares, Vector512<float> others)
        {
            var costs = Vector512.MaxNative(Vector512.MaxNative(squares, Vector512.Create(core)), others);
            var ties = Vector512.Equals(costs, Vector512.Create(Cost)) & Vector512.GreaterThan(squares, Vector512.Create(_square));
            return Vector512.ConditionalSelect(ties, Vector512.Create(float.PositiveInfinity), costs);
        }
    }
}
