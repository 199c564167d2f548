namespace Kindred.Numerics;

/// <summary>The fit is impossible with these data. The message says why and what to try.</summary>
public sealed class FitException(string message) : Exception(message)
{
    /// <summary>Whether less asked for would do: fewer clusters, fewer components.</summary>
    public bool IsTooMuchAsked { get; init; }
}
