namespace Kindred.Numerics.Distribution;

/// <summary>The processes that work on one task together, as each of them sees it. Every process makes the same calls in the same order.</summary>
/// <remarks>Sums are the same bits at every process: of whole numbers whatever their order, of others because terms are added in the order of ranks.</remarks>
public interface ICommunicator
{
    /// <summary>This process, from 0 to <see cref="Size"/> − 1.</summary>
    int Rank { get; }

    /// <summary>How many processes there are, at least 1.</summary>
    int Size { get; }

    /// <summary>values ← Σ values over all processes, exactly; overflow wraps.</summary>
    void Sum(Span<long> values);

    /// <summary>values ← Σ values, added in the order of ranks.</summary>
    void Sum(Span<double> values);

    /// <summary>values ← Σ values, added in the order of ranks.</summary>
    void Sum(Span<float> values);

    /// <summary>The first half of a sum: in this process's slice (<see cref="Exchanges.SliceOf"/>) values ← Σ values, added in the order of ranks; the others mean nothing any more.</summary>
    internal void SumSlice(Span<float> values) => Sum(values);

    /// <summary>The second half: in every slice values ← those of the process whose slice it is.</summary>
    internal void ShareSlices(Span<float> values)
    {
        for (var rank = 0; rank < Size; rank++)
        {
            var (start, end) = Exchanges.SliceOf(values.Length, rank, Size);
            this.Broadcast(values[start..end], rank);
        }
    }

    /// <summary>Such first halves that go on while this process does something else, where it can do both.</summary>
    internal ISlicedSums SlicedSums() => new SumsInTurn(this);

    /// <summary>values ← the largest of each.</summary>
    void Max(Span<float> values);

    /// <summary>values ← those of process <paramref name="root"/>.</summary>
    void Broadcast(Span<byte> values, int root);

    /// <summary>Gives <paramref name="values"/> to another process, which must receive as many.</summary>
    void Send(ReadOnlySpan<byte> values, int to);

    /// <summary>Waits for values of another process, in the order in which it sent them.</summary>
    void Receive(Span<byte> values, int from);

    /// <summary>Sleeps until another process has sent something, which is then to be received; other calls may keep a processor busy while they wait.</summary>
    void Await(int from);

    /// <summary>Waits until every process is here.</summary>
    void Barrier();
}
