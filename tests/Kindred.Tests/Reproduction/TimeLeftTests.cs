using Kindred.Numerics;
using Kindred.Reproduction;

namespace Kindred.Tests.Reproduction;

public class TimeLeftTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void What_a_recipe_took_once_is_what_it_will_take()
    {
        var left = new TimeLeft(["dense-kmeans", "dense-gmm", "dense-kmeans", "dense-gmm"], 60_000, _clock);
        Spend(100);
        left.Finish(100);
        Spend(4);
        left.Finish(4);
        Assert.Equal(104, left.Guess(null).TotalSeconds, 1e-6);
        Spend(30);
        Assert.Equal(74, left.Guess(null).TotalSeconds, 1e-6);
    }

    [Fact]
    public void Epochs_so_far_tell_what_the_others_take_at_most()
    {
        var left = new TimeLeft(["dense-kmeans"], 60_000, _clock);
        for (var epoch = 1; epoch <= 30; epoch++)
        {
            Spend(12);
            Assert.Equal(12 * (30 - epoch), left.Guess(Epoch(epoch)).TotalSeconds, 1e-6);
        }
    }

    [Fact]
    public void A_training_that_is_continued_is_judged_by_its_new_epochs()
    {
        var left = new TimeLeft(["dense-kmeans"], 60_000, _clock);
        Spend(5);
        left.Guess(Epoch(20));
        Spend(8);
        Assert.Equal(8 * 9, left.Guess(Epoch(21)).TotalSeconds, 1e-6);
    }

    [Fact]
    public void A_slower_machine_is_noticed_before_the_first_run_ends()
    {
        var left = new TimeLeft(["gmm-pixels", "dense-kmeans", "conv-kmeans"], 60_000, _clock);
        var before = left.Guess(null);
        Spend(600);
        Assert.True(left.Guess(null) > before, $"{left.Guess(null)} after ten minutes, {before} before");
    }

    [Fact]
    public void Fewer_rows_take_less_and_nothing_ahead_takes_nothing()
    {
        var (large, small) = (new TimeLeft(["pca-gmm"], 60_000, _clock), new TimeLeft(["pca-gmm"], 600, _clock));
        Assert.Equal(large.Guess(null).TotalSeconds / 100, small.Guess(null).TotalSeconds, 1e-6);
        small.Finish(1);
        Assert.Equal(TimeSpan.Zero, small.Guess(null));
    }

    private void Spend(double seconds) => _clock.Now += (long)(seconds * TimeSpan.TicksPerSecond);

    private static FitProgress Epoch(int number) => new("training", number, 30, 0.01);

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
