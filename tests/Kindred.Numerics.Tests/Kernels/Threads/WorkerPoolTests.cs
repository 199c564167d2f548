using System.Collections.Concurrent;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Tests.Kernels.Threads;

[Collection(Alone.Name)]
public sealed class WorkerPoolTests : IDisposable
{
    private readonly int _threads = WorkerPool.Threads;

    public static TheoryData<int> ThreadCounts => [1, 2, 3, 4, 8];

    public void Dispose() => WorkerPool.Threads = _threads;

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Every_item_runs_once(int threads)
    {
        WorkerPool.Threads = threads;
        foreach (var items in new[] { 0, 1, 2, 3, 63, 64, 1000 })
        {
            var runs = new int[items];
            WorkerPool.Run(items, (item, _) => Interlocked.Increment(ref runs[item]));
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Many_short_runs_one_after_the_other_lose_nothing(int threads)
    {
        WorkerPool.Threads = threads;
        var total = 0;
        Action<int, int> body = (_, _) => Interlocked.Increment(ref total);
        for (var run = 0; run < 5000; run++)
            WorkerPool.Run(7, body);
        Assert.Equal(35_000, total);
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Workers_are_numbered_below_the_number_of_threads_and_are_never_in_two_places(int threads)
    {
        WorkerPool.Threads = threads;
        var inside = new int[threads];
        var clashes = 0;
        WorkerPool.Run(400, (_, worker) =>
        {
            if (Interlocked.Increment(ref inside[worker]) != 1)
                Interlocked.Increment(ref clashes);
            Thread.SpinWait(200);
            Interlocked.Decrement(ref inside[worker]);
        });
        Assert.Equal(0, clashes);
    }

    [Fact]
    public void Several_threads_do_share_the_work()
    {
        WorkerPool.Threads = 2;
        var met = new CountdownEvent(2);
        var together = new ConcurrentBag<bool>();
        WorkerPool.Run(2, (_, _) =>
        {
            met.Signal();
            together.Add(met.Wait(TimeSpan.FromSeconds(30)));  // only two threads at once get past this
        });
        Assert.Equal([true, true], together);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(513)]
    [InlineData(60_000)]
    [InlineData(int.MaxValue)]
    public void Chunks_of_rows_leave_no_gap_and_do_not_overlap(int rows)
    {
        var count = WorkerPool.ChunkCount(rows);
        var parts = new (int Start, int End)[count];
        WorkerPool.ForEachChunk(rows, (chunk, start, end) => parts[chunk] = (start, end));
        Assert.InRange(count, 1, 64);
        Assert.Equal((0, rows), (parts[0].Start, parts[^1].End));
        for (var chunk = 1; chunk < count; chunk++)
            Assert.Equal(parts[chunk - 1].End, parts[chunk].Start);
    }

    [Fact]
    public void Sums_kept_by_chunk_have_the_same_bits_for_any_number_of_threads()
    {
        var rng = new Rng(1);
        var values = Enumerable.Range(0, 20_000).Select(_ => rng.NextNormal() * Math.Pow(10, rng.NextInt(12))).ToArray();
        var expected = SumByChunk(values, threads: 1);
        foreach (var threads in new[] { 2, 3, 4, 8 })
            Assert.Equal(expected, SumByChunk(values, threads));
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void An_exception_reaches_the_caller_and_the_next_run_works(int threads)
    {
        WorkerPool.Threads = threads;
        for (var trial = 0; trial < 20; trial++)
        {
            var failure = Assert.Throws<FitException>(() => WorkerPool.Run(100, (item, _) =>
            {
                if (item % 10 == 7)
                    throw new FitException("item");
            }));
            Assert.Equal("item", failure.Message);

            var done = 0;
            WorkerPool.Run(50, (_, _) => Interlocked.Increment(ref done));
            Assert.Equal(50, done);
        }
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void A_run_inside_a_run_does_its_items_in_place(int threads)
    {
        WorkerPool.Threads = threads;
        var runs = new int[20 * 30];
        WorkerPool.Run(20, (outer, _) => WorkerPool.Run(30, (inner, worker) =>
        {
            Assert.Equal(0, worker);
            Interlocked.Increment(ref runs[(outer * 30) + inner]);
        }));
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Fact]
    public async Task Several_callers_at_once_all_get_their_work_done()
    {
        WorkerPool.Threads = 4;
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var done = 0;
                for (var run = 0; run < 500; run++)
                    WorkerPool.Run(20, (_, _) => Interlocked.Increment(ref done));
                return done;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        var done = await Task.WhenAll(callers);
        Assert.Equal([10_000, 10_000, 10_000], done);
    }

    [Fact]
    public async Task The_number_of_threads_may_change_while_others_work()
    {
        using var stop = new CancellationTokenSource();
        var changer = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    WorkerPool.Threads = 1 + (i % 12);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var done = 0;
        for (var run = 0; run < 20_000; run++)
            WorkerPool.Run(5, (_, _) => Interlocked.Increment(ref done));
        await stop.CancelAsync();
        await changer;
        Assert.Equal(100_000, done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_caller_that_is_ready_for_fewer_workers_meets_no_more(int workers)
    {
        WorkerPool.Threads = 8;
        var met = new bool[8];
        var runs = new int[2000];
        WorkerPool.Run(
            runs.Length,
            (item, worker) =>
            {
                Interlocked.Increment(ref runs[item]);
                met[worker] = true;
                Thread.SpinWait(100);
            },
            workers);
        Assert.All(runs, run => Assert.Equal(1, run));
        Assert.DoesNotContain(true, met[workers..]);
    }

    [Fact]
    public void At_least_one_thread_is_needed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 2_000_000_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Threads = -1);
    }

    private static double SumByChunk(double[] values, int threads)
    {
        WorkerPool.Threads = threads;
        var sums = new double[WorkerPool.ChunkCount(values.Length)];
        WorkerPool.ForEachChunk(values.Length, (chunk, start, end) =>
        {
            for (var i = start; i < end; i++)
                sums[chunk] += values[i];
        });
        return sums.Aggregate(0.0, (sum, part) => sum + part);
    }
}
