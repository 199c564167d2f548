using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Tests.Kernels.Gemm;

[Collection(Alone.Name)]
public sealed partial class GemmTests : IDisposable
{
    private readonly int _threads = Parallelism.Threads;

    private static int[] TileEdges { get; } = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 24, 25, 31, 33, 47, 48, 49, 97];

    public static TheoryData<string> Sets => [.. KernelSets.Keys];

    /// <summary>What this processor runs, the portable kernels last.</summary>
    private static Dictionary<string, (GemmKernels<float> Float, GemmKernels<double> Double)> KernelSets { get; } = new[]
        {
            (Runs: GemmKernels.Has512, GemmKernels.Float512, GemmKernels.Double512),
            (Runs: GemmKernels.Has256, GemmKernels.Float256, GemmKernels.Double256),
            (Runs: true, GemmKernels.Float128, GemmKernels.Double128),
        }.Where(set => set.Runs).ToDictionary(set => set.Item2.Name, set => (set.Item2, set.Item3));

    public void Dispose() => Parallelism.Threads = _threads;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_shape_around_the_tile_edges_is_the_double_loop(string set)
    {
        foreach (var m in TileEdges)
        {
            foreach (var n in TileEdges)
            {
                var k = 1 + ((m + n) % 19);
                CheckAllForms(KernelSets[set].Float, m, n, k);
                CheckAllForms(KernelSets[set].Double, m, n, k);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_number_of_terms_around_the_blocks_is_the_double_loop(string set)
    {
        foreach (var k in (int[])[0, 1, 2, 3, 399, 400, 401, 799, 801, 1203])
        {
            CheckAllForms(KernelSets[set].Float, 9, 50, k);
            CheckAllForms(KernelSets[set].Double, 9, 50, k);
            CheckAllForms(KernelSets[set].Float, 13, 210, k);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Shapes_of_several_row_blocks_are_the_double_loop(string set)
    {
        CheckAllForms(KernelSets[set].Float, 530, 260, 31);
        CheckAllForms(KernelSets[set].Float, 1025, 10, 43);
        CheckAllForms(KernelSets[set].Float, 3, 700, 57);
        CheckAllForms(KernelSets[set].Double, 530, 110, 31);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Products_too_large_to_pack_at_once_are_the_double_loop()
    {
        Check(GemmKernels.Float, true, false, 9, 20, 40_003, add: false);       // several parts of k
        Check(GemmKernels.Float, false, false, 2803, 201, 1700, add: true);     // of m
        Check(GemmKernels.Float, false, true, 40, 2803, 1700, add: true);       // of n
        Check(GemmKernels.Double, true, false, 201, 203, 17_001, add: true);
    }

    [Fact]
    public unsafe void No_size_is_no_work_and_no_terms_keep_or_clear_the_result()
    {
        var c = stackalloc float[] { 1, 2, 3 };
        GemmFloat.Multiply(false, false, 0, 3, 2, null, 2, null, 3, 0, c, 3);
        GemmFloat.Multiply(false, false, 3, 0, 2, null, 2, null, 0, 0, c, 3);
        GemmFloat.Multiply(false, false, 1, 3, 0, null, 1, null, 3, 1, c, 3);
        Assert.Equal([1, 2, 3], new Span<float>(c, 3));
        GemmFloat.Multiply(false, false, 1, 2, 0, null, 1, null, 3, 0, c, 3);
        Assert.Equal([0, 0, 3], new Span<float>(c, 3));
    }

    [Theory]
    [InlineData(300, 130, 900)]
    [InlineData(2000, 10, 784)]
    [InlineData(256, 500, 10)]
    [InlineData(20, 20, 20_000)]
    public void The_bits_depend_neither_on_threads_nor_on_the_vector_unit(int m, int n, int k)
    {
        var results = new List<float[]>();
        foreach (var set in KernelSets.Values)
        {
            foreach (var threads in (int[])[1, 2, 4])
            {
                Parallelism.Threads = threads;
                results.Add(Multiply(set.Float, true, true, m, n, k));
            }
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public async Task Callers_at_the_same_time_do_not_disturb_each_other()
    {
        var expected = Multiply(GemmKernels.Float, false, true, 200, 300, 500);
        var calls = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Multiply(GemmKernels.Float, false, true, 200, 300, 500)));
        Assert.All(await Task.WhenAll(calls), product => Assert.Equal(expected, product));
    }

    [Fact]
    public unsafe void The_second_call_allocates_nothing()
    {
        var (a, b, c) = (new NativeBuffer<float>(300 * 200), new NativeBuffer<float>(200 * 400), new NativeBuffer<float>(300 * 400));
        void Call() => GemmFloat.Multiply(false, false, 300, 400, 200, a.Pointer, 200, b.Pointer, 400, 0, c.Pointer, 400);
        Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Call();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 40)]
    [InlineData(97, 900)]
    [InlineData(600, 50)]
    public unsafe void A_symmetric_result_is_right_on_and_above_its_diagonal(int n, int k)
    {
        foreach (var set in KernelSets.Values)
        {
            var a = Draw<double>(k * n, 1);
            var (full, upper) = (new double[n * n], new double[n * n]);
            fixed (double* pa = a, pf = full, pu = upper)
            {
                Run(set.Double, true, false, n, n, k, pa, n, pa, n, add: false, pf, n, GemmShape.Full);
                Run(set.Double, true, false, n, n, k, pa, n, pa, n, add: false, pu, n, GemmShape.UpperResult);
            }

            for (var i = 0; i < n; i++)
                Assert.Equal(full.AsSpan((i * n) + i, n - i), upper.AsSpan((i * n) + i, n - i));
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(300, 130, 900)]
    [InlineData(2000, 10, 20)]
    [InlineData(20, 50, 20_000)]
    [InlineData(7, 5, 0)]
    public unsafe void What_follows_sees_every_finished_value_once(int m, int n, int k)
    {
        foreach (var set in KernelSets.Values)
        {
            var (a, b) = (Draw<float>(m * k, 1), Draw<float>(k * n, 2));
            var (alone, followed) = (new float[m * n], new float[m * n]);
            fixed (float* pa = a, pb = b, pc = alone, pd = followed)
            {
                var (left, right, size) = (new GemmOperand<float>(pa, k, 1), new GemmOperand<float>(pb, n, 1), new GemmSize(m, n, k));
                GemmJob<float>.Run(set.Float, left, right, new GemmResult<float>(pc, n, add: false), size);
                GemmJob<float>.Run(set.Float, left, right, new GemmResult<float>(pd, n, add: false), size, new AddsPlace(n));
            }

            Assert.Equal(alone.Select((value, i) => value + i), followed);
        }
    }
}
