using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Preprocessing;

public sealed class PcaTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, EvaluationFixtures.Pca.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_scikit_learn(int index)
    {
        var expected = EvaluationFixtures.Pca[index];
        var x = EvaluationFixtures.ToMatrix(expected.Rows);
        var model = new Pca { Components = expected.Components, Whiten = expected.Whiten }.Fit(x);
        var codes = model.Transform(x);
        AssertClose(expected.Mean, model.Mean, 1e-9);
        AssertClose(expected.ExplainedVariance, model.ExplainedVariance, 1e-9);
        AssertClose(expected.ExplainedVarianceRatio, model.ExplainedVarianceRatio, 1e-9);
        AssertClose(expected.Directions.SelectMany(row => row), Doubles(model.Components), 1e-6);
        AssertClose(expected.Transformed.SelectMany(row => row), Doubles(codes), 1e-6);
        AssertClose(expected.Restored.SelectMany(row => row), Doubles(model.Restore(codes)), 1e-6);
    }

    [Fact]
    public void Rows_on_a_line_need_one_component()
    {
        var x = new Matrix(3, 2, new float[] { 0, 0, 3, 4, 6, 8 });
        var model = new Pca { Components = 1 }.Fit(x);
        AssertClose([0.6, 0.8], Doubles(model.Components), 1e-7);
        AssertClose([-5, 0, 5], Doubles(model.Transform(x)), 1e-6);
        AssertClose([25], model.ExplainedVariance, 1e-12);
        AssertClose([1], model.ExplainedVarianceRatio, 1e-12);
        AssertClose(Doubles(x), Doubles(model.Restore(model.Transform(x))), 1e-6);
    }

    [Fact]
    public void All_components_together_lose_nothing()
    {
        var x = RandomRows(40, 12);
        var model = new Pca { Components = 12 }.Fit(x);
        AssertClose(Doubles(x), Doubles(model.Restore(model.Transform(x))), 1e-5);
        Assert.Equal(1, model.ExplainedVarianceRatio.Sum(), 12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void A_share_of_the_variance_keeps_no_component_more_than_it_takes(double share)
    {
        var x = RandomRows(200, 12);
        var ratios = new Pca { Components = 12 }.Fit(x).ExplainedVarianceRatio;
        var kept = new Pca { Components = 12, VarianceShare = share }.Fit(x).ExplainedVarianceRatio;
        Assert.True(kept.Sum() >= share);
        Assert.True(kept.SkipLast(1).Sum() < share);
        Assert.Equal(ratios.Take(kept.Count), kept);
    }

    [Fact]
    public void The_share_never_asks_for_more_than_the_components_given() =>
        Assert.Equal(2, new Pca { Components = 2, VarianceShare = 0.999 }.Fit(RandomRows(200, 12)).ExplainedVariance.Count);

    [Fact]
    public void Wide_tables_lose_nothing_by_the_way_over_their_rows()
    {
        var x = RandomRows(30, 1500);
        var model = new Pca { Components = 29 }.Fit(x);
        AssertClose(Doubles(x), Doubles(model.Restore(model.Transform(x))), 1e-4);
        Assert.Equal(1, model.ExplainedVarianceRatio.Sum(), 9);
        for (var a = 0; a < 29; a++)
        {
            for (var b = 0; b <= a; b++)
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, 1500).Sum(j => (double)model.Components[a, j] * model.Components[b, j]), 5);
        }
    }

    [Fact]
    public void Of_fewer_rows_than_columns_no_table_as_large_as_the_square_of_the_columns_is_made()
    {
        var x = RandomRows(20, 900);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = new Pca { Components = 10 }.Fit(x);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 900 * 900 * sizeof(double) / 2);
    }

    [Fact]
    public void Columns_that_repeat_others_change_no_distance_between_codes()
    {
        var narrow = RandomRows(40, 30);
        var wide = new Matrix(40, 60, Enumerable.Range(0, 40).SelectMany(i => narrow.Row(i).ToArray().Concat(narrow.Row(i).ToArray())).ToArray());
        var expected = new Pca { Components = 5 }.Fit(narrow);
        var found = new Pca { Components = 5 }.Fit(wide);
        AssertClose(expected.ExplainedVariance.Select(variance => 2 * variance), found.ExplainedVariance, 1e-6);
        AssertClose(Doubles(expected.Transform(narrow)).Select(code => Math.Abs(code) * Math.Sqrt(2)), Doubles(found.Transform(wide)).Select(Math.Abs), 1e-3);
    }

    [Fact]
    public void Codes_do_not_correlate_and_vary_as_told()
    {
        var x = RandomRows(500, 12);
        var model = new Pca { Components = 5 }.Fit(x);
        var codes = model.Transform(x);
        for (var a = 0; a < 5; a++)
        {
            for (var b = 0; b < 5; b++)
                Assert.Equal(a == b ? model.ExplainedVariance[a] : 0, Enumerable.Range(0, 500).Sum(i => (double)codes[i, a] * codes[i, b]) / 499, 4);
        }
    }

    [Fact]
    public void Constant_rows_have_no_variance_to_explain()
    {
        var x = new Matrix(4, 2, new float[] { 1, 2, 1, 2, 1, 2, 1, 2 });
        var model = new Pca { Components = 2 }.Fit(x);
        Assert.Equal([0.0, 0.0], model.ExplainedVarianceRatio);
        Assert.All(model.Transform(x).Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Refuses_to_whiten_directions_without_variance()
    {
        var x = new Matrix(3, 2, new float[] { 0, 0, 3, 4, 6, 8 });
        var message = Assert.Throws<FitException>(() => new Pca { Components = 2, Whiten = true }.Fit(x)).Message;
        Assert.Contains("vary in 1 directions only", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_more_components_than_rows_or_columns()
    {
        Assert.Throws<ArgumentException>(() => new Pca { Components = 5 }.Fit(RandomRows(40, 4)));
        Assert.Throws<ArgumentException>(() => new Pca { Components = 5 }.Fit(RandomRows(4, 40)));
        Assert.Throws<ArgumentException>(() => new Pca { Components = 1 }.Fit(RandomRows(1, 4)));
        Assert.Throws<ArgumentException>(() => new Pca { Components = 1 }.Fit(new Matrix(4100, 4100)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pca { Components = 0 });
    }

    [Fact]
    public void Refuses_to_restore_codes_of_other_columns() =>
        Assert.Throws<ArgumentException>(() => new Pca { Components = 2 }.Fit(RandomRows(40, 4)).Restore(RandomRows(3, 4)));

    private static Matrix RandomRows(int rows, int columns)
    {
        var rng = new Rng(3);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(i => (float)((rng.NextNormal() * (1 + (i % columns))) + 3)).ToArray());
    }

    private static IEnumerable<double> Doubles(Matrix x) => x.Values.ToArray().Select(value => (double)value);

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, tolerance * Math.Max(1, Math.Abs(e)));
        Assert.Equal(expected.Count(), actual.Count());
    }
}
