namespace Kindred.Clustering;

/// <summary>How far apart two clusters are, for <see cref="Agglomerative"/>.</summary>
public enum Linkage
{
    /// <summary>By how much the squared distances to the means grow when they are merged: √(2 nₐ nᵇ / (nₐ + nᵇ)) ‖mean of a − mean of b‖.</summary>
    Ward,

    /// <summary>The mean distance of rows of one to rows of the other.</summary>
    Average,

    /// <summary>The largest distance of a row of one to a row of the other.</summary>
    Complete,
}
