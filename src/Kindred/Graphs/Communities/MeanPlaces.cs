using Kindred.Numerics;

namespace Kindred.Graphs.Communities;

/// <summary>Σ and number of the rows of every cluster of a tree, and so what merging two costs.</summary>
internal sealed class MeanPlaces
{
    private readonly double[]?[] _sums;
    private readonly int[] _rows;

    public MeanPlaces(Partition leaves, Matrix places, IReadOnlyList<Merge> merges, int clusters)
    {
        (_sums, _rows) = (new double[]?[clusters], new int[clusters]);
        for (var i = 0; i < places.Rows; i++)
        {
            var leaf = leaves.Communities[i];
            var sum = _sums[leaf] ??= new double[places.Columns];
            var row = places.Row(i);
            for (var j = 0; j < row.Length; j++)
                sum[j] += row[j];
            _rows[leaf]++;
        }

        for (var i = 0; i < merges.Count; i++)
            Add(merges[i], leaves.Count + i);
    }

    public void Add(Merge merge, int merged)
    {
        _rows[merged] = merge.Rows;
        _sums[merged] = [.. _sums[merge.First]!.Zip(_sums[merge.Second]!, (a, b) => a + b)];
    }

    /// <summary>n₁ n₂ / (n₁ + n₂) ‖m₁ − m₂‖²: what the squares about the means gain when two clusters become one (Ward 1963, doi:10.1080/01621459.1963.10500845).</summary>
    public double GainedSquares(int first, int second)
    {
        var (square, a, b) = (0.0, _sums[first]!, _sums[second]!);
        for (var j = 0; j < a.Length; j++)
        {
            var difference = (a[j] / _rows[first]) - (b[j] / _rows[second]);
            square += difference * difference;
        }

        return square * _rows[first] / (_rows[first] + _rows[second]) * _rows[second];
    }
}
