using Kindred.Numerics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindred.Cli;

/// <summary>Shows how far long work has come, on standard error: bars on a terminal, a few plain lines elsewhere, nothing where only results are wanted.</summary>
internal static class ConsoleProgress
{
    public static void Watch(Action<IProgress<FitProgress>> work)
    {
        if (Terminal.IsQuiet)
        {
            work(new Nowhere());
            return;
        }

        if (Console.IsErrorRedirected)
        {
            work(new ProgressLines(Console.Error, TimeProvider.System));
            return;
        }

        var clock = new StepClock(TimeProvider.System);
        Terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new LeftColumn(clock))
            .Start(context => work(new Bars(context, clock)));
    }

    /// <summary>One bar a step; a step that begins again gets a new one.</summary>
    private sealed class Bars(ProgressContext context, StepClock clock) : IProgress<FitProgress>
    {
        private ProgressTask? _bar;

        public void Report(FitProgress value)
        {
            lock (clock)
            {
                if (clock.Begins(value) || _bar is null)
                {
                    _bar?.StopTask();
                    _bar = context.AddTask(Markup.Escape(StepClock.Name(value.Stage)), maxValue: value.MaxSteps);
                }

                _bar.Value = value.Step;
            }
        }
    }

    /// <summary>How long the step that is being done may still last.</summary>
    private sealed class LeftColumn(StepClock clock) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            lock (clock)
                return new Text(!task.IsFinished && clock.Left is { } left ? $"at most {StepClock.InWords(left)} left" : string.Empty);
        }
    }

    private sealed class Nowhere : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
        }
    }
}
