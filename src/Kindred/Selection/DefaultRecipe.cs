using Kindred.Datasets;

namespace Kindred.Selection;

/// <summary>The recipe that is taken where nobody chose one: docs/decisions/0014 has what was measured.</summary>
public static class DefaultRecipe
{
    /// <summary>The recipe that serves such data as a rule, by their kind alone, and why it was taken, as a sentence.</summary>
    public static (string Name, string Reason) For(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.IsTable)
            return ("pca90-gmm", "A table has no picture to look at, so its rows are clustered on their principal components.");
        return data.Train.Unit == PixelUnit.Own
            ? ("pca90-gmm", "These pictures count in a unit of their own, as depths do: their values are compared, on principal components, not their edges alone.")
            : ("hog-leiden", "Pictures are compared by the directions of their edges, which needs no training; those that are neighbours of each other form the clusters.");
    }
}
