using System.Diagnostics;
using System.Globalization;
using Kindred.Reproduction;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>Shows how far a reproduction has come and about how long the rest takes, on standard error: two bars on a terminal, plain lines elsewhere.</summary>
internal static class ReproductionView
{
    public static void Watch(Action<IProgress<ReproductionProgress>> work)
    {
        if (Terminal.IsQuiet || Console.IsErrorRedirected)
        {
            work(new Lines(Terminal.IsQuiet ? TextWriter.Null : Console.Error));
            return;
        }

        Terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    /// <summary>In whole minutes: more would promise what nobody knows.</summary>
    public static string InWords(TimeSpan left)
    {
        var minutes = (int)Math.Round(left.TotalMinutes);
        return minutes switch
        {
            < 1 => "less than a minute left",
            < 120 => string.Create(CultureInfo.InvariantCulture, $"about {minutes} min left"),
            _ => string.Create(CultureInfo.InvariantCulture, $"about {minutes / 60} h {minutes % 60} min left"),
        };
    }

    private static string Place(ReproductionProgress value) => $"{value.Finished} of {value.Runs} runs finished, {InWords(value.Left)}";

    private sealed class Bars(ProgressContext context) : IProgress<ReproductionProgress>
    {
        private readonly ProgressTask _whole = context.AddTask("starting");
        private readonly ProgressTask _part = context.AddTask("starting");
        private readonly StepClock _clock = new(TimeProvider.System);

        public void Report(ReproductionProgress value)
        {
            (_whole.Description, _whole.MaxValue, _whole.Value) = (Place(value), value.Runs, value.Finished);
            _part.Description = Markup.Escape($"seed {value.Seed}, {value.Recipe}{Step(_clock, value)}");
            _part.MaxValue = value.Step?.MaxSteps ?? 1;
            _part.Value = value.Step?.Step ?? 0;
        }
    }

    /// <summary>", laying out the map: 25 %, at most 12 s left", or nothing.</summary>
    private static string Step(StepClock clock, ReproductionProgress value)
    {
        if (value.Step is not { } step)
            return string.Empty;
        clock.Begins(step);
        return $", {clock}";
    }

    /// <summary>A line when a run begins or ends, and every minute while it lasts.</summary>
    private sealed class Lines(TextWriter output) : IProgress<ReproductionProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

        private readonly StepClock _clock = new(TimeProvider.System);
        private (ulong Seed, string Recipe, int Finished)? _run;
        private long _written;

        public void Report(ReproductionProgress value)
        {
            var step = Step(_clock, value);
            var run = (value.Seed, value.Recipe, value.Finished);
            if (run == _run && Stopwatch.GetElapsedTime(_written) < Pause)
                return;
            (_run, _written) = (run, Stopwatch.GetTimestamp());
            output.WriteLine($"seed {value.Seed}, {value.Recipe}{step}: {Place(value)}");
        }
    }
}
