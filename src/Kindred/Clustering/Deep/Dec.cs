using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>Deep embedded clustering: similarities to the centres by Student's t are drawn towards a sharper form of themselves, in which large clusters count less.</summary>
/// <remarks>Xie, Girshick and Farhadi 2016, arXiv:1511.06335, equations 1 to 3. The decoder is left as it was.</remarks>
public sealed record Dec : IClusterObjective
{
    public string Name => "DEC";

    public bool LearnsCentres => true;

    public Matrix Targets(Matrix codes, Matrix centres) => Sharpened(Similarities(codes, centres));

    public Tensor Cost(DeepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Divergence(batch);
    }

    /// <summary>KL(p ‖ q), the mean over the rows.</summary>
    internal static Tensor Divergence(DeepBatch batch) => batch.Codes.SquaredDistances(batch.Centres).StudentT().KullbackLeibler(batch.Targets);

    /// <summary>qᵢⱼ ∝ 1 / (1 + ‖zᵢ − cⱼ‖²), summing to one over j</summary>
    internal static Matrix Similarities(Matrix codes, Matrix centres)
    {
        var q = new Matrix(codes.Rows, centres.Rows);
        for (var i = 0; i < q.Rows; i++)
        {
            var row = q.MutableRow(i);
            var sum = 0.0;
            for (var j = 0; j < row.Length; j++)
                sum += row[j] = (float)(1 / (1 + SquaredDistance(codes.Row(i), centres.Row(j))));
            foreach (ref var value in row)
                value = (float)(value / sum);
        }

        return q;
    }

    /// <summary>pᵢⱼ ∝ qᵢⱼ² / Σᵢ qᵢⱼ, summing to one over j</summary>
    internal static Matrix Sharpened(Matrix q)
    {
        var (p, sizes) = (new Matrix(q.Rows, q.Columns), new double[q.Columns]);
        for (var i = 0; i < q.Rows; i++)
        {
            for (var j = 0; j < sizes.Length; j++)
                sizes[j] += q.Row(i)[j];
        }

        for (var i = 0; i < q.Rows; i++)
        {
            var row = p.MutableRow(i);
            var sum = 0.0;
            for (var j = 0; j < row.Length; j++)
                sum += row[j] = (float)(q.Row(i)[j] * (double)q.Row(i)[j] / sizes[j]);
            foreach (ref var value in row)
                value = (float)(value / sum);
        }

        return p;
    }

    internal static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += ((double)a[j] - b[j]) * ((double)a[j] - b[j]);
        return sum;
    }
}
