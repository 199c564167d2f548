namespace Kindred.Numerics;

/// <summary>The data, not the caller, made the fit impossible. The message says why and what to try.</summary>
public sealed class FitException(string message) : Exception(message);
