using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

/// <summary>What k-means refuses, how it stops, and its settings as values.</summary>
public partial class KMeansTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void More_groups_than_distinct_rows_is_refused_with_both_numbers(int columns)
    {
        var x = Columns(columns, 1, 2, 1, 3, 2, 1, 4, 4);
        var error = Assert.Throws<FitException>(() => new KMeans { ClusterCount = 5 }.Fit(x));
        Assert.Contains("5 clusters need as many distinct rows, but there are only 4", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, new KMeans { ClusterCount = 4 }.Fit(x).Inertia);
        var bytes = new ByteMatrix(8, columns, Array.ConvertAll(x.Values.ToArray(), value => (byte)value));
        Assert.Throws<FitException>(() => new KMeans { ClusterCount = 5 }.Fit(bytes));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Values_whose_squares_overflow_are_refused(int columns)
    {
        var error = Assert.Throws<FitException>(() => new KMeans { ClusterCount = 2 }.Fit(Columns(columns, 1e30f, -1e30f, 0)));
        Assert.Contains("scale the columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_rows_of_bytes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new KMeans { ClusterCount = 2 }.Fit(new ByteMatrix(1, 40, new byte[40])));
        Assert.Throws<ArgumentException>(() => new KMeans { ClusterCount = 2 }.Fit(new ByteMatrix(0, 40, Array.Empty<byte>())));
        Assert.Throws<ArgumentException>(() => new KMeans { ClusterCount = 2 }.Fit(new ByteMatrix(5, 0, Array.Empty<byte>())));
    }

    [Fact]
    public void Cancelling_in_the_middle_stops()
    {
        using var source = new CancellationTokenSource();
        var progress = new Synchronous<FitProgress>(_ => source.Cancel());
        var settings = new KMeans { ClusterCount = 8, Tolerance = 0 };
        Assert.Throws<OperationCanceledException>(() => settings.Fit(Clouds(rows: 2000, columns: 40), progress, source.Token));
    }

    [Fact]
    public void A_setting_out_of_range_names_itself()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new KMeans { ClusterCount = 2 } with { Restarts = 0 });
        Assert.Equal(nameof(KMeans.Restarts), error.ParamName);
    }

    [Fact]
    public void Settings_print_and_compare_by_value()
    {
        var settings = new KMeans { ClusterCount = 10, Seed = 3 };
        Assert.Equal(settings, new KMeans { ClusterCount = 10, Seed = 3 });
        Assert.NotEqual(settings, settings with { Tolerance = 0 });
        Assert.Equal("KMeans { ClusterCount = 10, Restarts = 10, MaxIterations = 300, Tolerance = 0.0001, Seed = 3 }", settings.ToString());
    }
}
