using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Reproduction;

/// <summary>What two published studies of Fashion-MNIST reported, as the scores they meant.</summary>
/// <remarks>
/// R1 calls majority-vote accuracy on the 60,000 training images accuracy: its own confusion matrices give 0.57130 and 0.60795 that way.
/// R2 calls the adjusted mutual information on the 10,000 test images accuracy. Neither is the one-to-one accuracy of the literature.
/// </remarks>
public static class PublishedResults
{
    private const string DenseStudy = "R1, dense autoencoder";
    private const string ConvolutionalStudy = "R2, convolutional autoencoder";

    /// <summary>Three rows of each study, in the studies' order.</summary>
    public static ValueList<PublishedFigure> All { get; } =
    [
        new(DenseStudy, "kmeans-pixels", "train", "majorityVoteAccuracy", 0.5534),
        new(DenseStudy, "dense-kmeans", "train", "majorityVoteAccuracy", 0.5713),
        new(DenseStudy, "dense-gmm", "train", "majorityVoteAccuracy", 0.60795),
        new(ConvolutionalStudy, "kmeans-pixels", "test", "adjustedMutualInformation", 0.5001),
        new(ConvolutionalStudy, "conv-kmeans", "test", "adjustedMutualInformation", 0.5171),
        new(ConvolutionalStudy, "conv-gmm", "test", "adjustedMutualInformation", 0.5449),
    ];

    /// <summary>The figures that results on <paramref name="data"/> may stand beside: all for Fashion-MNIST, none for anything else.</summary>
    public static IReadOnlyList<PublishedFigure> For(DatasetSummary data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Sha256 == FashionMnist.Sha256 ? All : [];
    }
}
