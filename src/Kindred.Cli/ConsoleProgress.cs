using System.Diagnostics;
using System.Globalization;
using Kindred.Numerics;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>Shows how far long work has come, on standard error: bars on a terminal, plain lines elsewhere.</summary>
internal static class ConsoleProgress
{
    public static void Watch(Action<IProgress<FitProgress>> work)
    {
        if (Console.IsErrorRedirected)
        {
            work(new Lines());
            return;
        }

        Terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    /// <summary>One bar a stage; a stage that starts again gets a new one.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<FitProgress>
    {
        private (string Stage, int Step) _last = (string.Empty, 0);
        private ProgressTask? _bar;

        public void Report(FitProgress value)
        {
            if (_bar is null || value.Stage != _last.Stage || value.Step < _last.Step)
            {
                _bar?.StopTask();
                _bar = context.AddTask(Markup.Escape(value.Stage), maxValue: value.MaxSteps);
            }

            _bar.MaxValue = value.MaxSteps;
            _bar.Value = value.Step;
            _last = (value.Stage, value.Step);
        }
    }

    /// <summary>A line when a stage begins, and every few seconds while it lasts.</summary>
    private sealed class Lines : IProgress<FitProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

        private string _stage = string.Empty;
        private long _begun, _written;
        private int _first;

        public void Report(FitProgress value)
        {
            if (value.Stage == _stage && Stopwatch.GetElapsedTime(_written) < Pause)
                return;
            var now = Stopwatch.GetTimestamp();
            if (value.Stage != _stage || value.Step < _first)
                (_begun, _first) = (now, value.Step);
            (_stage, _written) = (value.Stage, now);
            var objective = double.IsNaN(value.Objective) ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", objective {value.Objective:g6}");
            Console.Error.WriteLine($"{value.Stage}: {value.Step} of at most {value.MaxSteps}{objective}{Left(value)}");
        }

        /// <summary>By how long the steps took until now.</summary>
        private string Left(FitProgress value)
        {
            var (steps, seconds) = (value.Step - _first, Stopwatch.GetElapsedTime(_begun).TotalSeconds);
            return steps <= 0 || seconds < Pause.TotalSeconds ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $", at most {Math.Ceiling(seconds / steps * (value.MaxSteps - value.Step)):0} s left");
        }
    }
}
