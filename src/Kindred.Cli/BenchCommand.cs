using System.CommandLine;
using System.Text.Json;
using Kindred.Cli.Benches;

namespace Kindred.Cli;

/// <summary><c>kindred bench</c>: the work of the yardsticks, timed, one JSON line a measure with the yardsticks' fields.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static Command Create()
    {
        var command = new Command("bench", "Times the work that other libraries are measured on; prints JSON lines.");
        command.Add(Job("kmeans", "k-means on Fashion-MNIST pixels: k = 10, ten restarts, to convergence.", KMeansBench.Run));
        command.Add(Job("gemm", "Matrix products of the shapes that training and clustering meet.", (_, cancellation) => GemmBench.Run(cancellation)));
        command.Add(Job("dense", "Training steps of the dense autoencoder on Fashion-MNIST, batch 256, Adam.", NetworkBench.Dense));
        command.Add(Job("conv", "Training steps of a convolutional autoencoder of 15.03 million products an image, batch 256, Adam.", NetworkBench.Convolutional));
        command.Add(Job("assign", "10,000 images through a model file with the dense encoder.", (_, cancellation) => AssignBench.Run(cancellation)));
        command.Add(Job("neighbours", "Exact 20 nearest neighbours of the 60,000 Fashion-MNIST images.", NeighboursBench.Run));
        command.Add(Job("leiden", "Leiden communities of the graph of 16 neighbours of the 60,000 Fashion-MNIST images.", LeidenBench.Run));
        command.Add(Job("mixture", "EM iterations of full-covariance mixtures, 60,000 rows, 10 components, 10, 50 and 64 columns.", (_, cancellation) => MixtureBench.Run(cancellation)));
        command.Add(Job("umap", "UMAP of the Fashion-MNIST pixels to 10 dimensions, 20 neighbours with the row itself, neighbours included.", UmapBench.Run));
        command.Add(Job("hdbscan", "HDBSCAN of the first 10 principal components of the 60,000 Fashion-MNIST images.", HdbscanBench.Run));
        return command;
    }

    /// <summary>Prints one measure.</summary>
    public static void Emit(object measure) => Console.WriteLine(JsonSerializer.Serialize(measure, Json));

    private static Command Job(string name, string description, Action<ParseResult, CancellationToken> run)
    {
        var job = new Command(name, description) { CommonOptions.Threads, CommonOptions.Data };
        job.SetAction((parsed, cancellation) =>
        {
            CommonOptions.ApplyThreads(parsed);
            run(parsed, cancellation);
            return Task.FromResult(0);
        });
        return job;
    }
}
