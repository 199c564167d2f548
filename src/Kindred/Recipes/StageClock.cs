using System.Diagnostics;

namespace Kindred.Recipes;

/// <summary>Runs the steps of a recipe and remembers how long each took.</summary>
internal sealed class StageClock
{
    private readonly List<Stage> _stages = [];

    public IReadOnlyList<Stage> Stages => _stages;

    public T Time<T>(string name, Func<T> step)
    {
        var started = Stopwatch.GetTimestamp();
        var result = step();
        _stages.Add(new Stage(name, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3)));
        return result;
    }
}
