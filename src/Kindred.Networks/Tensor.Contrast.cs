using Kindred.Networks.Kernels;
using Kindred.Numerics;

namespace Kindred.Networks;

/// <summary>Losses that draw views of one thing together and others apart.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>The normalised, temperature-scaled cross-entropy (NT-Xent): mean −ln(exp(sᵢₚ / τ) / Σ exp(sᵢⱼ / τ)) over rows i, j ≠ i, with cosines s.</summary>
    /// <param name="temperature">τ; the smaller, the more the nearest rows count.</param>
    /// <remarks>Row i and its partner p = i ± n are two views of one thing: 2n rows, the second views after all first ones. Chen, Kornblith, Norouzi and Hinton 2020, arXiv:2002.05709, equation 1.</remarks>
    /// <exception cref="ArgumentException">The rows are no pairs, or fewer than two.</exception>
    public Tensor ContrastiveLoss(double temperature = 0.5)
    {
        Guard.Positive(temperature, nameof(temperature));
        CheckPairs("A contrastive loss");
        var z = L2Normalize() * (float)(1 / Math.Sqrt(temperature));
        return z.MatMul(z, transposed: true).PartnerCrossEntropy();  // 2n x 2n: cosines / τ
    }

    /// <summary>Barlow Twins: Σᵢ (1 − cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ cᵢⱼ², with c the correlations, over the batch, of the columns of the first views with those of the second.</summary>
    /// <param name="redundancy">λ; what a correlation of two columns costs.</param>
    /// <remarks>Rows as in <see cref="ContrastiveLoss"/>. Zbontar, Jing, Misra, LeCun and Deny 2021, arXiv:2103.03230, equation 1. A column that does not vary correlates with nothing.</remarks>
    /// <exception cref="ArgumentException">The rows are no pairs, or fewer than two; or there is one column.</exception>
    public Tensor RedundancyLoss(double redundancy = 0.005)
    {
        Guard.NotNegative(redundancy, nameof(redundancy));
        CheckPairs("A loss of redundancy");
        var first = Slice(0, 0, Rows / 2).Transpose().Centre().L2Normalize();  // columns x n
        var second = Slice(0, Rows / 2, Rows / 2).Transpose().Centre().L2Normalize();
        var ones = Graph.Input(Columns);
        ones.Values.Fill(1);
        var others = first.MatMul(second, transposed: true).MaskDiagonal(0);  // columns x columns
        return ((first * second).Sum(-1).MeanSquaredError(ones) * Columns) + ((others * others).Sum() * (float)redundancy);
    }

    /// <summary>Heads that group alike: Σ over heads of −mean ln⟨p, p′⟩ + λ Σ m ln m, with p and p′ the softmax of a head for two neighbours and m its mean over both.</summary>
    /// <param name="heads">Of which each has as many columns in turn, one a cluster: head by head.</param>
    /// <param name="entropy">λ; how much it is worth that all clusters are used.</param>
    /// <remarks>Rows as in <see cref="ContrastiveLoss"/>, a row and its neighbour. Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool 2020, arXiv:2005.12320, equation 2.</remarks>
    /// <exception cref="ArgumentException">The rows are no pairs, fewer than two, or their columns no whole heads.</exception>
    public Tensor NeighbourLoss(int heads, double entropy = 5)
    {
        Guard.Positive(heads, nameof(heads));
        Guard.NotNegative(entropy, nameof(entropy));
        CheckPairs("A loss of neighbours");
        if (Columns % heads != 0)
            throw new ArgumentException($"{Columns} columns cannot be shared by {heads} heads.", nameof(heads));
        var (rows, pairs) = (Rows, Rows / 2 * heads);
        var p = Reshape(rows * heads, Columns / heads).Softmax();
        var together = (p.Slice(0, 0, pairs) * p.Slice(0, pairs, pairs)).Sum(-1).Log().Mean() * -heads;
        var mean = p.Reshape(rows, Columns).Mean(0);
        return together + ((mean * mean.Log()).Sum() * (float)entropy);
    }

    private void CheckPairs(string what)
    {
        if (Shape.Length != 2 || Rows % 2 != 0 || Rows < 4)
            throw new ArgumentException($"{what} needs the first and then the second views of at least two things, got {Describe(Shape)}.");
    }

    /// <summary>mean over rows of ln Σⱼ exp(xᵢⱼ) − xᵢₚ, j ≠ i, of a square table; what it keeps is the logarithms of the probabilities.</summary>
    private Tensor PartnerCrossEntropy()
    {
        var (n, half, y) = (Rows, Rows / 2, Result([1]));
        var logarithms = Graph.Buffer((long)n * n).Pointer;
        var losses = new double[n];
        int Partner(int i) => i < half ? i + half : i - half;
        float* Logarithms(int i) => logarithms + ((long)i * n);
        var each = EachRow(i =>
        {
            RowKernels.LogSoftmax(Row(i), Logarithms(i), n, left: i);
            losses[i] = -Logarithms(i)[Partner(i)];
        });
        y.Compute = () =>
        {
            each();
            var sum = 0.0;
            foreach (var loss in losses)
                sum += loss;
            y.Values[0] = (float)(sum / n);
        };
        y.PropagateTo(this, EachRow(i => RowKernels.AddCrossEntropyGradient(Logarithms(i), RowGradient(i), y.Gradient[0] / n, n, Partner(i), left: i)));
        return y;
    }
}
