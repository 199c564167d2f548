using System.Numerics.Tensors;
using Kindred.Datasets;
using Kindred.Recipes;

namespace Kindred.Selection;

/// <summary>The recipe that is taken where nobody chose one: docs/decisions/0014 has what was measured.</summary>
public static class DefaultRecipe
{
    private const string Embedded = "embedding-leiden";

    private static readonly string[] Learned = ["contrastive-leiden", "contrastive-heads"];

    private const float FlatRange = 8f / 255;   // between the darkest and the brightest value of a picture: no edge that anyone sees
    internal const double MostFlat = 0.1;        // of all pictures

    /// <summary>The recipe that serves such data as a rule, by their kind and by whether pictures show anything, never by classes, and why it was taken, as a sentence.</summary>
    public static (string Name, string Reason) For(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Embedding is { } embedding)
            return embedding.Encoder is { } encoder ? For(encoder) : (Embedded, $"The {embedding.Columns} numbers that {embedding.Name} holds of each are compared by their direction; those that are neighbours of each other form the clusters.");
        if (data.Shape.IsTable)
            return ("pca90-gmm", "A table has no picture to look at, so its rows are clustered on their principal components.");
        if (FlatShare(data.Train) > MostFlat)
            return ("pca90-gmm", "Many of these pictures are one plain colour without edges to compare, so their values are compared, on principal components.");
        return data.Train.Unit is PixelUnit.Own or PixelUnit.Sixteen
            ? ("pca90-gmm", $"These pictures {(data.Train.Unit == PixelUnit.Own ? "count in a unit of their own" : "have up to 16 bits a value")}, as depths do: their values are compared, on principal components, not their edges alone.")
            : ("hog-leiden", "Pictures are compared by the directions of their edges, which needs no training; those that are neighbours of each other form the clusters.");
    }

    /// <summary>The recipes that are compared where nobody chose, the one that serves such data first: of <see cref="Effort.Thorough"/> that one and those that learn what
    /// does not matter about a picture; of less, all that take no longer.</summary>
    public static IReadOnlyList<string> ToCompare(Dataset data, Effort effort = Effort.Quick)
    {
        var first = For(data).Name;
        var learned = effort == Effort.Thorough ? RecipeCatalog.NamesFor(data, effort).Intersect(Learned) : [];
        var others = learned.Any() ? learned : RecipeCatalog.NamesFor(data, effort == Effort.Thorough ? Effort.Usual : effort);
        return [first, .. others.Where(name => name != first)];
    }

    /// <summary>The same for pictures of which a network makes numbers.</summary>
    internal static (string Name, string Reason) For(EncoderIdentity encoder) =>
        (Embedded, $"These pictures are compared by the {encoder.Columns} numbers that {encoder.Name}, a network trained elsewhere, makes of each: by what is in them, not by their colours and layout.");

    /// <summary>The share of pictures that are one plain value.</summary>
    internal static double FlatShare(ImageSet images)
    {
        var flat = 0;
        for (var i = 0; i < images.Count; i++)
        {
            var range = images.PassTo(
                x => TensorPrimitives.Max(x.Row(i)) - TensorPrimitives.Min(x.Row(i)),
                x => (TensorPrimitives.Max(x.Row(i)) - TensorPrimitives.Min(x.Row(i))) * x.Scale);
            flat += range <= FlatRange ? 1 : 0;
        }

        return (double)flat / images.Count;
    }
}
