namespace Kindred.Runs;

/// <summary>Runs the steps of a recipe and remembers how long each took.</summary>
internal sealed class StageClock
{
    private readonly List<Stage> _stages = [];

    public IReadOnlyList<Stage> Stages => _stages;

    public T Time<T>(string name, Func<T> step)
    {
        var result = KindredTelemetry.Stage(name, step, out var seconds);
        Add(name, seconds);
        return result;
    }

    /// <param name="name">Of the step.</param>
    /// <param name="seconds">That it took.</param>
    /// <param name="isShared">Whether it was done for another run before.</param>
    public void Add(string name, double seconds, bool isShared = false) => _stages.Add(new Stage(name, Math.Round(seconds, 3), isShared));
}
