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
        if (Console.IsErrorRedirected)
        {
            work(new Lines());
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

        public void Report(ReproductionProgress value)
        {
            (_whole.Description, _whole.MaxValue, _whole.Value) = (Place(value), value.Runs, value.Finished);
            _part.Description = Markup.Escape($"seed {value.Seed}, {value.Recipe}{(value.Step is { } step ? $": {step.Stage}" : string.Empty)}");
            _part.MaxValue = value.Step?.MaxSteps ?? 1;
            _part.Value = value.Step?.Step ?? 0;
        }
    }

    /// <summary>A line when a run or a stage begins or ends, and every quarter of a minute while it lasts.</summary>
    private sealed class Lines : IProgress<ReproductionProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

        private string _stage = string.Empty;
        private long _written;

        public void Report(ReproductionProgress value)
        {
            var stage = $"seed {value.Seed}, {value.Recipe}{(value.Step is { } now ? $", {now.Stage}" : string.Empty)}, {value.Finished}";
            if (stage == _stage && Stopwatch.GetElapsedTime(_written) < Pause)
                return;
            (_stage, _written) = (stage, Stopwatch.GetTimestamp());
            var step = value.Step is { } known
                ? string.Create(CultureInfo.InvariantCulture, $", {known.Stage} {known.Step} of at most {known.MaxSteps}, objective {known.Objective:g6}")
                : string.Empty;
            Console.Error.WriteLine($"seed {value.Seed}, {value.Recipe}{step}: {Place(value)}");
        }
    }
}
