namespace Kindred.Numerics.Distribution;

/// <summary>Who works on rows that are streamed, and in how much memory.</summary>
public sealed record StreamSettings
{
    /// <summary>The processes that share the rows.</summary>
    public ICommunicator Communicator { get; init; } = Processes.All;

    /// <summary>Bytes that rows, and what is kept of each, may take in this process; at least 1.</summary>
    public long Memory
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Memory), value, "Memory must be greater than zero.");
    } = MemoryLimit.ForStreams;

    /// <summary>Least memory of all processes, so that they decide alike.</summary>
    internal long AgreedMemory()
    {
        var least = new[] { -(float)Memory };
        Communicator.Max(least);
        return (long)-least[0];
    }
}
