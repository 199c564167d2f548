using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Clustering.Heads;

/// <summary>One head: softmax(x·W + b).</summary>
internal sealed class LinearHead
{
    private readonly Parameter _weight, _bias;

    private LinearHead(Parameter weight, Parameter bias) => (_weight, _bias) = (weight, bias);

    public int Clusters => _bias.Length;

    /// <summary>Heads that were learned side by side, each with as many columns in turn.</summary>
    public static LinearHead[] Of(Parameter weight, Parameter bias, int count)
    {
        var (weights, biases, clusters) = (weight.ToArray(), bias.ToArray(), bias.Length / count);
        var heads = new LinearHead[count];
        for (var head = 0; head < count; head++)
        {
            var own = Parameter.InPanels("weight", weight.Shape[0], clusters);
            own.Set([.. Enumerable.Range(0, weight.Shape[0]).SelectMany(i => weights.AsSpan((i * bias.Length) + (head * clusters), clusters).ToArray())]);
            heads[head] = new LinearHead(own, new Parameter("bias", clusters));
            heads[head]._bias.Set(biases.AsSpan(head * clusters, clusters));
        }

        return heads;
    }

    /// <summary>rows x columns → rows x clusters; every row sums to one.</summary>
    public Matrix Predict(Matrix rows) =>
        NetworkReplay.Of(Samples.From(rows), Clusters, rows.Columns + (2.0 * Clusters), x => x.Dense(_weight, _bias).Softmax());
}
