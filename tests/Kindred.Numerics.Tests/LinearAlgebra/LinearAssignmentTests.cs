using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Numerics.Tests.LinearAlgebra;

public sealed class LinearAssignmentTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 4 }, { 5, 5 }, { 6, 6 }, { 1, 6 }, { 6, 1 }, { 2, 5 }, { 5, 2 }, { 4, 6 }, { 6, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Costs_as_little_as_the_best_of_all_matchings(int rows, int columns)
    {
        var rng = new Rng(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var costs = RandomCosts(rng, rows, columns, end: trial % 2 == 0 ? 5 : 1000);
            Assert.Equal(BruteForce(costs, rows, columns), Total(costs, columns, LinearAssignment.Minimize(costs, rows, columns)));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gains_as_much_as_the_best_of_all_matchings(int rows, int columns)
    {
        var gains = RandomCosts(new Rng(8), rows, columns, end: 100);
        var costs = Array.ConvertAll(gains, gain => -gain);
        Assert.Equal(-BruteForce(costs, rows, columns), Total(gains, columns, LinearAssignment.Maximize(gains, rows, columns)));
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(25, 60)]
    [InlineData(60, 25)]
    public void Matches_every_row_or_every_column_once(int rows, int columns)
    {
        var matched = LinearAssignment.Minimize(RandomCosts(new Rng(9), rows, columns, 50), rows, columns).Where(column => column >= 0).ToArray();
        Assert.Equal(Math.Min(rows, columns), matched.Length);
        Assert.Equal(matched.Length, matched.Distinct().Count());
        Assert.All(matched, column => Assert.InRange(column, 0, columns - 1));
    }

    [Fact]
    public void Rows_in_another_order_keep_their_columns()
    {
        const int Count = 30;
        var rng = new Rng(10);
        var costs = new double[Count * Count];
        for (var i = 0; i < costs.Length; i++)
            costs[i] = rng.NextDouble();  // no ties, so one best matching
        var order = rng.Permutation(Count);
        var permuted = order.SelectMany(row => costs[(row * Count)..((row + 1) * Count)]).ToArray();

        var matched = LinearAssignment.Minimize(costs, Count, Count);
        Assert.Equal(order.Select(row => matched[row]), LinearAssignment.Minimize(permuted, Count, Count));
    }

    [Fact]
    public void A_constant_added_to_a_row_changes_no_match()
    {
        var costs = RandomCosts(new Rng(11), 12, 12, 1_000_000);
        var matched = LinearAssignment.Minimize(costs, 12, 12);
        for (var j = 0; j < 12; j++)
            costs[(3 * 12) + j] += 5000;
        Assert.Equal(matched, LinearAssignment.Minimize(costs, 12, 12));
    }

    [Fact]
    public void A_hidden_permutation_is_found_among_hundreds()
    {
        const int Count = 400;
        var rng = new Rng(12);
        var hidden = rng.Permutation(Count);
        var costs = new double[Count * Count];
        for (var i = 0; i < costs.Length; i++)
            costs[i] = 1 + rng.NextDouble();
        for (var i = 0; i < Count; i++)
            costs[(i * Count) + hidden[i]] = 0;
        Assert.Equal(hidden, LinearAssignment.Minimize(costs, Count, Count));
    }

    [Fact]
    public void Nothing_to_match_gives_nothing()
    {
        Assert.Empty(LinearAssignment.Minimize([], 0, 0));
        Assert.Empty(LinearAssignment.Minimize([], 0, 3));
        Assert.Equal([-1, -1], LinearAssignment.Minimize([], 2, 0));
    }

    [Fact]
    public void Refuses_costs_that_are_no_numbers_or_too_few()
    {
        Assert.Throws<ArgumentException>(() => LinearAssignment.Minimize([1, double.NaN], 1, 2));
        Assert.Throws<ArgumentException>(() => LinearAssignment.Maximize([1, double.PositiveInfinity], 1, 2));
        Assert.Throws<ArgumentException>(() => LinearAssignment.Minimize([1, 2, 3], 2, 2));
    }

    private static double[] RandomCosts(Rng rng, int rows, int columns, int end) =>
        [.. Enumerable.Range(0, rows * columns).Select(_ => (double)(rng.NextInt(end) - (end / 3)))];

    private static double Total(double[] costs, int columns, int[] matched) =>
        matched.Select((column, row) => column < 0 ? 0 : costs[(row * columns) + column]).Sum();

    private static double BruteForce(double[] costs, int rows, int columns)
    {
        return Best(row: 0, used: 0, skips: Math.Max(0, rows - columns));

        double Best(int row, int used, int skips)
        {
            if (row == rows)
                return 0;
            var best = skips > 0 ? Best(row + 1, used, skips - 1) : double.PositiveInfinity;
            for (var j = 0; j < columns; j++)
            {
                if ((used & (1 << j)) == 0)
                    best = Math.Min(best, costs[(row * columns) + j] + Best(row + 1, used | (1 << j), skips));
            }

            return best;
        }
    }
}
