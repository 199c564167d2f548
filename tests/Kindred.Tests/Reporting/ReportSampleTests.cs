using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class ReportSampleTests
{
    [Fact]
    public void A_small_data_set_is_shown_whole()
    {
        var sample = ReportSample.Choose(50, [3, 4], pictureCount: 100, new ReportSettings());
        Assert.Equal(Enumerable.Range(0, 50), sample.Points);
        Assert.Equal(Enumerable.Range(0, 50), sample.Pictures.Order());
        Assert.Equal(50, sample.RandomCount);
    }

    [Fact]
    public void Extreme_rows_have_pictures_and_the_count_is_kept()
    {
        int[] extremes = [.. Enumerable.Range(900, 20)];
        var sample = ReportSample.Choose(1000, extremes, pictureCount: 100, new ReportSettings { MaxPoints = 500 });
        Assert.Equal(500, sample.Points.Length);
        Assert.Equal(sample.Points.Order().Distinct(), sample.Points);
        var rows = sample.Pictures.Select(point => sample.Points[point]).ToHashSet();
        Assert.Subset(rows, extremes.ToHashSet());
        Assert.InRange(rows.Count, 80, 100);
        Assert.Equal(rows.Count, sample.Pictures.Length);
        Assert.Equal(80, sample.RandomCount);
    }

    [Fact]
    public void The_random_rows_are_spread_evenly()
    {
        var sample = ReportSample.Choose(10_000, [], pictureCount: 2000, new ReportSettings());
        var firstHalf = sample.Pictures.Count(point => sample.Points[point] < 5000);
        Assert.InRange(firstHalf, 900, 1100);  // 1000 ± 4.5 standard deviations
    }

    [Fact]
    public void Extremes_are_the_nearest_and_the_farthest_of_each_cluster_in_turns()
    {
        int[] groups = [0, 0, 0, 1, 1, 1];
        float[] untypical = [3, 1, 2, 9, 7, 8];
        Assert.Equal([1, 0, 4, 3, 2, 2, 5, 5], ReportSample.Extremes(groups, 2, untypical, perCluster: 2));
    }
}
