using Kindred.Clustering;
using Kindred.Encoding;
using Kindred.Features;
using Kindred.Manifold;
using Kindred.Methods;
using Kindred.Preprocessing;

namespace Kindred.Catalog;

/// <summary>All steps and clusterers there are, by the words for them. A new one is one line here.</summary>
public static class MethodCatalog
{
    /// <summary>From rows to rows.</summary>
    public static IReadOnlyList<MethodKind<ITransformer>> Steps { get; } =
    [
        StandardScaler.Method,
        MinMaxScaler.Method,
        RangeScaler.Method,
        UnitLength.Method,
        OrientationHistograms.Method,
        ColourHistogram.Method,
        Concatenation.Method,
        Pca.Method,
        Umap.Method,
        AutoencoderMethods.Dense,
        AutoencoderMethods.Convolutional,
        ContrastiveMethod.Method,
    ];

    /// <summary>From rows to clusters.</summary>
    public static IReadOnlyList<MethodKind<IClusterer>> Clusterers { get; } =
    [
        KMeans.Method,
        MiniBatchKMeans.Method,
        GaussianMixture.Method,
        Leiden.Method,
        SpectralClustering.Method,
        Hdbscan.Method,
        Agglomerative.Method,
        NeighbourHeads.Method,
        DeepClustering.Dec,
        DeepClustering.Idec,
        DeepClustering.Dcn,
        VariationalDeepEmbedding.Method,
    ];

    /// <summary>The kind of step with this word.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static MethodKind<ITransformer> Step(string word) => Find("step", Steps, word);

    /// <summary>The kind of clusterer with this word.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static MethodKind<IClusterer> Clusterer(string word) => Find("clusterer", Clusterers, word);

    private static MethodKind<T> Find<T>(string what, IReadOnlyList<MethodKind<T>> known, string word) => known.FirstOrDefault(kind => kind.Word == word)
        ?? throw new ArgumentException(NearestWord.Unknown(what, word, [.. known.Select(kind => kind.Word)]));
}
