using Kindred.Clustering;
using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

/// <summary>Shares of neighbours become chances that hold.</summary>
public sealed class ShareCalibrationTests
{
    [Fact]
    public void On_made_clouds_that_overlap_chances_are_within_four_hundredths_of_what_comes_again_in_other_halves()
    {
        var x = Clouds(seed: 1);
        var leiden = new Leiden { ClusterCount = 4, Seed = 1 };
        var membership = leiden.Fit(x).Fitted!;
        var (learned, asked) = (Again(x, membership.Clusters, leiden, seed: 5), Again(x, membership.Clusters, leiden, seed: 6));
        var calibration = ShareCalibration.Of(membership.Probabilities!, learned.Draws, learned.Returns)!;
        Assert.InRange(calibration.Error, 0, 0.04);
        var (off, raw, all) = (0.0, 0.0, 0.0);
        foreach (var tenth in Enumerable.Range(0, x.Rows).OrderBy(row => membership.Probabilities![row]).Chunk(x.Rows / 10))
        {
            var (draws, returns) = (tenth.Sum(row => asked.Draws[row]), tenth.Sum(row => asked.Returns[row]));
            off += Math.Abs(tenth.Sum(row => calibration.At(membership.Probabilities![row]) * asked.Draws[row]) - returns);
            raw += Math.Abs(tenth.Sum(row => membership.Probabilities![row] * asked.Draws[row]) - returns);
            all += draws;
        }

        Assert.InRange(off / all, 0, 0.04);
        Assert.True(off < raw, $"Shares alone are off by {raw / all:0.000}, calibrated by {off / all:0.000}.");
    }

    [Fact]
    public void Nothing_is_ever_certain_and_more_neighbours_never_mean_less()
    {
        float[] shares = [.. Enumerable.Range(0, 1000).Select(i => i / 999f)];
        var always = ShareCalibration.Of(shares, [.. shares.Select(_ => 1)], [.. shares.Select(_ => 1)])!;
        Assert.All(shares, share => Assert.InRange(always.At(share), 0.9f, 0.9995f));
        var odd = ShareCalibration.Of(shares, [.. shares.Select(_ => 4)], [.. Enumerable.Range(0, 1000).Select(i => i % 300 < 150 ? 4 : 1)])!;
        Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(odd.At(pair.First) <= odd.At(pair.Second)));
    }

    [Fact]
    public void Frequencies_that_rise_are_taken_as_they_are()
    {
        float[] shares = [.. Enumerable.Range(0, 900).Select(i => (i / 300) / 2f)];
        int[] draws = [.. shares.Select(_ => 10)], returns = [.. shares.Select(share => share == 0 ? 2 : share == 0.5f ? 6 : 9)];
        var calibration = ShareCalibration.Of(shares, draws, returns)!;
        Assert.Equal(0.2f, calibration.At(0), 3);
        Assert.Equal(0.6f, calibration.At(0.5f), 3);
        Assert.Equal(0.75f, calibration.At(0.75f), 3);
        Assert.Equal(0.9f, calibration.At(1), 3);
    }

    [Fact]
    public void Few_rows_tell_nothing() => Assert.Null(ShareCalibration.Of(new float[20], new int[20], new int[20]));

    [Fact]
    public void A_model_keeps_what_its_shares_are_worth()
    {
        var x = Clouds(seed: 2);
        var model = new Leiden { ClusterCount = 4, Seed = 1 }.Fit(x);
        float[] shares = [.. Enumerable.Range(0, 400).Select(i => i / 399f)];
        var calibration = ShareCalibration.Of(shares, [.. shares.Select(_ => 10)], [.. shares.Select(share => (int)(5 + (4 * share)))])!;
        var calibrated = (NeighbourVoteModel)model.Calibrated(calibration);
        Assert.Equal(model.Fitted!.Probabilities!.Select(calibration.At), calibrated.Fitted!.Probabilities!);
        var asked = x.Take([.. Enumerable.Range(0, 50)]);
        Assert.Equal(model.Assign(asked).Probabilities!.Select(calibration.At), calibrated.Assign(asked).Probabilities!);
        var loaded = (NeighbourVoteModel)NeighbourVoteModel.StoredAs.Read(StoredRoundTrip.Of(calibrated));
        Assert.Equal(calibrated.Assign(asked).Probabilities!, loaded.Assign(asked).Probabilities!);
    }

    private static Stability Again(Matrix x, int[] clusters, Leiden leiden, ulong seed) =>
        new Resampling { Count = 10, Seed = seed }.Of(clusters, rows => leiden.Fit(x.Take(rows)).Fitted!.Clusters);

    // four clouds of two columns, each standing two deviations from the next
    private static Matrix Clouds(ulong seed)
    {
        var (rng, x) = (new Rng(seed), new Matrix(1600, 2));
        for (var i = 0; i < x.Rows; i++)
        {
            x.MutableRow(i)[0] = (float)(rng.NextNormal() + (i % 2 * 2.6));
            x.MutableRow(i)[1] = (float)(rng.NextNormal() + (i % 4 / 2 * 2.6));
        }

        return x;
    }
}
