using System.Diagnostics;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Recipes;

namespace Kindred.Selection;

/// <summary>How long networks would train, told before they do: two short trainings on some rows, whose difference is what a pass over these rows takes on this machine now.</summary>
public static class LearningTime
{
    private const int TrialRows = 1024;
    private const int Passes = 3;

    /// <summary>The time that the networks of <paramref name="recipes"/> take on <paramref name="data"/> at most, each network once; zero where none has one.</summary>
    public static TimeSpan Of(IEnumerable<Recipe> recipes, Dataset data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(data);
        var sum = TimeSpan.Zero;
        foreach (var recipe in recipes.Where(recipe => recipe.Encoder() is not null).DistinctBy(recipe => recipe.Encoder()))
            sum += Of(recipe, data, cancellation);
        return sum;
    }

    /// <summary>"42 seconds" or "17 minutes".</summary>
    public static string InWords(TimeSpan time)
    {
        var (count, unit) = time.TotalSeconds < 100 ? (Math.Max(1, Math.Round(time.TotalSeconds)), "second") : (Math.Round(time.TotalMinutes), "minute");
        return string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit}{(count == 1 ? string.Empty : "s")}");
    }

    private static TimeSpan Of(Recipe recipe, Dataset data, CancellationToken cancellation)
    {
        var rows = data.Train.Slice(0, Math.Min(TrialRows, data.Train.Count));
        var encoder = recipe.Encoder()!;
        var before = recipe with { Steps = ValueList.Create<ITransformer>([.. recipe.Steps.TakeWhile(step => !ReferenceEquals(step, encoder))]) };
        var once = Seconds(1);
        var perPass = Math.Max(0, Seconds(1 + Passes) - once) / Passes;
        return TimeSpan.FromSeconds(perPass * encoder.Passes * data.Train.Count / rows.Count);

        double Seconds(int passes)
        {
            var trial = before with { Steps = ValueList.Create<ITransformer>([.. before.Steps, encoder.WithPasses(passes)]) };
            var started = Stopwatch.GetTimestamp();
            trial.RowsToCluster(data with { Train = rows }, new EncoderCache(), progress: null, cancellation);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }
}
