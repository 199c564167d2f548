using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>A network over all rows, whose weights may be others the next time.</summary>
internal static class NetworkReplay
{
    /// <summary>Runs what <paramref name="record"/> records over all rows. // rows x inputs → rows x columns</summary>
    /// <param name="samples">Rows x inputs.</param>
    /// <param name="columns">Of the results.</param>
    /// <param name="activations">Values that a pass makes of one row.</param>
    /// <param name="record">Records what becomes of some rows.</param>
    public static Matrix Of(Samples samples, int columns, double activations, Func<Tensor, Tensor> record)
    {
        using var passes = new RecordedPasses(columns, activations, record);
        return passes.Of(samples);
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
