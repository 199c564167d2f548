using Kindred.Numerics;
using Kindred.Recipes;

namespace Kindred.Reproduction;

/// <summary>How far a reproduction has come.</summary>
/// <param name="Finished">Runs finished, now or before.</param>
/// <param name="Runs">Runs in all.</param>
/// <param name="Recipe">What runs now, or was found finished.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Step">How far that has come; null when it begins and when it ends.</param>
/// <param name="Left">About how long the rest takes.</param>
public sealed record ReproductionProgress(int Finished, int Runs, string Recipe, ulong Seed, FitProgress? Step, TimeSpan Left);

/// <summary>Adds to the steps of a run where in the whole they are.</summary>
internal sealed class ReproductionWatch(IProgress<ReproductionProgress>? progress, IEnumerable<string> recipes, int rows) : IProgress<FitProgress>
{
    private readonly TimeLeft _left = new(recipes, rows, TimeProvider.System);
    private readonly int _runs = recipes.Count();
    private int _finished;
    private Recipe? _recipe;

    public void Begin(Recipe recipe)
    {
        _recipe = recipe;
        Tell(step: null);
    }

    public void Report(FitProgress value) => Tell(value);

    public void Finish(double seconds)
    {
        _finished++;
        _left.Finish(seconds);
        Tell(step: null);
    }

    private void Tell(FitProgress? step) =>
        progress?.Report(new ReproductionProgress(_finished, _runs, _recipe!.Name, _recipe.Seed, step, _left.Guess(step)));
}
