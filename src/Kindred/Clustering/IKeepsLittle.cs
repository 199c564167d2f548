namespace Kindred.Clustering;

/// <summary>A clusterer that compares rows, and so needs them in memory, but keeps little of each: of rows that are streamed it gets as many as there is room for, where others get the sample that the page shows.</summary>
internal interface IKeepsLittle : IClusterer
{
    /// <summary>Bytes that a row of so many numbers takes while it is fitted, the row itself included.</summary>
    long BytesOfRow(int columns);
}
