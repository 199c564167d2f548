using System.Diagnostics;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Recipes;

namespace Kindred.Selection;

/// <summary>How long networks would train, told before they do: a short training on some rows tells what a pass over them takes on this machine now, and what goes before the first is tried on them too.</summary>
public static class LearningTime
{
    private const int TrialRows = 1024;
    private const int Passes = 5;

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
        var trial = recipe with { Steps = ValueList.Create<ITransformer>([.. recipe.Steps.TakeWhile(step => !ReferenceEquals(step, encoder)), encoder.WithPasses(Passes)]) };
        var watch = new PassWatch();
        trial.RowsToCluster(data with { Train = rows }, new EncoderCache(), watch, cancellation);
        var taken = recipe with { Steps = [.. recipe.Steps.TakeWhile(step => !ReferenceEquals(step, encoder))] };
        var before = encoder.TimeBefore(taken.RowsToCluster(data with { Train = rows }, new EncoderCache(), progress: null, cancellation), data.Train.Count, cancellation);
        var seen = ((long)encoder.Passes * data.Train.Count) + (encoder is ContrastiveEncoder open ? new ViewChoice().RowsSeen(open.Candidates.Count, data.Train.Count) : 0);
        return before + (watch.Pass() * seen / rows.Count);
    }

    /// <summary>Hears when each pass ends.</summary>
    private sealed class PassWatch : IProgress<FitProgress>
    {
        private readonly List<(string Stage, long Time)> _ends = [];

        public void Report(FitProgress value)
        {
            if (value.MaxSteps == Passes)
                _ends.Add((value.Stage, Stopwatch.GetTimestamp()));
        }

        /// <summary>The middle time between two ends; the first pass, in which machine code is made, lies before them.</summary>
        public TimeSpan Pass()
        {
            var ends = _ends.GroupBy(end => end.Stage).LastOrDefault()?.Select(end => end.Time).ToArray() ?? [];
            var passes = ends.Zip(ends.Skip(1), Stopwatch.GetElapsedTime).Order().ToArray();
            return passes.Length > 0 ? passes[passes.Length / 2] : TimeSpan.Zero;
        }
    }
}
