using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>A network over all rows, some at a time.</summary>
internal static class NetworkReplay
{
    /// <summary>Rows at a time, at most; results do not depend on it.</summary>
    private const int MostRowsAtOnce = 256;

    /// <summary>Runs what <paramref name="record"/> records over all rows. // rows x inputs → rows x columns</summary>
    /// <param name="samples">Rows x inputs.</param>
    /// <param name="columns">Of the results.</param>
    /// <param name="activations">Values that a pass makes of one row.</param>
    /// <param name="record">Records what becomes of some rows.</param>
    public static Matrix Of(Samples samples, int columns, double activations, Func<Tensor, Tensor> record)
    {
        var results = new Matrix(samples.Rows, columns);
        var rows = Enumerable.Range(0, samples.Rows).ToArray();
        var atOnce = (int)Math.Clamp(Architectures.MostActivations / activations, 1, MostRowsAtOnce);
        for (var start = 0; start < rows.Length;)
        {
            var count = Math.Min(atOnce, rows.Length - start);
            using var batch = new Batch(new Graph(), count, samples.Columns);
            var result = record(batch.X);
            for (; start + count <= rows.Length; start += count)
            {
                batch.Choose(samples, rows.AsSpan(start, count));
                batch.Graph.Forward();
                result.Values.CopyTo(results.MutableValues[(start * columns)..]);
            }
        }

        return results;
    }

    /// <exception cref="InvalidDataException">A code is not finite, as the weights of an altered file may make it.</exception>
    public static Matrix RequireFinite(Matrix codes)
    {
        for (var i = 0; i < codes.Rows; i++)
        {
            foreach (var value in codes.Row(i))
            {
                if (!float.IsFinite(value))
                    throw new InvalidDataException($"The network makes {value} of row {i}: its weights are not those of a training. Load the model from a sound file.");
            }
        }

        return codes;
    }
}
