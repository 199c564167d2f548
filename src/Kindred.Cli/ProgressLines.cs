using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>How far long work has come, as plain lines: one at once, then one where a step lasts, less often the longer it does; short steps are passed over.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider time) : IProgress<FitProgress>
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    private readonly StepClock _clock = new(time);
    private TimeSpan _next;
    private bool _hasBegun;

    public void Report(FitProgress value)
    {
        if (_clock.Begins(value))
            _next = FirstPause;
        if (_hasBegun && _clock.Lasted < _next)
            return;
        if (_hasBegun)
            _next = 3 * _clock.Lasted;
        _hasBegun = true;
        output.WriteLine(_clock);
    }
}
