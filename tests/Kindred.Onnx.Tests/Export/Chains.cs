using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Recipes;

namespace Kindred.Onnx.Tests.Export;

/// <summary>Models of chains of steps and a clusterer, fitted on drawn pictures, networks for a moment only.</summary>
internal static class Chains
{
    private const int Passes = 2;

    /// <summary>What models are made from, and 1,000 pictures that they have not seen.</summary>
    public static Dataset Pictures { get; } = Wardrobe.Load(trainCount: 1500, testCount: 1000, seed: 3);

    /// <summary>The same pictures in colour, 20 wide and 27 high.</summary>
    public static Dataset Coloured { get; } = new("coloured", new string('0', 64), Colour(Pictures.Train), Colour(Pictures.Test!), Pictures.ClassNames);

    /// <summary>A recipe by its name, e.g. <c>hog-leiden</c>, or steps and a clusterer, e.g. <c>pca:20 gmm:covariance=tied</c>.</summary>
    public static KindredModel Fit(string chain, Dataset data)
    {
        var recipe = chain.Split(' ') is [var steps, var clusterer]
            ? new RecipeText { Steps = steps == "-" ? string.Empty : steps, Clusterer = clusterer }.Create(seed: 5, data)
            : RecipeCatalog.Create(chain, seed: 5, data);
        var (rows, models) = (data.Train, new List<ITransform>());
        foreach (var step in recipe.Steps.Select(step => step is IEncoder encoder ? encoder.WithPasses(Passes) : step))
        {
            models.Add(rows.PassTo(x => step.Fit(x), x => step.Fit(x)));
            rows = new ImageSet(rows.PassTo(models[^1].Transform, models[^1].Transform), ImageShape.OfTable(models[^1].OutputColumns));
        }

        return KindredModel.Of(data.Train, models, rows.PassTo(x => recipe.Clusterer.Fit(x), x => recipe.Clusterer.Fit(x)));
    }

    private static ImageSet Colour(ImageSet grey)
    {
        var shape = new ImageShape(27, 20, 3);
        var (source, bytes) = (grey.Bytes!, new byte[grey.Count * shape.Size]);
        for (var i = 0; i < bytes.Length; i++)
        {
            var (row, pixel, channel) = (i / shape.Size, i % shape.Size / 3, i % 3);
            var at = (pixel / shape.Width * 28) + (pixel % shape.Width) + 4;
            bytes[i] = channel switch { 0 => source.Row(row)[at], 1 => (byte)(255 - source.Row(row)[at]), _ => source.Row((row * 7) % grey.Count)[at] };
        }

        return new ImageSet(new ByteMatrix(grey.Count, shape.Size, bytes), shape);
    }
}
