using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;

namespace Kindred.Recipes;

/// <summary>The recipes by name, with their default settings. A new one is one line here.</summary>
public static class RecipeCatalog
{
    private static readonly (string Name, Func<ulong, Dataset, IRecipe> Create)[] All =
    [
        ("kmeans-pixels", (seed, _) => new KMeansOnPixels { Seed = seed }),
        ("gmm-pixels", (seed, _) => new MixtureOnPixels { Seed = seed }),
        ("pca-gmm", (seed, _) => new MixtureOnPca { Seed = seed }),
        ("dense-kmeans", (seed, data) => new KMeansOnCodes { Name = "dense-kmeans", Encoder = Dense(data), Seed = seed }),
        ("dense-gmm", (seed, data) => new MixtureOnCodes { Name = "dense-gmm", Encoder = Dense(data), Seed = seed }),
        ("conv-kmeans", (seed, data) => new KMeansOnCodes { Name = "conv-kmeans", Encoder = Convolutional(data), Seed = seed }),
        ("conv-gmm", (seed, data) => new MixtureOnCodes { Name = "conv-gmm", Encoder = Convolutional(data), Seed = seed }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(recipe => recipe.Name)];

    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static void Require(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"There is no recipe '{name}'; there are {string.Join(", ", Names)}.");
    }

    /// <summary>The recipe with its default settings for <paramref name="data"/>, by its shape and size, never by its labels.</summary>
    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static IRecipe Create(string name, ulong seed, Dataset data)
    {
        Require(name);
        return All.First(recipe => recipe.Name == name).Create(seed, data);
    }

    /// <summary>The autoencoder that a recipe trains, if it trains one.</summary>
    public static Autoencoder? EncoderOf(IRecipe recipe) => recipe switch
    {
        KMeansOnCodes onCodes => onCodes.Encoder,
        MixtureOnCodes onCodes => onCodes.Encoder,
        _ => null,
    };

    /// <summary>The dense autoencoder of R1, for rows of any length; a quarter of the training rows is held out, as in R2.</summary>
    public static Autoencoder Dense(Dataset data) => new()
    {
        Architecture = new DenseArchitecture { Widths = [data.Shape.Size, 2000, 1000, 500, 10] },
        Trainer = Training(),
        ValidationShare = 0.25,
    };

    /// <summary>The convolutional autoencoder of R2, for images of any shape; a quarter of the training rows is held out.</summary>
    public static Autoencoder Convolutional(Dataset data) => new()
    {
        Architecture = new ConvolutionalArchitecture { Shape = data.Shape },
        Trainer = Training(),
        ValidationShare = 0.25,
    };

    /// <summary>Adam with the reports' early stopping, for at most as many epochs as keep a whole reproduction within half an hour on two cores.</summary>
    private static Trainer Training() => new() { Epochs = 15, EarlyStopping = new EarlyStopping { Patience = 5 } };
}
