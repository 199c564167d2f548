using Kindred.Networks;

namespace Kindred.Clustering.Deep;

/// <summary>What variational deep embedding lowers: the negative evidence bound of a mixture of normal distributions among the codes.</summary>
/// <remarks>Jiang, Zheng, Tan, Tang and Zhou 2017, arXiv:1611.05148, equation 9, of a code z = m + e^(l/2) ⊙ ε; all a value of a row, not summed over them, so that the learning rate does not hang on their number.</remarks>
/// <param name="Logits">1 x k: shares of the clusters, before a softmax.</param>
/// <param name="Means">k x d</param>
/// <param name="LogVariances">k x d</param>
internal sealed record VariationalCost(Tensor Logits, Tensor Means, Tensor LogVariances)
{
    /// <summary>ln γᵢc = ln p(c | zᵢ): how surely each code is in each cluster. // n x d → n x k</summary>
    public Tensor LogShares(Tensor codes)
    {
        var ones = Ones(codes.Graph, codes.Rows);
        var priors = Row(Logits.LogSoftmax()) - (Row(LogVariances.Sum(1)) * 0.5f);
        return (ones.MatMul(priors) - (Quadratic(codes * codes, codes) * 0.5f)).LogSoftmax();
    }

    /// <summary>½ Σc γc (Σⱼ lcⱼ + e^(lⱼ − lcⱼ) + (mⱼ − μcⱼ)² e^(−lcⱼ)) − ½ Σⱼ (1 + lⱼ) − Σc γc (ln πc − ln γc), the mean over the rows.</summary>
    /// <param name="codes">n x d: drawn.</param>
    /// <param name="means">n x d: m.</param>
    /// <param name="logVariances">n x d: l.</param>
    public Tensor Divergence(Tensor codes, Tensor means, Tensor logVariances)
    {
        var (ones, logShares) = (Ones(codes.Graph, codes.Rows), LogShares(codes));
        var spread = ones.MatMul(Row(LogVariances.Sum(1))) + Quadratic((means * means) + logVariances.Exp(), means);
        var prior = ones.MatMul(Row(Logits.LogSoftmax())) - logShares;
        var each = logShares.Exp() * ((spread * 0.5f) - prior);
        return each.Sum(1).Mean() - ((logVariances.Mean() + One(codes.Graph)) * (codes.Columns / 2f));
    }

    /// <summary>Σⱼ (aⱼ − 2 bⱼ μcⱼ + μcⱼ²) e^(−lcⱼ) // n x d, n x d → n x k</summary>
    private Tensor Quadratic(Tensor a, Tensor b)
    {
        var precisions = (LogVariances * -1f).Exp();
        var weighted = Means * precisions;
        return a.MatMul(precisions, transposed: true) - (b.MatMul(weighted, transposed: true) * 2f) + Ones(a.Graph, a.Rows).MatMul(Row((Means * weighted).Sum(1)));
    }

    private static Tensor Row(Tensor values) => values.Reshape(1, values.Length);

    private static Tensor One(Graph graph) => Filled(graph.Input(1));

    private static Tensor Ones(Graph graph, int rows) => Filled(graph.Input(rows, 1));

    private static Tensor Filled(Tensor ones)
    {
        var values = new float[ones.Length];
        Array.Fill(values, 1);
        ones.Set(values);
        return ones;
    }
}
