using Kindred.Datasets;
using Kindred.Models;
using Kindred.Onnx.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Kindred.Onnx.Tests.Export;

/// <summary>What ONNX Runtime makes of items.</summary>
internal sealed record Told(long[] Clusters, float[] Distances, float[]? Probabilities, float[]? Shares, float[] Codes)
{
    /// <summary>Runs all items through the graph of a model, so many at a time.</summary>
    public static Told By(KindredModel model, ImageSet items, params int[] batches)
    {
        using var session = new InferenceSession(ExportedModel.Of(model).ToBytes(), new SessionOptions { IntraOpNumThreads = 2 });
        var parts = new List<Told>();
        for (var start = 0; start < items.Count; start += batches[parts.Count - 1])
            parts.Add(Of(session, items.Slice(start, Math.Min(batches[parts.Count], items.Count - start))));
        return new Told(
            [.. parts.SelectMany(part => part.Clusters)], [.. parts.SelectMany(part => part.Distances)],
            parts[0].Probabilities is null ? null : [.. parts.SelectMany(part => part.Probabilities!)],
            parts[0].Shares is null ? null : [.. parts.SelectMany(part => part.Shares!)], [.. parts.SelectMany(part => part.Codes)]);
    }

    private static Told Of(InferenceSession session, ImageSet items)
    {
        var (name, input) = session.InputMetadata.Single();
        int[] shape = [items.Count, .. input.Dimensions.Skip(1)];
        using var answers = session.Run(
        [
            input.ElementType == typeof(double)
                ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(items.Pixels.Values.ToArray().Select((value, i) => value + items.Origins![i % items.Shape.Size]).ToArray(), shape))
                : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(items.Pixels.Values.ToArray(), shape)),
        ]);
        var told = answers.ToDictionary(answer => answer.Name);
        float[]? Floats(string output) => told.TryGetValue(output, out var answer) ? [.. answer.AsEnumerable<float>()] : null;
        return new Told([.. told["cluster"].AsEnumerable<long>()], Floats("distance")!, Floats("probability"), Floats("probabilities"), Floats("code")!);
    }
}
