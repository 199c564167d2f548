using System.Diagnostics;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Bench;

/// <summary>Convolutions where they are used: inside the steps of <see cref="ContrastiveBench"/>, against the most that multiply-adds reach on the same threads just before and after.</summary>
internal static class ConvolutionShareBench
{
    private const int BatchSize = 512;
    private const int Views = 2;
    private const int Steps = 30;
    private const int WarmUps = 4;

    public static void Run(DatasetOptions options, CancellationToken cancellation)
    {
        var images = DatasetCatalog.Open(FashionMnist.Name, options, progress: null, cancellation).Train;
        var architecture = new ContrastiveArchitecture { Shape = images.Shape };
        var (rng, samples) = (new Rng(1), Samples.From(images.Bytes!));
        var network = architecture.Build(rng);
        var views = new ImageViews(ViewSettings.Middle, images.Shape, seed: 1);
        var watch = new ConvolutionWatch();
        using var session = new Trainer { BatchSize = BatchSize }.Begin(
            network.Parameters, new TrainingData(samples), batch => new NtXent().Of(network.Projector.Forward(watch.Through(network, batch.Versions(Views, views.Make)))), rng);
        var order = rng.Permutation(images.Count);
        var peak = FmaPeak.Measure(cancellation);
        var (steps, convolutions, all) = (0, new List<double>(), new List<double>());
        for (var i = 0; i < WarmUps + Steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            watch.Begin();
            session.Step(samples, order.AsSpan(steps++ * BatchSize, BatchSize), rng);
            if (i < WarmUps)
                continue;
            all.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            convolutions.Add(watch.Seconds);
        }

        peak = Math.Max(peak, FmaPeak.Measure(cancellation));
        var (inside, whole) = (Median(convolutions), Median(all));
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "convolution-share",
            threads = Parallelism.Threads,
            ms_per_step_median = Math.Round(1e3 * whole, 2),
            ms_convolutions_median = Math.Round(1e3 * inside, 2),
            share_of_step = Math.Round(inside / whole, 3),
            gflops_convolutions = Math.Round(watch.Operations / inside / 1e9, 1),
            gflops_peak = Math.Round(peak / 1e9, 1),
            share_of_peak = Math.Round(watch.Operations / inside / peak, 3),
        });
    }

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    /// <summary>Records an encoder so that its convolutions, with the pooling that is done in their pass, are timed forward and backward; counts their operations.</summary>
    private sealed class ConvolutionWatch
    {
        private long _ticks;

        /// <summary>Two for each product and sum of a step: forward, gradients of weights, and gradients of what came in where it needs some.</summary>
        public double Operations { get; private set; }

        public double Seconds => _ticks / (double)Stopwatch.Frequency;

        public void Begin() => _ticks = 0;

        public Tensor Through(ContrastiveNetwork network, Tensor x)
        {
            x = x.Reshape([x.Rows, .. network.InputShape]);
            var layers = network.Encoder.Layers;
            for (var i = 0; i < layers.Count;)
            {
                var count = layers[i] is Conv2D
                    ? i + 1 < layers.Count && layers[i + 1] is MaxPooling2D ? 2 : 1
                    : layers.Skip(i).TakeWhile(layer => layer is not Conv2D).Count();
                var y = Sequential.Through([.. layers.Skip(i).Take(count)], x);
                if (layers[i] is Conv2D convolution)
                    Watch(convolution, x, y);
                (x, i) = (y, i + count);
            }

            return x;
        }

        private void Watch(Conv2D convolution, Tensor x, Tensor y)
        {
            var products = (double)x.Rows * x.Shape[1] * x.Shape[2] * convolution.Weight.Length;  // every output pixel of a convolution with stride 1
            Operations += 2 * products * (x.NeedsGradient ? 3 : 2);
            (y.Compute, y.Propagate) = (Timed(y.Compute!), Timed(y.Propagate!));
        }

        private Action Timed(Action work) => () =>
        {
            var begun = Stopwatch.GetTimestamp();
            work();
            _ticks += Stopwatch.GetTimestamp() - begun;
        };
    }
}
