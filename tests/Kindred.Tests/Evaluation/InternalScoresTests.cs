using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

/// <summary>Scores without classes: silhouette, Davies-Bouldin, Calinski-Harabasz.</summary>
public sealed class InternalScoresTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, EvaluationFixtures.Evaluation.Rows.Length)];

    private static Matrix Line { get; } = new(4, 1, new float[] { 0, 2, 10, 14 });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_scikit_learn(int index)
    {
        var expected = EvaluationFixtures.Evaluation.Rows[index];
        var x = EvaluationFixtures.ToMatrix(expected.Rows);
        Assert.Equal(expected.Silhouette, Silhouette.Of(x, expected.Groups).Value, 6);
        Assert.Equal(expected.DaviesBouldin, DaviesBouldin.Of(x, expected.Groups), 6);
        Assert.Equal(1, CalinskiHarabasz.Of(x, expected.Groups) / expected.CalinskiHarabasz, 6);
    }

    [Fact]
    public void Four_rows_worked_out_by_hand()
    {
        int[] groups = [0, 0, 1, 1];
        Assert.Equal(((10.0 / 12) + (8.0 / 10) + (5.0 / 9) + (9.0 / 13)) / 4, Silhouette.Of(Line, groups).Value, 12);
        Assert.Equal((1.0 + 2.0) / 11, DaviesBouldin.Of(Line, groups), 12);
        Assert.Equal(4 * 5.5 * 5.5 / (2 + 8) * 2, CalinskiHarabasz.Of(Line, groups), 12);
    }

    [Fact]
    public void A_row_alone_in_its_group_counts_zero()
    {
        var x = new Matrix(4, 1, new float[] { 0, 2, 9, 10 });
        Assert.Equal(((4.5 / 10) + (3.5 / 8) + (-7.0 / 8) + 0) / 4, Silhouette.Of(x, [0, 0, 0, 1]).Value, 12);
    }

    [Fact]
    public void Group_numbers_without_rows_do_not_count()
    {
        Assert.Equal(Silhouette.Of(Line, [0, 0, 1, 1]), Silhouette.Of(Line, [3, 3, 7, 7]));
        Assert.Equal(DaviesBouldin.Of(Line, [0, 0, 1, 1]), DaviesBouldin.Of(Line, [3, 3, 7, 7]));
        Assert.Equal(CalinskiHarabasz.Of(Line, [0, 0, 1, 1]), CalinskiHarabasz.Of(Line, [3, 3, 7, 7]));
    }

    [Fact]
    public void Rows_on_their_centres_score_as_in_scikit_learn()
    {
        var x = new Matrix(4, 1, new float[] { 1, 1, 5, 5 });
        Assert.Equal(1, Silhouette.Of(x, [0, 0, 1, 1]).Value);
        Assert.Equal(0, DaviesBouldin.Of(x, [0, 0, 1, 1]));
        Assert.Equal(1, CalinskiHarabasz.Of(x, [0, 0, 1, 1]));
    }

    [Fact]
    public void A_sample_says_how_many_rows_it_used_and_comes_close()
    {
        var (x, groups) = Blobs(rows: 3000);
        var exact = Silhouette.Of(x, groups, maxRows: 3000);
        var sampled = Silhouette.Of(x, groups, maxRows: 500, seed: 1);
        Assert.Equal((3000, 500), (exact.Rows, sampled.Rows));
        Assert.NotEqual(exact.Value, sampled.Value);
        Assert.Equal(exact.Value, sampled.Value, 0.03);
        Assert.Equal(sampled, Silhouette.Of(x, groups, maxRows: 500, seed: 1));
        Assert.NotEqual(sampled.Value, Silhouette.Of(x, groups, maxRows: 500, seed: 2).Value);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        var (x, groups) = Blobs(rows: 300);
        var order = new Rng(5).Permutation(300);
        var (permuted, permutedGroups) = (x.Take(order), Array.ConvertAll(order, row => groups[row]));
        Assert.Equal(Silhouette.Of(x, groups).Value, Silhouette.Of(permuted, permutedGroups).Value, 10);
        Assert.Equal(DaviesBouldin.Of(x, groups), DaviesBouldin.Of(permuted, permutedGroups), 10);
        Assert.Equal(1, CalinskiHarabasz.Of(x, groups) / CalinskiHarabasz.Of(permuted, permutedGroups), 10);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0 }, "got 1 clusters for 4 rows")]
    [InlineData(new[] { 0, 1, 2, 3 }, "got 4 clusters for 4 rows")]
    [InlineData(new[] { 0, 1 }, "there are 4 rows and 2 clusters")]
    [InlineData(new[] { 0, 1, -2, 0 }, "row 2 has the cluster -2")]
    [InlineData(new[] { 0, 1, int.MaxValue, 0 }, "without gaps")]
    public void Refuse_what_cannot_be_scored(int[] groups, string reason)
    {
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Silhouette.Of(Line, groups)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => DaviesBouldin.Of(Line, groups)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => CalinskiHarabasz.Of(Line, groups)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuse_values_that_are_not_finite() =>
        Assert.Throws<ArgumentException>(() => Silhouette.Of(new Matrix(3, 1, new[] { 0, 1, float.NaN }), [0, 0, 1]));

    [Fact]
    public void The_silhouette_stops_when_asked()
    {
        var (x, groups) = Blobs(rows: 300);
        Assert.ThrowsAny<OperationCanceledException>(() => Silhouette.Of(x, groups, cancellation: new CancellationToken(canceled: true)));
    }

    private static (Matrix X, int[] Groups) Blobs(int rows)
    {
        var rng = new Rng(6);
        var values = new float[rows * 2];
        var groups = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            groups[i] = rng.NextInt(3);
            values[2 * i] = (float)((3 * groups[i]) + rng.NextNormal());
            values[(2 * i) + 1] = (float)rng.NextNormal();
        }

        return (new Matrix(rows, 2, values), groups);
    }
}
