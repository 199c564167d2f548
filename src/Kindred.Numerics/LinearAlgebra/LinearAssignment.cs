namespace Kindred.Numerics.LinearAlgebra;

/// <summary>The best one-to-one matching of rows to columns.</summary>
/// <remarks>Kuhn 1955, doi:10.1002/nav.3800020109, as shortest augmenting paths with potentials: Jonker and Volgenant 1987, doi:10.1007/BF02278710.</remarks>
internal static class LinearAssignment
{
    /// <summary>argminₚ Σᵢ costs[i, p(i)] over one-to-one p: the column of every row, −1 for rows left over when there are more rows than columns.</summary>
    public static int[] Minimize(ReadOnlySpan<double> costs, int rows, int columns)
    {
        Check(costs, rows, columns);
        if (rows <= columns)
            return MatchRows(costs.ToArray(), rows, columns);

        var transposed = new double[costs.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                transposed[(j * rows) + i] = costs[(i * columns) + j];
        }

        return Invert(MatchRows(transposed, columns, rows), rows);
    }

    /// <summary>argmaxₚ Σᵢ gains[i, p(i)] over one-to-one p; see <see cref="Minimize"/>.</summary>
    public static int[] Maximize(ReadOnlySpan<double> gains, int rows, int columns)
    {
        var costs = new double[gains.Length];
        for (var i = 0; i < costs.Length; i++)
            costs[i] = -gains[i];
        return Minimize(costs, rows, columns);
    }

    /// <summary>p⁻¹: what maps to every number in [0, <paramref name="count"/>), −1 where nothing does.</summary>
    public static int[] Invert(ReadOnlySpan<int> matches, int count)
    {
        var inverse = new int[count];
        Array.Fill(inverse, -1);
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] >= 0)
                inverse[matches[i]] = i;
        }

        return inverse;
    }

    private static void Check(ReadOnlySpan<double> costs, int rows, int columns)
    {
        Guard.NotNegative(rows);
        Guard.NotNegative(columns);
        if (costs.Length != (long)rows * columns)
            throw new ArgumentException($"{rows} x {columns} needs {(long)rows * columns} costs, got {costs.Length}.", nameof(costs));
        foreach (var cost in costs)
        {
            if (!double.IsFinite(cost))
                throw new ArgumentException($"Every cost must be finite, got {cost}.", nameof(costs));
        }
    }

    // Rows enter one by one, each along the shortest augmenting path: O(rows² · columns) for rows ≤ columns.
    private static int[] MatchRows(double[] costs, int rows, int columns)
    {
        var search = new PathSearch(costs, columns, new double[rows], new double[columns]);
        for (var row = 0; row < rows; row++)
            search.Enter(row);
        return Invert(search.RowOf, rows);
    }

    /// <summary>A matching of the rows entered so far with potentials uᵢ + vⱼ ≤ cᵢⱼ, equal on matched pairs, which prove it best.</summary>
    private sealed class PathSearch(double[] costs, int columns, double[] rowPotentials, double[] columnPotentials)
    {
        private readonly double[] _distance = new double[columns];  // of the shortest path found so far to every column
        private readonly int[] _previous = new int[columns];        // the column before it on that path, −1 for the start
        private readonly bool[] _settled = new bool[columns];

        public int[] RowOf { get; } = Unmatched(columns);

        public void Enter(int row)
        {
            Array.Fill(_distance, double.PositiveInfinity);
            Array.Clear(_settled);
            var (from, column, length) = (row, -1, 0.0);
            do
            {
                (column, length) = Extend(from, column, length);
                _settled[column] = true;
                from = RowOf[column];
            }
            while (from >= 0);

            RaisePotentials(row, length);
            Augment(row, column);
        }

        private (int Nearest, double Length) Extend(int row, int column, double length)
        {
            var (nearest, shortest) = (-1, double.PositiveInfinity);
            for (var j = 0; j < columns; j++)
            {
                if (_settled[j])
                    continue;
                var through = length + costs[(row * columns) + j] - rowPotentials[row] - columnPotentials[j];
                if (through < _distance[j])
                    (_distance[j], _previous[j]) = (through, column);
                if (_distance[j] < shortest)
                    (nearest, shortest) = (j, _distance[j]);
            }

            return (nearest, shortest);
        }

        private void RaisePotentials(int row, double length)
        {
            rowPotentials[row] += length;
            for (var j = 0; j < columns; j++)
            {
                if (!_settled[j])
                    continue;
                columnPotentials[j] -= length - _distance[j];
                if (RowOf[j] >= 0)
                    rowPotentials[RowOf[j]] += length - _distance[j];
            }
        }

        private void Augment(int row, int column)
        {
            for (var j = column; j >= 0; j = _previous[j])
                RowOf[j] = _previous[j] >= 0 ? RowOf[_previous[j]] : row;
        }

        private static int[] Unmatched(int count)
        {
            var rows = new int[count];
            Array.Fill(rows, -1);
            return rows;
        }
    }
}
