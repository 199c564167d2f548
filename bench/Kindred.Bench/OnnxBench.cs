using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Onnx.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Kindred.Bench;

/// <summary>From pixels to clusters through the dense and the convolutional encoder: Kindred, and ONNX Runtime on the graph that Kindred exports.</summary>
internal static class OnnxBench
{
    private const int Items = 2_048;
    private const int AtOnce = 256;
    private const int Rounds = 7;

    public static void Run(CancellationToken cancellation)
    {
        var images = Wardrobe.Load(trainCount: Items, testCount: 1, seed: 1).Train;
        var floats = new ImageSet(images.Pixels, images.Shape);  // what the graph takes
        Measure("dense", AutoencoderMethods.OfWidths(images.Shape.Size, images.Count), floats, cancellation);
        Measure("conv", AutoencoderMethods.OfShape(images.Shape, images.Count), floats, cancellation);
    }

    private static void Measure(string network, Autoencoder settings, ImageSet images, CancellationToken cancellation)
    {
        var model = Untrained(settings, images, cancellation);
        using var options = new SessionOptions { IntraOpNumThreads = Parallelism.Threads, InterOpNumThreads = 1 };
        using var session = new InferenceSession(ExportedModel.Of(model).ToBytes(), options);
        ImageSet[] parts = [.. Enumerable.Range(0, Items / AtOnce).Select(part => images.Slice(part * AtOnce, AtOnce))];
        DenseTensor<float>[] inputs = [.. parts.Select(Input)];
        double[] kindred = new double[Rounds], runtime = new double[Rounds];
        for (var round = -1; round < Rounds; round++)  // in turn, so that both meet the same machine; the first does not count
        {
            cancellation.ThrowIfCancellationRequested();
            var (own, other) = (Clock.Seconds(() => Array.ForEach(parts, part => model.Assign(part))), Clock.Seconds(() => Array.ForEach(inputs, input => Answer(session, input))));
            if (round >= 0)
                (kindred[round], runtime[round]) = (own, other);
        }

        Array.Sort(kindred);
        Array.Sort(runtime);
        BenchJob.Emit(new
        {
            peer = "kindred",
            job = "onnx",
            network,
            items = Items,
            batch = AtOnce,
            threads = Parallelism.Threads,
            onnxruntime = typeof(InferenceSession).Assembly.GetName().Version?.ToString(3),
            secs_kindred = Math.Round(kindred[Rounds / 2], 4),
            secs_onnxruntime = Math.Round(runtime[Rounds / 2], 4),
            ratio = Math.Round(runtime[Rounds / 2] / kindred[Rounds / 2], 3),
            same_cluster = Agreement(model, session, images),
        });
    }

    /// <summary>The recipe's network after a step or two: training changes the numbers, not the work.</summary>
    private static KindredModel Untrained(Autoencoder settings, ImageSet images, CancellationToken cancellation)
    {
        var some = images.Take([.. Enumerable.Range(0, 300)]);
        var encoder = (settings with { Trainer = new Trainer { Epochs = 1 } }).Fit(some.Pixels, progress: null, cancellation);
        return KindredModel.Of(some, [encoder], new KMeans { ClusterCount = 10 }.Fit(encoder.Transform(some.Pixels), progress: null, cancellation));
    }

    private static DenseTensor<float> Input(ImageSet images) => new(images.Pixels.Values.ToArray(), [images.Count, images.Shape.Height, images.Shape.Width, images.Shape.Channels]);

    private static long[] Answer(InferenceSession session, DenseTensor<float> pixels)
    {
        using var answers = session.Run([NamedOnnxValue.CreateFromTensor("pixels", pixels)], ["cluster", "distance"]);
        return [.. answers[0].AsEnumerable<long>()];
    }

    private static double Agreement(KindredModel model, InferenceSession session, ImageSet images)
    {
        var told = Answer(session, Input(images));
        var own = model.Assign(images);
        return Enumerable.Range(0, own.Count).Count(i => told[i] == own.Clusters[i]) / (double)own.Count;
    }
}
