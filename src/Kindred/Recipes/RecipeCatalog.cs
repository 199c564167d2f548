using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>The recipes by name, with their default settings. A new one is one line here.</summary>
public static partial class RecipeCatalog
{
    /// <summary>Groups that recipes look for unless told otherwise: the classes of the benchmarks.</summary>
    private const int UsualClusterCount = 10;

    private static readonly (string Name, Func<Order, IRecipe> Create)[] All =
    [
        ("kmeans-pixels", order => new KMeansOnPixels { Scaler = order.Scaler(), Clusterer = order.KMeans, Seed = order.Seed }),
        ("gmm-pixels", order => new MixtureOnPixels { Scaler = order.Scaler(), Clusterer = order.Mixture with { Ridge = 1e-3, MaxIterations = 40 }, Seed = order.Seed }),
        ("pca-gmm", order => new MixtureOnPca { Scaler = order.Scaler(), Projection = Components(order.Data), Clusterer = order.Mixture, Seed = order.Seed }),
        (SpanningName, order => Spanning(order)),
        ("dense-kmeans", order => new KMeansOnCodes { Name = "dense-kmeans", Scaler = order.NetworkScaler(), Encoder = Dense(order.Data), Clusterer = order.KMeans, Seed = order.Seed }),
        ("dense-gmm", order => new MixtureOnCodes { Name = "dense-gmm", Scaler = order.NetworkScaler(), Encoder = Dense(order.Data), Clusterer = order.Mixture, Seed = order.Seed }),
        ("conv-kmeans", order => new KMeansOnCodes { Name = "conv-kmeans", Scaler = order.NetworkScaler(), Encoder = Convolutional(order.Data), Clusterer = order.KMeans, Seed = order.Seed }),
        ("conv-gmm", order => new MixtureOnCodes { Name = "conv-gmm", Scaler = order.NetworkScaler(), Encoder = Convolutional(order.Data), Clusterer = order.Mixture, Seed = order.Seed }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(recipe => recipe.Name)];

    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static void Require(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"There is no recipe '{name}'; there are {string.Join(", ", Names)}.");
    }

    /// <summary>The recipe with its default settings for <paramref name="data"/>, by its shape and size, never by its labels.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of everything random in it.</param>
    /// <param name="data">What it is to run on.</param>
    /// <param name="clusterCount">Groups to look for; ten where not given.</param>
    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static IRecipe Create(string name, ulong seed, Dataset data, int? clusterCount = null)
    {
        Require(name);
        return All.First(recipe => recipe.Name == name).Create(new Order(seed, data, clusterCount ?? UsualClusterCount));
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
        Trainer = Training(data),
        ValidationShare = 0.25,
    };

    /// <summary>The convolutional autoencoder of R2, for images of any shape; a quarter of the training rows is held out.</summary>
    public static Autoencoder Convolutional(Dataset data) => new()
    {
        Architecture = new ConvolutionalArchitecture { Shape = data.Shape },
        Trainer = Training(data),
        ValidationShare = 0.25,
    };

    /// <summary>Adam with the reports' early stopping, for at most as many epochs as keep a whole reproduction within half an hour on two cores;
    /// fewer for sets of less than 20,000 rows, such as the built-in one, so that a first run of everything takes less than two minutes.</summary>
    private static Trainer Training(Dataset data) => new()
    {
        Epochs = data.Train.Count < 20_000 ? 10 : 15,
        EarlyStopping = new EarlyStopping { Patience = 5 },
    };

    private static Pca Components(Dataset data) => new() { Components = Math.Min(10, Math.Min(data.Train.Count, data.Shape.Size)) };
}
