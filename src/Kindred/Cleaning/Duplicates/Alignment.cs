namespace Kindred.Cleaning.Duplicates;

/// <summary>The window of one picture that looks most like another picture: from a rough one by ever smaller steps.</summary>
internal static class Alignment
{
    private const double LeastSide = 0.5;

    /// <summary>The window, and the correlation of its levels with those of the whole other picture.</summary>
    /// <param name="picture">The picture that is cut from.</param>
    /// <param name="other">The picture that is sought in it.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="step">In shares of a side, halved until <paramref name="finest"/>.</param>
    /// <param name="finest">The smallest step.</param>
    /// <param name="side">Values compared along each side.</param>
    public static (Window Window, double Correlation) Refine(Thumbnail picture, Thumbnail other, Window start, double step, double finest, int side)
    {
        var (wanted, values) = (new float[side * side], new float[side * side]);
        other.Read(Window.Whole, side, wanted);
        var (best, score) = (start, Score(start));
        for (; step >= finest; step /= 2)
        {
            for (var improved = true; improved;)
            {
                improved = false;
                foreach (var near in Near(best, step))
                {
                    if (near.IsInside && near.Height >= LeastSide && near.Width >= LeastSide && Score(near) is var found && found > score + 1e-6)
                        (best, score, improved) = (near, found, true);
                }
            }
        }

        return (best, score);

        double Score(Window window)
        {
            picture.Read(window, side, values);
            return Correlation.Of(values, wanted);
        }
    }

    /// <summary>Each border moved in or out, and the whole window moved.</summary>
    private static IEnumerable<Window> Near(Window window, double step)
    {
        foreach (var by in new[] { step, -step })
        {
            yield return window with { Top = window.Top + by };
            yield return window with { Left = window.Left + by };
            yield return window with { Top = window.Top + by, Height = window.Height - by };
            yield return window with { Left = window.Left + by, Width = window.Width - by };
            yield return window with { Height = window.Height + by };
            yield return window with { Width = window.Width + by };
            yield return window with { Top = window.Top + by, Left = window.Left + by, Height = window.Height - (2 * by), Width = window.Width - (2 * by) };
        }
    }
}
