using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Density;

/// <summary>The distance from a row to the last of its nearest rows.</summary>
internal static unsafe class CoreDistances
{
    private const int BlocksAtOnce = 16;

    /// <summary>Squared, by place: to the <paramref name="count"/>th nearest row of the tree, the row itself being the first; infinite past the last row.</summary>
    public static float[] Of(BoxTree tree, int count, CancellationToken cancellation)
    {
        var cores = Empty(tree);
        WorkerPool.Run((tree.Blocks + BlocksAtOnce - 1) / BlocksAtOnce, (part, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var start = part * BlocksAtOnce * BoxTree.Lanes;
            var (values, kept) = (new float[tree.Columns], new float[count]);
            fixed (float* row = values)
            {
                for (var place = start; place < Math.Min(tree.Rows.Length, start + (BlocksAtOnce * BoxTree.Lanes)); place++)
                {
                    tree.CopyTo(place, row);
                    cores[place] = Of(tree, row, kept);
                }
            }
        });
        return cores;
    }

    /// <summary>Infinite at every place of the tree, those past the last row included.</summary>
    public static float[] Empty(BoxTree tree)
    {
        var cores = new float[tree.Blocks * BoxTree.Lanes];
        Array.Fill(cores, float.PositiveInfinity);
        return cores;
    }

    /// <summary>Squared, from a row to the last of so many nearest rows of the tree as <paramref name="kept"/> has room for; their squared distances in order.</summary>
    public static float Of(BoxTree tree, float* row, float[] kept)
    {
        Array.Fill(kept, float.PositiveInfinity);
        fixed (float* nearest = kept)
        {
            var squares = stackalloc float[BoxTree.Lanes];
            var search = new Nearest(nearest, kept.Length, squares);
            tree.Search(row, ref search);
        }

        return kept[^1];
    }

    /// <summary>Keeps the smallest squared distances in order.</summary>
    private readonly struct Nearest(float* kept, int count, float* scratch) : IBoxSearch
    {
        public float Bound => kept[count - 1];

        public Vector512<float> Least(Vector512<float> squares, int level, int group) => squares;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(Vector512<float> squares, int block)
        {
            squares.Store(scratch);
            var useful = Vector512.ExtractMostSignificantBits(Vector512.LessThan(squares, Vector512.Create(Bound)));
            for (; useful != 0; useful &= useful - 1)
            {
                var square = scratch[BitOperations.TrailingZeroCount(useful)];
                if (!(square < Bound))
                    continue;
                var place = count - 1;
                for (; place > 0 && square < kept[place - 1]; place--)
                    kept[place] = kept[place - 1];
                kept[place] = square;
            }
        }
    }
}
