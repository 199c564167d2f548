using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kindred;

/// <summary>What the library tells those who listen: an activity for each stage of a run and each call that assigns, and how long they took. It costs nothing where nobody listens.</summary>
public static class KindredTelemetry
{
    /// <summary>Of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Kindred";

    /// <summary>Of the library, with the commit it was built from where that is known.</summary>
    public static string Version => ProgramVersion.Text;

    private static readonly ActivitySource Source = new(Name, ProgramVersion.Text);
    private static readonly Meter Meter = new(Name, ProgramVersion.Text);

    private static readonly Histogram<double> StageDuration = Meter.CreateHistogram<double>("kindred.stage.duration", "s", "How long the stages of runs took.");
    private static readonly Histogram<double> AssignDuration = Meter.CreateHistogram<double>("kindred.assign.duration", "s", "How long calls took that put items into clusters.");
    private static readonly Counter<long> AssignedItems = Meter.CreateCounter<long>("kindred.assign.items", "{item}", "Items that were put into clusters.");
    private static readonly Counter<long> UnusualItems = Meter.CreateCounter<long>("kindred.assign.unusual", "{item}", "Items unlike anything their model was made from.");

    /// <summary>Does one stage of a run under an activity of its name.</summary>
    /// <param name="name">Of the stage.</param>
    /// <param name="work">What is done.</param>
    /// <param name="seconds">That it took.</param>
    internal static T Stage<T>(string name, Func<T> work, out double seconds)
    {
        using var activity = Source.StartActivity(name);
        var started = Stopwatch.GetTimestamp();
        var result = work();
        seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (StageDuration.Enabled)
            StageDuration.Record(seconds, new KeyValuePair<string, object?>("stage", name));
        return result;
    }

    /// <summary>Begins a call that assigns.</summary>
    internal static AssignCall Assigning(int items) => new(Source.StartActivity("assign items")?.SetTag("kindred.items", items), AssignDuration.Enabled ? Stopwatch.GetTimestamp() : 0);

    /// <summary>A call that assigns, from its beginning; it counts once it is told what came of it.</summary>
    internal readonly struct AssignCall(Activity? activity, long started) : IDisposable
    {
        /// <summary>It is done.</summary>
        /// <param name="items">That were assigned.</param>
        /// <param name="unusual">Of them.</param>
        public void Done(int items, int unusual)
        {
            activity?.SetTag("kindred.unusual", unusual);
            AssignedItems.Add(items);
            UnusualItems.Add(unusual);
            if (started != 0)
                AssignDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        public void Dispose() => activity?.Dispose();
    }
}
