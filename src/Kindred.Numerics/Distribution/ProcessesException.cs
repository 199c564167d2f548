namespace Kindred.Numerics.Distribution;

/// <summary>Processes cannot meet, or can no longer talk to each other; the message says what is needed.</summary>
public sealed class ProcessesException : Exception
{
    public ProcessesException()
    {
    }

    public ProcessesException(string message)
        : base(message)
    {
    }

    public ProcessesException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
