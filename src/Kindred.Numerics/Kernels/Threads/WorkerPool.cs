using System.Runtime.ExceptionServices;

namespace Kindred.Numerics.Kernels.Threads;

/// <summary>Shares work among threads. The only place that starts any.</summary>
/// <remarks>
/// Work is cut by its size alone, never by the number of threads, and items are taken in turn by whoever is free: sums kept by
/// chunk and added in chunk order therefore have the same bits for any number of threads.
/// </remarks>
internal static class WorkerPool
{
    /// <summary>More than any machine has use for; each would take a stack.</summary>
    public const int MaxThreads = 1024;

    private const int MaxCount = 64;
    private const int SpinsBeforeSleep = 3000;

    private static readonly Lock Gate = new();
    private static readonly List<Worker> Workers = [];
    private static int _threads = Math.Min(Environment.ProcessorCount, MaxThreads);
    private static Action<int, int>? _body;
    private static int _items, _next, _busy, _sharing;
    private static volatile int _round, _open;
    private static ExceptionDispatchInfo? _failure;

    [ThreadStatic]
    private static bool _inside;

    /// <summary>How many threads share the work, the caller's included, from one to <see cref="MaxThreads"/>. Results do not depend on it.</summary>
    public static int Threads
    {
        get => _threads;
        set => _threads = value is > 0 and <= MaxThreads
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, $"The number of threads must be from 1 to {MaxThreads}.");
    }

    /// <summary>Whether this thread is doing an item of a run.</summary>
    public static bool IsInside => _inside;

    /// <summary>Runs <paramref name="body"/>(item, worker) for every item in [0, <paramref name="items"/>).</summary>
    /// <remarks>
    /// The worker is in [0, <see cref="Threads"/>) and below <paramref name="workers"/>: <see cref="Threads"/> may change at any
    /// moment, so whoever keeps something for each worker says for how many. Inside another run, or while another caller is
    /// running, the items run one after the other on this thread, as worker 0. Keep <paramref name="body"/> in a field and a
    /// run allocates nothing.
    /// </remarks>
    public static void Run(int items, Action<int, int> body, int workers = int.MaxValue)
    {
        var threads = Math.Min(_threads, workers);
        if (threads == 1 || items <= 1 || _inside || !Gate.TryEnter())
        {
            for (var item = 0; item < items; item++)
                body(item, 0);
            return;
        }

        try
        {
            Share(items, body, threads);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Runs <paramref name="body"/>(chunk, first row, end row) for every chunk of <paramref name="rows"/>, in parallel.</summary>
    public static void ForEachChunk(int rows, Action<int, int, int> body)
    {
        var count = ChunkCount(rows);
        Run(count, (chunk, _) => body(chunk, Start(rows, chunk), Start(rows, chunk + 1)));
    }

    /// <summary>How many chunks <see cref="ForEachChunk"/> makes; a function of the row count alone.</summary>
    public static int ChunkCount(int rows) => Math.Clamp(rows / 256, 1, MaxCount);

    private static int Start(int rows, int chunk) => (int)((long)rows * chunk / ChunkCount(rows));

    private static void Share(int items, Action<int, int> body, int threads)
    {
        while (Workers.Count < threads - 1)
            Workers.Add(new Worker(Workers.Count + 1));
        (_body, _items, _next, _failure, _sharing) = (body, items, 0, null, threads);
        _open = 1;
        _round++;
        Interlocked.MemoryBarrier();
        for (var i = 0; i < threads - 1; i++)
            Workers[i].Wake();

        Drain(worker: 0);

        _open = 0;  // who has not joined by now finds the door shut, so a worker without a core never delays the caller
        Interlocked.MemoryBarrier();
        var spins = 0;
        while (Volatile.Read(ref _busy) > 0)
        {
            Thread.SpinWait(4);
            if ((++spins & 255) == 255)
                Thread.Yield();
        }

        _body = null;
        _failure?.Throw();
    }

    private static void Drain(int worker)
    {
        _inside = true;
        try
        {
            int item;
            while ((item = Interlocked.Increment(ref _next) - 1) < _items)
                _body!(item, worker);
        }
#pragma warning disable CA1031 // whatever a worker throws belongs to the caller of Run, who gets it there
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            Volatile.Write(ref _next, _items);
        }
        finally
        {
            _inside = false;
        }
    }

    /// <summary>A thread that spins briefly between runs, then sleeps until woken.</summary>
#pragma warning disable CA1001 // workers live as long as the process
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly int _index;
        private readonly SemaphoreSlim _wake = new(0);
        private int _sleeping;

        public Worker(int index)
        {
            _index = index;
#pragma warning disable RS0030 // the one place that starts threads
            new Thread(Work) { IsBackground = true, Name = $"kindred {index}" }.Start();
#pragma warning restore RS0030
        }

        public void Wake()
        {
            if (Interlocked.Exchange(ref _sleeping, 0) == 1)
                _wake.Release();
        }

        private void Work()
        {
            var seen = 0;
            while (true)
            {
                seen = AwaitRound(seen);
                if (_index >= _threads)
                    continue;
                Interlocked.Increment(ref _busy);
                if (_open == 1 && _index < _sharing)
                    Drain(_index);
                Interlocked.Decrement(ref _busy);
            }
        }

        private int AwaitRound(int seen)
        {
            for (var spins = 0; _round == seen;)
            {
                if (++spins < SpinsBeforeSleep)
                {
                    Thread.SpinWait(8);
                    if ((spins & 63) == 63)
                        Thread.Yield();
                    continue;
                }

                spins = 0;
                Volatile.Write(ref _sleeping, 1);
                Interlocked.MemoryBarrier();
                if (_round == seen || Interlocked.Exchange(ref _sleeping, 0) == 0)
                    _wake.Wait();
            }

            return _round;
        }
    }
}
