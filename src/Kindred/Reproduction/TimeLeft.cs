using Kindred.Numerics;

namespace Kindred.Reproduction;

/// <summary>Guesses how long the rest of a reproduction takes: from what the same recipe took before, else from usual times and the pace so far.</summary>
internal sealed class TimeLeft
{
    /// <summary>Seconds on 60,000 images and two processors; only their proportions matter once something was measured.</summary>
    private static readonly Dictionary<string, double> Usual = new()
    {
        ["kmeans-pixels"] = 6,
        ["gmm-pixels"] = 150,
        ["pca-gmm"] = 8,
        ["dense-kmeans"] = 240,
        ["dense-gmm"] = 10,
        ["conv-kmeans"] = 360,
        ["conv-gmm"] = 10,
    };

    private const double UsualOfOthers = 10, UsualRows = 60_000;
    private const double TrustInUsual = 20;  // seconds measured that weigh as much as the usual pace

    private const double Overrun = 0.1;      // of the time a run took beyond what was expected, so much again is still to come

    private readonly List<string> _ahead;
    private readonly Dictionary<string, double> _measured = [];
    private readonly double _size;
    private readonly TimeProvider _clock;
    private string _stage = string.Empty;
    private int _firstStep;
    private long _stageStarted;
    private long _runStarted;

    /// <param name="ahead">The recipe of every run to come, in order.</param>
    /// <param name="rows">Rows of the training part.</param>
    /// <param name="clock">Tells how long runs and epochs take.</param>
    public TimeLeft(IEnumerable<string> ahead, int rows, TimeProvider clock)
    {
        (_ahead, _size, _clock) = ([.. ahead], rows / UsualRows, clock);
        _runStarted = clock.GetTimestamp();
    }

    private double Elapsed => Since(_runStarted);

    /// <summary>The first run ahead took so long, now or when it was made.</summary>
    public void Finish(double seconds)
    {
        // the longest: one that took its encoder from the shelf, or was continued, tells too little
        _measured[_ahead[0]] = Math.Max(seconds, _measured.GetValueOrDefault(_ahead[0]));
        _ahead.RemoveAt(0);
        (_stage, _runStarted) = (string.Empty, _clock.GetTimestamp());
    }

    /// <summary>The time left, now that the first run ahead has come so far.</summary>
    public TimeSpan Guess(FitProgress? step)
    {
        if (_ahead.Count == 0)
            return TimeSpan.Zero;
        var seconds = step is { } known ? OfStage(known) ?? OfRun() : OfRun();
        foreach (var recipe in _ahead.Skip(1))
            seconds += Expected(recipe);
        return TimeSpan.FromSeconds(seconds);
    }

    private double OfRun() => Math.Max(Expected(_ahead[0]) - Elapsed, Overrun * Elapsed);

    /// <summary>Training is what takes long; its epochs so far tell what those to come take at most.</summary>
    private double? OfStage(FitProgress step)
    {
        if (step.Stage != _stage)
        {
            // an epoch is reported when it is over; one that was continued says nothing yet of the pace
            (_stage, _firstStep, _stageStarted) = step.Step == 1 ? (step.Stage, 0, _runStarted) : (step.Stage, step.Step, _clock.GetTimestamp());
        }

        return step.Stage == "training" && step.Step > _firstStep
            ? Since(_stageStarted) / (step.Step - _firstStep) * (step.MaxSteps - step.Step)
            : null;
    }

    private double Expected(string recipe)
    {
        if (_measured.TryGetValue(recipe, out var seconds))
            return seconds;
        var (took, usual) = (_measured.Values.Sum() + TrustInUsual, _measured.Keys.Sum(UsualOf) + TrustInUsual);
        if (!_measured.ContainsKey(_ahead[0]) && Elapsed > UsualOf(_ahead[0]))
            (took, usual) = (took + Elapsed, usual + UsualOf(_ahead[0]));  // slower than usual already
        return UsualOf(recipe) * took / usual;
    }

    private double UsualOf(string recipe) => Usual.GetValueOrDefault(recipe, UsualOfOthers) * _size;

    private double Since(long started) => _clock.GetElapsedTime(started).TotalSeconds;
}
