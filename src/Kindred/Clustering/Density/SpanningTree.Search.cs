using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Clustering.Density;

internal sealed unsafe partial class SpanningTree
{
    private const int Unknown = -1;
    private const int Mixed = -1;

    /// <summary>The cheapest edge from a row to another component, if it costs less than a bound.</summary>
    private struct Leaving(SpanningTree owner, int place, float bound, float* scratch) : IBoxSearch
    {
        private readonly float _core = owner._cores[place];
        private readonly float _least = owner._least[place];
        private readonly int _component = owner._components[place];

        /// <summary>What the edge costs, or the bound.</summary>
        public float Cost { get; private set; } = bound;

        public int Target { get; private set; } = Unknown;

        public readonly float Bound => Cost > _least ? Cost : 0;  // an edge that costs as little as any can ends the search

        public readonly Vector512<float> Least(Vector512<float> squares, int level, int group) =>
            Costs(squares, owner._boxCores[level], owner._boxComponents[level], group * BoxTree.Lanes);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(Vector512<float> squares, int block)
        {
            var first = block * BoxTree.Lanes;
            var costs = Costs(squares, owner._cores, owner._components, first);
            var useful = Vector512.ExtractMostSignificantBits(Vector512.LessThan(costs, Vector512.Create(Cost)));
            if (useful == 0)
                return;
            costs.Store(scratch);
            for (; useful != 0; useful &= useful - 1)
            {
                var lane = BitOperations.TrailingZeroCount(useful);
                if (scratch[lane] < Cost)
                    (Cost, Target) = (scratch[lane], first + lane);
            }
        }

        // max(own core, other core, ‖a − b‖)², or infinity within the component
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector512<float> Costs(Vector512<float> squares, float[] cores, int[] components, int first)
        {
            var costs = Vector512.MaxNative(Vector512.MaxNative(squares, Vector512.Create(_core)), Vector512.Create(cores.AsSpan(first, BoxTree.Lanes)));
            var within = Vector512.Equals(Vector512.Create(components.AsSpan(first, BoxTree.Lanes)), Vector512.Create(_component));
            return Vector512.ConditionalSelect(within.AsSingle(), Vector512.Create(float.PositiveInfinity), costs);
        }
    }
}
