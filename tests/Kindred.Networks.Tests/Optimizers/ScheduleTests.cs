using Kindred.Networks.Optimizers;

namespace Kindred.Networks.Tests.Optimizers;

public sealed class ScheduleTests
{
    [Fact]
    public void Steps_lower_the_rate_after_every_period()
    {
        var schedule = new StepSchedule { Every = 10, Factor = 0.5 };
        Assert.Equal([1, 1, 0.5, 0.25], new long[] { 1, 10, 11, 21 }.Select(schedule.At));
    }

    [Fact]
    public void A_cosine_rises_then_falls_to_its_end()
    {
        var schedule = new CosineSchedule { Steps = 100, End = 0.2, WarmUp = 4 };
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], new long[] { 1, 2, 3, 4, 5 }.Select(schedule.At));
        Assert.Equal(0.6, schedule.At(55), 1e-12);
        Assert.Equal(0.2, schedule.At(105), 1e-12);
        Assert.Equal(0.2, schedule.At(1000), 1e-12);
    }

    [Fact]
    public void The_schedule_scales_the_step()
    {
        var p = new Parameter("p", 1);
        var updater = new Sgd { LearningRate = 1, Schedule = new StepSchedule { Every = 1, Factor = 0.5 } }.Over([p]);
        p.Gradient.Span[0] = -1;
        updater.Step();
        updater.Step();
        updater.Step();
        Assert.Equal(1.75f, p.ToArray()[0]);
    }

    [Fact]
    public void Numbers_that_are_not_trainable_stay()
    {
        var kept = new Parameter("kept", 1) { Trainable = false };
        kept.Gradient.Span[0] = 1;
        new Adam().Over([kept]).Step();
        Assert.Equal(0, kept.ToArray()[0]);
    }
}
