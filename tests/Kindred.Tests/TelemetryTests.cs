using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kindred.Datasets;
using Kindred.Tests.Recipes;

namespace Kindred.Tests;

/// <summary>What the library tells those who listen.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public void Stages_of_a_run_and_calls_that_assign_are_told()
    {
        var (activities, counts, durations) = (new ConcurrentQueue<Activity>(), new ConcurrentDictionary<string, double>(), new ConcurrentDictionary<string, int>());
        using var mark = new ActivitySource("Kindred.Tests.Telemetry");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is KindredTelemetry.Name or "Kindred.Tests.Telemetry",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == KindredTelemetry.Name)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => counts.AddOrUpdate(instrument.Name, value, (_, before) => before + value));
        meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => durations.AddOrUpdate(instrument.Name, 1, (_, before) => before + 1));
        meters.Start();

        string trace;
        using (var root = mark.StartActivity("test"))
        {
            trace = root!.TraceId.ToHexString();
            var run = QuickRecipes.KMeans().Run(Wardrobe.Load(trainCount: 100, testCount: 10));
            run.Model!.Assign(Wardrobe.Load(trainCount: 23, testCount: 1).Train);

            Activity[] own = [.. activities.Where(activity => activity.TraceId.ToHexString() == trace && activity.Source.Name == KindredTelemetry.Name)];  // other tests run at the same time
            Assert.Equal(run.Record.Stages.Select(stage => stage.Name), own.Where(activity => activity.OperationName != "assign items").Select(activity => activity.OperationName));
            Assert.Contains(own, activity => activity.OperationName == "assign items" && activity.GetTagItem("kindred.items") is 23 && activity.GetTagItem("kindred.unusual") is int);
        }

        Assert.True(counts["kindred.assign.items"] >= 23);
        Assert.True(durations["kindred.assign.duration"] >= 1 && durations["kindred.stage.duration"] >= 1);
    }
}
