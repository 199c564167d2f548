using Kindred.Catalog;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Manifold;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>What a recipe is made for, and the parts that recipes are made of, sized for it.</summary>
internal sealed record RecipeOrder(ulong Seed, Dataset Data, int ClusterCount)
{
    /// <summary>Rows that networks learn from, where these are streamed: all, of which <see cref="Data"/> has a sample.</summary>
    public int? Rows { get; init; }

    private const int MostComponents = 32;  // a full covariance of more has too many numbers
    private const int MostGraphColumns = 200;  // neighbours in more take longer and are no better
    private const int RowsPerNumber = 5;    // of a cluster, for each column of its covariance

    /// <summary>What the values need before distances mean something; null where they need nothing.</summary>
    public ITransformer? Scaling => DefaultScaling.For(Data, forNetwork: false);

    /// <summary>What brings the values to [0, 1]; null where they are there.</summary>
    public ITransformer? NetworkScaling => DefaultScaling.For(Data, forNetwork: true);

    /// <summary>As many as ten components.</summary>
    public Pca Components => new() { Components = Math.Min(10, Math.Min(Data.Train.Count, Data.Shape.Size)) };

    /// <summary>As many components as hold 90 % of the variance of images. Of a table, in which a far cluster would hide what tells near ones apart, as many as the
    /// covariances of the clusters can be told for: null where these are all columns, which then need no turning.</summary>
    public Pca? SpanningComponents => Data.Shape.IsTable && Data.Shape.Size <= MostTold ? null : new()
    {
        Components = Math.Max(1, Math.Min(Math.Min(Data.Train.Count - 1, Data.Shape.Size), MostTold)),
        VarianceShare = Data.Shape.IsTable ? 1 : 0.9,
        OfEachRow = true,
    };

    /// <summary>Histograms of oriented gradients, and for colour pictures a histogram of colours beside them.</summary>
    public ITransformer Edges => Step(Data.Shape.Channels == 3 ? "hog-colours" : "hog");

    /// <summary>Two hundred components of the histograms; null where these are no wider.</summary>
    public ITransformer? EdgeComponents
    {
        get
        {
            var columns = Edges.Fit(new Matrix(1, Data.Shape.Size, new float[Data.Shape.Size])).OutputColumns;  // nothing is learned: any picture tells
            return columns > MostGraphColumns && Data.Train.Count > 1 ? new Pca { Components = Math.Min(MostGraphColumns, Data.Train.Count) } : null;
        }
    }

    /// <summary>Ten coordinates that keep neighbours and pack clusters tight, as in N2D (McConville, Santos-Rodríguez, Piechocki and Craddock 2020, arXiv:1908.05968).</summary>
    public Umap Manifold => new() { Components = 10, Neighbours = Math.Clamp(Data.Train.Count - 1, 1, 19), MinDistance = 0, Seed = Seed };

    /// <summary>Two hundred components of the rows; null where these are no wider.</summary>
    public ITransformer? WideComponents =>
        Data.Shape.Size > MostGraphColumns && Data.Train.Count > 1 ? new Pca { Components = Math.Min(MostGraphColumns, Data.Train.Count) } : null;

    /// <summary>Communities of the graph of nearest neighbours.</summary>
    public Leiden Leiden => new() { ClusterCount = ClusterCount, Seed = Seed };

    public NeighbourHeads Heads => new() { ClusterCount = ClusterCount, Seed = Seed };

    public KMeans KMeans => new() { ClusterCount = ClusterCount, Seed = Seed };

    public GaussianMixture Mixture => new() { ClusterCount = ClusterCount, Seed = Seed };

    /// <summary>Border pixels hardly vary, so the covariances need a ridge: 1e-3 is a standard deviation of 8 grey levels of 255. An iteration takes
    /// seconds, so there are 40 at most; Fashion-MNIST settles after 23.</summary>
    public GaussianMixture PixelMixture => Mixture with { Ridge = 1e-3, MaxIterations = 40 };

    /// <summary>A mixture whose covariances are as rich as the rows of a cluster can support.</summary>
    public GaussianMixture SpanningMixture => Mixture with
    {
        Covariance = HasRowsForCovariances ? CovarianceKind.Full : CovarianceKind.Spherical,
        Ridge = 0,
        RidgeShare = 0.01,
        FillsClusters = true,
        Restarts = 10,
    };

    private int MostTold => HasRowsForCovariances ? Math.Min(Supported, MostComponents) : MostComponents;

    private int Supported => Data.Train.Count / ClusterCount / RowsPerNumber;

    private bool HasRowsForCovariances => Supported >= Math.Min(RowsPerNumber, Data.Shape.Size);

    /// <summary>The step of this word with its default settings, as the first that changes the columns.</summary>
    public ITransformer Step(string word) => MethodCatalog.Step(word).Create(new MethodOrder(Data.Shape, Rows ?? Data.Train.Count, ClusterCount, Seed));

    /// <summary>The clusterer of this word with its default settings, as what takes the rows of the data.</summary>
    public IClusterer Clusterer(string word) => MethodCatalog.Clusterer(word).Create(new MethodOrder(Data.Shape, Data.Train.Count, ClusterCount, Seed));
}
