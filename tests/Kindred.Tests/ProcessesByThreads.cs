using System.Collections.Concurrent;
using Kindred.Numerics.Distribution;

namespace Kindred.Tests;

/// <summary>Processes played by threads of this one, for laws that need no MPI: what each sends is copied, and all calls must match.</summary>
internal sealed class ProcessesByThreads : IDisposable
{
    private readonly int _size;
    private readonly Barrier _barrier;
    private readonly CancellationTokenSource _stop = new();
    private readonly object?[] _given;
    private readonly ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>> _mail = new();

    private ProcessesByThreads(int size) => (_size, _barrier, _given) = (size, new Barrier(size), new object?[size]);

    /// <summary>What every process answers, in the order of ranks.</summary>
    public static T[] Run<T>(int size, Func<ICommunicator, T> work)
    {
        using var processes = new ProcessesByThreads(size);
        var (answers, failures) = (new T[size], new ConcurrentQueue<Exception>());
#pragma warning disable RS0030 // they wait for each other, which items of a pool must not
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                answers[rank] = work(new Process(processes, rank));
            }
#pragma warning disable CA1031 // it is thrown again below
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures.Enqueue(failure);
                processes._stop.Cancel();  // as MPI aborts all
            }
        })).ToArray();
#pragma warning restore RS0030
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        var first = failures.FirstOrDefault(failure => failure is not OperationCanceledException) ?? failures.FirstOrDefault();
        return first is null ? answers : throw first;
    }

    public void Dispose()
    {
        _barrier.Dispose();
        _stop.Dispose();
        foreach (var box in _mail.Values)
            box.Dispose();
    }

    private BlockingCollection<byte[]> Mail(int from, int to) => _mail.GetOrAdd((from, to), _ => []);

    private sealed class Process(ProcessesByThreads all, int rank) : ICommunicator
    {
        public int Rank => rank;

        public int Size => all._size;

        public void Sum(Span<long> values) => Together(values, (a, b) => a + b);

        public void Sum(Span<double> values) => Together(values, (a, b) => a + b);

        public void Sum(Span<float> values) => Together(values, (a, b) => a + b);

        public void Max(Span<float> values) => Together(values, Math.Max);

        public void Broadcast(Span<byte> values, int root)
        {
            var given = All(values);
            Assert.Equal(given[root].Length, values.Length);
            given[root].CopyTo(values);
        }

        public void Send(ReadOnlySpan<byte> values, int to) => all.Mail(rank, to).Add(values.ToArray());

        public void Receive(Span<byte> values, int from)
        {
            var given = all.Mail(from, rank).Take(all._stop.Token);
            Assert.Equal(given.Length, values.Length);
            given.CopyTo(values);
        }

        public void Await(int from)
        {
        }

        public void Barrier() => all._barrier.SignalAndWait(all._stop.Token);

        private void Together<T>(Span<T> values, Func<T, T, T> join)
        {
            var given = All(values);
            given[0].CopyTo(values);
            foreach (var other in given.Skip(1))
            {
                Assert.Equal(values.Length, other.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = join(values[i], other[i]);
            }
        }

        private T[][] All<T>(Span<T> values)
        {
            all._given[rank] = values.ToArray();
            Barrier();
            T[][] given = [.. all._given.Cast<T[]>()];
            Barrier();
            return given;
        }
    }
}
