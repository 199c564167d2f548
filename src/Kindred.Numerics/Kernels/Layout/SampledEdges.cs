using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Layout;

/// <summary>The edges of a graph that an epoch of a layout goes along: those where rate · epoch passes a whole number.</summary>
internal readonly unsafe ref struct SampledEdges
{
    /// <summary>Rates are read in vectors of so many, beyond a row's last, too.</summary>
    public const int Lanes = 16;

    private readonly int* _offsets;
    private readonly int* _targets;
    private readonly float* _rates;
    private readonly int _epoch;

    /// <param name="offsets">Row r has the edges from offsets[r] to offsets[r + 1].</param>
    /// <param name="targets">Of all edges.</param>
    /// <param name="rates">Of all edges, in how many of all epochs each is sampled, from 0 to 1.</param>
    /// <param name="epoch">From one.</param>
    public SampledEdges(int* offsets, int* targets, float* rates, int epoch)
    {
        _offsets = offsets;
        _targets = targets;
        _rates = rates;
        _epoch = epoch;
    }

    /// <summary>Sets out along the edges of the walk's row.</summary>
    public void Begin(ref Walk walk, ulong random)
    {
        (walk.Random, walk.First, walk.End) = (random, _offsets[walk.Row], _offsets[walk.Row + 1]);
        walk.Hits = Hits(walk.First, walk.End);
    }

    /// <summary>Goes to the row's next sampled edge; false where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(ref Walk walk)
    {
        for (; walk.Hits == 0; walk.Hits = Hits(walk.First, walk.End))
        {
            walk.First += Lanes;
            if (walk.First >= walk.End)
                return false;
        }

        walk.Target = _targets[walk.First + BitOperations.TrailingZeroCount(walk.Hits)];
        walk.Hits &= walk.Hits - 1;
        return true;
    }

    // a bit for each edge from the first on, before the end
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Hits(int first, int end)
    {
        var rates = Vector512.Load(_rates + first);
        var isSame = Vector512.Equals(Vector512.ConvertToInt32Native(rates * _epoch), Vector512.ConvertToInt32Native(rates * (_epoch - 1)));
        return (uint)~isSame.ExtractMostSignificantBits() & (uint)((1L << Math.Min(Lanes, end - first)) - 1);
    }

    /// <summary>Where a walk along the edges of one row after the other stands; before its first row, the row before that.</summary>
    internal struct Walk(int row)
    {
        public int Row = row;
        public int Target;
        public int First;
        public int End;
        public uint Hits;
        public ulong Random;
    }
}
