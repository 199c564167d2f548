using Kindred.Neighbours;

namespace Kindred.Evaluation;

/// <summary>The share of rows' nearest rows that are of their own class: what a space offers to clustering, before any.</summary>
public static class NeighbourPurity
{
    /// <param name="neighbours">The nearest rows of every row.</param>
    /// <param name="classes">The true class of every row.</param>
    /// <returns>In [0, 1]; higher is better.</returns>
    /// <exception cref="ArgumentException">Rows and classes differ in number, or there are none.</exception>
    public static double Of(NeighbourTable neighbours, ReadOnlySpan<int> classes)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        if (classes.Length != neighbours.Rows || classes.IsEmpty)
            throw new ArgumentException($"Every row needs a class and at least one is needed; there are {neighbours.Rows} rows and {classes.Length} classes.", nameof(classes));
        var own = 0L;
        for (var i = 0; i < classes.Length; i++)
        {
            foreach (var neighbour in neighbours.Indices(i))
                own += classes[neighbour] == classes[i] ? 1 : 0;
        }

        return own / ((double)neighbours.Rows * neighbours.Count);
    }
}
