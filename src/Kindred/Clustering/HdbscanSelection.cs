namespace Kindred.Clustering;

/// <summary>Which clusters of the hierarchy <see cref="Hdbscan"/> takes.</summary>
public enum HdbscanSelection
{
    /// <summary>Those that together hold the most rows over the widest ranges of density.</summary>
    ExcessOfMass,

    /// <summary>Those that never split: the finest.</summary>
    Leaf,
}
