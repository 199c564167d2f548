namespace Kindred.Clustering;

/// <summary>A clusterer that makes sense of all rows at once only: the clusters of a sample would be others.</summary>
internal interface INeedsAllRows : IClusterer
{
    /// <summary>Why, as a sentence.</summary>
    string Reason { get; }

    /// <summary>About how much memory so many rows take.</summary>
    double Bytes(int rows, int columns);
}
