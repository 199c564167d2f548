using Kindred.Numerics;

namespace Kindred.Cli.Tests;

/// <summary>What is said while people wait.</summary>
public class ProgressTests
{
    [Fact]
    public void A_step_is_told_in_plain_words_with_how_far_it_is_and_the_time_left()
    {
        var (time, clock) = Clock();
        clock.Begins(new FitProgress("layout", 0, 200, 1));
        time.Pass(10);
        clock.Begins(new FitProgress("layout", 50, 200, 0.9));
        Assert.Equal("laying out the map: 25 %, at most 30 s left", clock.ToString());
    }

    [Fact]
    public void A_step_that_begins_again_is_timed_anew()
    {
        var (time, clock) = Clock();
        clock.Begins(new FitProgress("k-means", 0, 100, 1));
        time.Pass(1000);
        clock.Begins(new FitProgress("k-means", 90, 100, 1));
        Assert.True(clock.Begins(new FitProgress("k-means", 0, 100, 1)));
        Assert.Null(clock.Left);
        time.Pass(4);
        clock.Begins(new FitProgress("k-means", 10, 100, 1));
        Assert.Equal(TimeSpan.FromSeconds(36), clock.Left);
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(119, "119 s")]
    [InlineData(121, "3 min")]
    [InlineData(3600 * 3 + 60, "3 h 1 min")]
    public void Time_left_is_said_no_finer_than_it_is_known(double seconds, string words) => Assert.Equal(words, StepClock.InWords(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void An_hour_of_a_step_is_a_few_lines_without_what_the_method_lowers()
    {
        var time = new ManualTime();
        using var output = new StringWriter();
        var lines = new ProgressLines(output, time);
        for (var step = 0; step < 3600; step++)
        {
            lines.Report(new FitProgress("layout", step, 3600, 1.5));
            time.Pass(1);
        }

        var written = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(written.Length, 3, 9);
        Assert.All(written, line => Assert.DoesNotContain("objective", line, StringComparison.Ordinal));
        Assert.Equal("laying out the map", written[0]);
        Assert.All(written[1..], line => Assert.Contains("left", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_thousand_short_steps_are_one_line()
    {
        var time = new ManualTime();
        using var output = new StringWriter();
        var lines = new ProgressLines(output, time);
        for (var step = 0; step < 1000; step++)
        {
            lines.Report(new FitProgress("k-means", step % 10, 10, 1.5));
            time.Pass(0.1);
        }

        Assert.Single(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static (ManualTime Time, StepClock Clock) Clock()
    {
        var time = new ManualTime();
        return (time, new StepClock(time));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += (long)(seconds * 1000);
    }
}
