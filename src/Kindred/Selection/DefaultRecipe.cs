using Kindred.Datasets;

namespace Kindred.Selection;

/// <summary>The recipe that is taken where nobody chose one.</summary>
public static class DefaultRecipe
{
    // what an autoencoder needs to learn more than principal components tell; docs/decisions/0014
    private const int ManyImages = 10_000;
    private const int LargeSide = 16;

    /// <summary>The recipe that serves such data as a rule, by their size and kind alone, and why it was taken, as a sentence.</summary>
    public static (string Name, string Reason) For(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.IsTable)
            return ("pca90-gmm", "A table has no picture to learn from, so its rows are grouped on their principal components.");
        return data.Train.Count >= ManyImages && Math.Min(data.Shape.Height, data.Shape.Width) >= LargeSide
            ? ("conv-gmm", $"With {ManyImages:N0} images or more of at least {LargeSide} pixels a side, an autoencoder can learn what they have in common; they are grouped on its codes.")
            : ("pca90-gmm", $"For fewer than {ManyImages:N0} images, or images smaller than {LargeSide} pixels a side, principal components tell more than a network could learn; they are grouped on these.");
    }
}
