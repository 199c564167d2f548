namespace Kindred.Numerics.Distribution;

/// <summary>One process alone: nothing is sent, so nothing is done.</summary>
public sealed class SingleProcess : ICommunicator
{
    private SingleProcess()
    {
    }

    /// <summary>The only one.</summary>
    public static SingleProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void Sum(Span<long> values)
    {
    }

    /// <inheritdoc/>
    public void Sum(Span<double> values)
    {
    }

    /// <inheritdoc/>
    public void Sum(Span<float> values)
    {
    }

    /// <inheritdoc/>
    public void Max(Span<float> values)
    {
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> values, int root)
    {
    }

    /// <exception cref="InvalidOperationException">There is no other process.</exception>
    public void Send(ReadOnlySpan<byte> values, int to) => throw new InvalidOperationException("There is no other process to send to.");

    /// <exception cref="InvalidOperationException">There is no other process.</exception>
    public void Receive(Span<byte> values, int from) => throw new InvalidOperationException("There is no other process to receive from.");

    /// <exception cref="InvalidOperationException">There is no other process.</exception>
    public void Await(int from) => throw new InvalidOperationException("There is no other process to wait for.");

    /// <inheritdoc/>
    public void Barrier()
    {
    }
}
