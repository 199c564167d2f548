using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>Every operation of <see cref="GradientTests.Cases"/>, and some on many rows, replayed.</summary>
[Collection(nameof(Parallelism))]
public sealed class ReplayTests : IDisposable
{
    private static readonly Dictionary<string, GradientCase> Large = new()
    {
        ["L2 normalisation of many rows"] = new((g, p) => g.Of(p[0]).L2Normalize(), [3000, 40]),
        ["log-softmax of many rows"] = new((g, p) => g.Of(p[0]).LogSoftmax(), [3000, 40]),
        ["log-softmax without a long diagonal"] = new((g, p) => g.Of(p[0]).LogSoftmax(withoutDiagonal: true), [600, 600]),
        ["distances of many rows to many centres"] = new((g, p) => g.Of(p[0]).SquaredDistances(g.Of(p[1])).StudentT(), [2000, 30], [70, 30]),
        ["many rows gathered"] = new((g, p) => g.Of(p[0]).Gather([.. Enumerable.Range(0, 900).Select(i => i * i % 700)]), [700, 600]),
        ["many images concatenated"] = new((g, p) => Tensor.Concatenate(0, g.Of(p[0]), g.Of(p[1])), [90, 9, 9, 8], [70, 9, 9, 8]),
        ["many channels concatenated"] = new((g, p) => Tensor.Concatenate(-1, g.Of(p[0]), g.Of(p[1])), [30, 20, 20, 8], [30, 20, 20, 3]),
        ["many rows sliced"] = new((g, p) => g.Of(p[0]).Slice(0, 100, 2000), [2500, 40]),
        ["contrastive loss of many rows"] = new((g, p) => g.Of(p[0]).ContrastiveLoss(), [512, 64]),
        ["sum of many columns"] = new((g, p) => g.Of(p[0]).Sum(0), [5000, 300]),
        ["mean of many pixels"] = new((g, p) => g.Of(p[0]).Mean(1), [300, 81, 32]),
        ["rectified batch normalisation of many images"] = new((g, p) => Rectified(g, p), [40, 9, 9, 20], [20], [20]),
        ["mean of many rows"] = new((g, p) => g.Of(p[0]).Mean(1), [5000, 90]),
    };

    private readonly int _threads = Parallelism.Threads;

    public static TheoryData<string> All => [.. GradientTests.Cases.Keys, .. Large.Keys];

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory]
    [MemberData(nameof(All))]
    public void Any_number_of_threads_gives_the_same_bits_and_nothing_is_allocated_again(string name)
    {
        var item = GradientTests.Cases.TryGetValue(name, out var small) ? small : Large[name];
        int[][]? first = null;
        foreach (var threads in (int[])[1, 2, 4])
        {
            Parallelism.Threads = threads;
            using var replay = new Replay(item);
            Assert.Equal(first ??= replay.Bits(), replay.Bits());
            Assert.Equal(0, replay.AllocatedByAPass());
        }
    }

    private static Tensor Rectified(Graph g, IReadOnlyList<Parameter> p) => g.Of(p[0]).RectifiedBatchNormalization(
        p[1], p[2], new Parameter("mean", p[1].Length) { Trainable = false }, new Parameter("variance", p[1].Length) { Trainable = false });

    private sealed class Replay : IDisposable
    {
        private readonly Graph _graph = new() { Training = true, Seed = 7 };
        private readonly List<Parameter> _parameters = [];
        private readonly Tensor _result, _loss;

        public Replay(GradientCase item)
        {
            var rng = new Rng(1);
            foreach (var shape in item.Shapes)
            {
                var parameter = new Parameter("p", shape);
                parameter.Set([.. Enumerable.Range(0, parameter.Length).Select(_ => (float)(item.Low + ((item.High - item.Low) * rng.NextDouble())))]);
                _parameters.Add(parameter);
            }

            _result = item.Build(_graph, _parameters);
            _loss = (_result * _result).Sum();
            for (var pass = 0; pass < 3; pass++)  // later passes take shorter ways
                Pass();
        }

        public int[][] Bits() => [Bits(_result.Values.ToArray()), .. _parameters.Select(parameter => Bits(parameter.GradientToArray()))];

        public long AllocatedByAPass()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Pass();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        public void Dispose() => _graph.Dispose();

        private void Pass()
        {
            _graph.Forward();
            _graph.Backward(_loss);
        }

        private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
    }
}
