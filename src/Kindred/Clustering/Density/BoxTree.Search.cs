using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels.Distances;

namespace Kindred.Clustering.Density;

/// <summary>What is looked for among the rows: something whose cost is at least the squared distance.</summary>
internal interface IBoxSearch
{
    /// <summary>What costs as much or more is of no use any more.</summary>
    float Bound { get; }

    /// <summary>The least that rows in sixteen boxes can cost, from their squared distances; infinity rules a box out.</summary>
    Vector512<float> Least(Vector512<float> squares, int level, int group);

    /// <summary>Takes what is of use from sixteen rows, given their squared distances.</summary>
    void Visit(Vector512<float> squares, int block);
}

internal sealed unsafe partial class BoxTree
{
    private const int MaxHeight = 8;  // 16⁹ rows

    /// <summary>Shows the search every block that could still be of use, the nearest boxes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Search<TSearch>(float* row, ref TSearch search)
        where TSearch : struct, IBoxSearch
    {
        var waiting = stackalloc Waiting[MaxHeight * Lanes];
        var costs = stackalloc float[Lanes];
        var count = Open(row, _levels.Length - 1, 0, ref search, costs, waiting, 0);
        while (count > 0)
        {
            var next = waiting[--count];
            if (!(next.Least < search.Bound))
                continue;
            if (next.Level > 0)
                count = Open(row, next.Level - 1, next.Box, ref search, costs, waiting, count);
            else
                search.Visit(PackedDistances.SquaredEuclidean(_blocks.Pointer + ((long)next.Box * Lanes * Columns), row, Columns), next.Box);
        }
    }

    // Puts the useful boxes of a group on the stack, the nearest on top.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Open<TSearch>(float* row, int level, int group, ref TSearch search, float* costs, Waiting* waiting, int count)
        where TSearch : struct, IBoxSearch
    {
        var boxes = _levels[level];
        var least = search.Least(PackedDistances.SquaredToBoxes(boxes.Lows(group), boxes.Highs(group), row, Columns), level, group);
        var useful = Vector512.ExtractMostSignificantBits(Vector512.LessThan(least, Vector512.Create(search.Bound)));
        least.Store(costs);
        var bottom = count;
        for (; useful != 0; useful &= useful - 1)
        {
            var lane = BitOperations.TrailingZeroCount(useful);
            var place = count++;
            for (; place > bottom && waiting[place - 1].Least < costs[lane]; place--)
                waiting[place] = waiting[place - 1];
            waiting[place] = new Waiting(costs[lane], level, (group * Lanes) + lane);
        }

        return count;
    }

    private readonly record struct Waiting(float Least, int Level, int Box);
}
