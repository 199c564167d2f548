using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>Watches one step of long work after the other, and tells how far it is and how long it may last, in words.</summary>
internal sealed class StepClock(TimeProvider time)
{
    /// <summary>Before this a guess is worth nothing.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(2);

    /// <summary>What the library calls its steps, as people would say it.</summary>
    private static readonly Dictionary<string, string> Doing = new(StringComparer.Ordinal)
    {
        ["layout"] = "laying out the map",
        ["spectral start"] = "beginning the map",
        ["eigenvectors"] = "beginning the map",
        ["neighbours"] = "finding neighbours",
        ["core distances"] = "measuring distances",
        ["spanning tree"] = "joining neighbours",
        ["communities"] = "grouping neighbours",
        ["merges"] = "merging groups",
        ["k-means"] = "grouping by k-means",
        ["mini-batch k-means"] = "grouping by mini-batch k-means",
        ["Gaussian mixture"] = "grouping by a Gaussian mixture",
        ["number of clusters"] = "trying numbers of clusters",
        ["stability"] = "clustering again, to see what comes again",
        ["covariance"] = "finding principal components",
        ["principal components"] = "finding principal components",
        ["measure"] = "measuring all rows",
        ["assign"] = "assigning all rows",
        ["near-duplicates"] = "looking for near-duplicates",
    };

    private long _begun;
    private int _first;

    /// <summary>The last report that came.</summary>
    public FitProgress Last { get; private set; } = new(string.Empty, 0, 1, double.NaN);

    /// <summary>How long the step has lasted.</summary>
    public TimeSpan Lasted => time.GetElapsedTime(_begun);

    /// <summary>Takes a report; true where a step begins, or begins again.</summary>
    public bool Begins(FitProgress value)
    {
        var begins = value.Stage != Last.Stage || value.Step < Last.Step || value.MaxSteps != Last.MaxSteps;
        if (begins)
            (_begun, _first) = (time.GetTimestamp(), value.Step);
        Last = value;
        return begins;
    }

    /// <summary>At most this long, by how long it took until now; null while nobody can tell.</summary>
    public TimeSpan? Left => Lasted < Sure || Last.Step <= _first || Last.Step >= Last.MaxSteps ? null
        : Lasted / (Last.Step - _first) * (Last.MaxSteps - Last.Step);

    /// <summary>"laying out the map: 25 %, at most 12 s left".</summary>
    public override string ToString()
    {
        var share = Last.Step <= _first && Last.Step < Last.MaxSteps ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $": {Math.Floor(100.0 * Last.Step / Math.Max(1, Last.MaxSteps)):0} %");
        return $"{Name(Last.Stage)}{share}{(Left is { } left ? $", at most {InWords(left)} left" : string.Empty)}{(Last.Pace is { } pace ? $"; {pace}" : string.Empty)}";
    }

    /// <summary>What is being done, for people.</summary>
    public static string Name(string stage) => Doing.GetValueOrDefault(stage, stage);

    /// <summary>In seconds below two minutes, then in minutes, then in hours: more would promise what nobody knows.</summary>
    public static string InWords(TimeSpan time) => time.TotalSeconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(time.TotalSeconds)):0} s")
        : time.TotalMinutes < 120 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes} min");
}
