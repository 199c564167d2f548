using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Datasets;

namespace Kindred.Bench;

/// <summary>One piece of work that other libraries are measured on; it prints a line of JSON for each measure, with the yardsticks' fields.</summary>
/// <param name="Name">As <c>kindred bench</c> calls it.</param>
/// <param name="Description">What is timed.</param>
/// <param name="Run">Does and times it; data sets are found where the options say.</param>
public sealed record BenchJob(string Name, string Description, Action<DatasetOptions, CancellationToken> Run)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>All jobs.</summary>
    public static IReadOnlyList<BenchJob> All { get; } =
    [
        new("kmeans", "k-means on Fashion-MNIST pixels: k = 10, ten restarts, to convergence.", KMeansBench.Run),
        new("gemm", "Matrix products of the shapes that training and clustering meet.", (_, cancellation) => GemmBench.Run(cancellation)),
        new("dense", "Training steps of the dense autoencoder on Fashion-MNIST, batch 256, Adam.", NetworkBench.Dense),
        new("conv", "Training steps of a convolutional autoencoder of 15.03 million products an image, batch 256, Adam.", NetworkBench.Convolutional),
        new("contrastive", "Training steps of the contrastive encoder on Fashion-MNIST, batch 512 in two views each, Adam.", ContrastiveBench.Run),
        new("convolution-share", "Convolutions inside the same steps, and their share of what multiply-adds in registers reach.", ConvolutionShareBench.Run),
        new("assign", "10,000 images through a model file with the dense encoder.", (_, cancellation) => AssignBench.Run(cancellation)),
        new("onnx", "From pixels to clusters through the dense and convolutional encoders, and the same graphs in ONNX Runtime, in turn.", (_, cancellation) => OnnxBench.Run(cancellation)),
        new("neighbours", "Exact 20 nearest neighbours of the 60,000 Fashion-MNIST images.", NeighboursBench.Run),
        new("leiden", "Leiden communities of the graph of 16 neighbours of the 60,000 Fashion-MNIST images.", LeidenBench.Run),
        new("mixture", "EM iterations of full-covariance mixtures, 60,000 rows, 10 components, 10, 50 and 64 columns.", (_, cancellation) => MixtureBench.Run(cancellation)),
        new("umap", "UMAP of the Fashion-MNIST pixels to 10 dimensions, 20 neighbours with the row itself, neighbours included.", UmapBench.Run),
        new("allsum", "Sums of doubles over processes, under mpirun.", (_, cancellation) => ScaleBench.AllSum(cancellation)),
        new("scale", "Passes over rows that are streamed, and steps of a network, shared by processes under mpirun.", (_, cancellation) => ScaleBench.Run(cancellation)),
        new("hdbscan", "HDBSCAN of the first 10 principal components of the 60,000 Fashion-MNIST images.", HdbscanBench.Run),
    ];

    /// <summary>Prints one measure.</summary>
    internal static void Emit(object measure) => Console.WriteLine(JsonSerializer.Serialize(measure, Json));
}
