namespace Kindred.Numerics.Distribution;

/// <summary>Sums over processes that are begun one after the other, and end while something else is done: in its slice (<see cref="Exchanges.SliceOf"/>) each process gets Σ values, added in the order of ranks. The other slices
/// mean nothing any more.</summary>
internal unsafe interface ISlicedSums
{
    /// <summary>Begins the next sum: every process begins the same ones in the same order. The values do not move, and are left alone, until <see cref="Finish"/>.</summary>
    void Begin(float* values, int length);

    /// <summary>Goes on with what has arrived; does not wait.</summary>
    void Progress();

    /// <summary>Waits for all sums that were begun.</summary>
    void Finish();
}

/// <summary>Every sum is waited for as it is begun.</summary>
internal sealed unsafe class SumsInTurn(ICommunicator communicator) : ISlicedSums
{
    public void Begin(float* values, int length) => communicator.SumSlice(new Span<float>(values, length));

    public void Progress()
    {
    }

    public void Finish()
    {
    }
}
