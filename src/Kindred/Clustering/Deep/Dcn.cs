using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>Deep clustering network: rows are restored from codes that are drawn to their own centre, and each centre is the mean of the codes nearest to it.</summary>
/// <remarks>Yang, Fu, Sidiropoulos and Hong 2017, arXiv:1610.04794, equation 5. Centres move once a pass, to the means over all rows, where the paper moves them row by row.</remarks>
public sealed record Dcn : IClusterObjective
{
    public string Name => "DCN";

    public bool LearnsCentres => false;

    /// <summary>λ; what a unit of squared distance, the mean over the numbers of a code, counts beside a unit of error.</summary>
    public double Weight { get; init => field = Guard.NotNegative(value); } = 0.1;

    /// <summary>1 for the nearest centre, of equals the first; 0 for the others.</summary>
    public Matrix Targets(Matrix codes, Matrix centres)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(centres);
        var targets = new Matrix(codes.Rows, centres.Rows);
        for (var i = 0; i < codes.Rows; i++)
        {
            var row = i;
            targets.MutableRow(i)[Enumerable.Range(0, centres.Rows).MinBy(j => Dec.SquaredDistance(codes.Row(row), centres.Row(j)))] = 1;
        }

        return targets;
    }

    /// <summary>The mean of each cluster's codes; a cluster without rows keeps its centre.</summary>
    public Matrix Centres(Matrix codes, Matrix targets, Matrix centres)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(centres);
        var (sums, counts) = (new double[centres.Rows * centres.Columns], new int[centres.Rows]);
        for (var i = 0; i < codes.Rows; i++)
        {
            var own = targets.Row(i).IndexOf(1);
            counts[own]++;
            for (var j = 0; j < centres.Columns; j++)
                sums[(own * centres.Columns) + j] += codes.Row(i)[j];
        }

        var moved = new Matrix(centres.Rows, centres.Columns);
        for (var at = 0; at < sums.Length; at++)
        {
            var (cluster, j) = (at / centres.Columns, at % centres.Columns);
            moved.MutableRow(cluster)[j] = counts[cluster] > 0 ? (float)(sums[at] / counts[cluster]) : centres.Row(cluster)[j];
        }

        return moved;
    }

    public Tensor Cost(DeepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.RestorationError() + (batch.Codes.MeanSquaredError(batch.Targets.MatMul(batch.Centres)) * (float)Weight);
    }
}
