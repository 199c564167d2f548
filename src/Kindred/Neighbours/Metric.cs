namespace Kindred.Neighbours;

/// <summary>How far apart two rows are.</summary>
public enum Metric
{
    /// <summary>‖x − y‖</summary>
    Euclidean,

    /// <summary>1 − x·y / (‖x‖ ‖y‖), from 0 (the same direction) to 2; a row of zeros is at 1 from every other and at 0 from its like.</summary>
    Cosine,
}
