using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

public static partial class RecipeCatalog
{
    private const string SpanningName = "pca90-gmm";

    // what an autoencoder needs to learn more than principal components tell; docs/decisions/0014
    private const int ManyImages = 10_000;
    private const int LargeSide = 16;

    private const int MostComponents = 32;  // a full covariance of more has too many numbers
    private const int RowsPerNumber = 5;    // of a cluster, for each column of its covariance

    /// <summary>The recipe that serves such data as a rule, by their size and kind alone, and why it was taken, as a sentence.</summary>
    public static (string Name, string Reason) DefaultFor(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.IsTable)
            return (SpanningName, "A table has no picture to learn from, so its rows are grouped on their principal components.");
        return data.Train.Count >= ManyImages && Math.Min(data.Shape.Height, data.Shape.Width) >= LargeSide
            ? ("conv-gmm", $"With {ManyImages:N0} images or more of at least {LargeSide} pixels a side, an autoencoder can learn what they have in common; they are grouped on its codes.")
            : (SpanningName, $"For fewer than {ManyImages:N0} images, or images smaller than {LargeSide} pixels a side, principal components tell more than a network could learn; they are grouped on these.");
    }

    /// <summary>The rows that a recipe groups: scaled pixels, components or codes of the training part. A network is trained for them, or taken from the shelf.</summary>
    internal static Matrix RowsToGroup(IRecipe recipe, Dataset data, EncoderShelf encoders, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        return recipe switch
        {
            KMeansOnPixels pixels => Scaled(pixels.Scaler).Train.Pixels,
            MixtureOnPixels pixels => Scaled(pixels.Scaler).Train.Pixels,
            MixtureOnPca pca => Projected(pca.Projection, Scaled(pca.Scaler).Train.Pixels),
            KMeansOnCodes codes => Encoded(codes.Encoder with { Seed = codes.Seed }, Scaled(codes.Scaler)),
            MixtureOnCodes codes => Encoded(codes.Encoder with { Seed = codes.Seed }, Scaled(codes.Scaler)),
            _ => throw new ArgumentException($"The recipe {recipe.Name} does not say on what it groups."),
        };

        Dataset Scaled(ITransformer<ColumnScaling>? scaler) => ScaledData.Of(scaler, data, clock: null, cancellation).Data;
        Matrix Projected(Pca projection, Matrix rows) => projection.Fit(rows, progress, cancellation).Transform(rows);
        Matrix Encoded(Autoencoder encoder, Dataset scaled) => EncoderShelf.Encode(encoders.Fit(encoder, scaled, progress, cancellation), scaled.Train);
    }

    /// <summary>A mixture on as many components as hold 90 % of the variance; its covariances are as rich as the rows of a cluster can support.</summary>
    private static MixtureOnPca Spanning(Order order)
    {
        var (rows, columns) = (order.Data.Train.Count, order.Data.Shape.Size);
        var supported = rows / order.ClusterCount / RowsPerNumber;
        var isFull = supported >= Math.Min(RowsPerNumber, columns);
        return new MixtureOnPca
        {
            Name = SpanningName,
            Scaler = order.Scaler(),
            Projection = new Pca { Components = Math.Max(1, Math.Min(Math.Min(rows - 1, columns), isFull ? Math.Min(supported, MostComponents) : MostComponents)), VarianceShare = 0.9 },
            Clusterer = order.Mixture with { Covariance = isFull ? CovarianceKind.Full : CovarianceKind.Spherical, Ridge = 0, RidgeShare = 0.01, Restarts = 10 },
            Seed = order.Seed,
        };
    }

    /// <summary>What a recipe is made for.</summary>
    private sealed record Order(ulong Seed, Dataset Data, int ClusterCount)
    {
        public KMeans KMeans => new() { ClusterCount = ClusterCount };

        public GaussianMixture Mixture => new() { ClusterCount = ClusterCount };

        public ITransformer<ColumnScaling>? Scaler() => ScaledData.ScalerFor(Data, forNetwork: false);

        public ITransformer<ColumnScaling>? NetworkScaler() => ScaledData.ScalerFor(Data, forNetwork: true);
    }
}
