using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>The work of <c>dense_ae_torch.py</c> and <c>conv_ae_torch.py</c>: training steps on random batches of 256 images.</summary>
internal static class NetworkBench
{
    private const int BatchSize = 256;
    private const int Steps = 40;
    private const int WarmUps = 4;

    public static void Dense(DatasetOptions options, CancellationToken cancellation) =>
        Run("denseAE", new DenseArchitecture { Initialization = Initialization.FanInUniform }, options, cancellation);

    public static void Convolutional(DatasetOptions options, CancellationToken cancellation) =>
        Run("convAE", new ConvolutionalArchitecture { Initialization = Initialization.FanInUniform }, options, cancellation);

    private static void Run(string job, IArchitecture architecture, DatasetOptions options, CancellationToken cancellation)
    {
        var images = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train;
        var rng = new Rng(1);
        var network = architecture.Build(rng);
        using var session = new Trainer { BatchSize = BatchSize }.Begin(
            network.Parameters, new TrainingData(images.Bytes!), batch => Autoencoder.Loss(network, batch), rng);
        var samples = Samples.From(images.Bytes!);
        var order = rng.Permutation(images.Count);
        var (step, loss) = (0, 0.0);
        var seconds = Clock.MedianSeconds(Step, Steps, WarmUps);
        BenchJob.Emit(new
        {
            peer = "kindred",
            job,
            threads = Parallelism.Threads,
            ms_per_step_median = Math.Round(1e3 * seconds, 2),
            secs_per_epoch = Math.Round(seconds * images.Count / BatchSize, 2),
            loss,
            peak_mib = Clock.PeakMebibytes,
        });

        void Step()
        {
            cancellation.ThrowIfCancellationRequested();
            loss = session.Step(samples, order.AsSpan(step++ * BatchSize, BatchSize), rng);
        }
    }
}
