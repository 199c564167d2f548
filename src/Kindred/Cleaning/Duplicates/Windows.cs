namespace Kindred.Cleaning.Duplicates;

/// <summary>The parts of a picture that another may consist of: the whole, and what is left when up to two fifths of the sides are cut off, mirrored or not.</summary>
internal static class Windows
{
    private const double SmallestCentred = 0.6;

    /// <summary>Scale of both sides, and steps along each.</summary>
    private static readonly (double Height, double Width, int Down, int Across)[] Grids =
    [
        (1, 1, 1, 1), (0.9, 0.9, 3, 3), (0.8, 0.8, 4, 4), (0.7, 0.7, 4, 4), (0.85, 1, 3, 1), (1, 0.85, 1, 3), (0.9, 0.8, 3, 3), (0.8, 0.9, 3, 3),
    ];

    public static Window[] All { get; } = [.. new[] { false, true }.SelectMany(Of)];

    private static IEnumerable<Window> Of(bool mirrored)
    {
        foreach (var (height, width, down, across) in Grids)
        {
            for (var i = 0; i < down; i++)
            {
                for (var j = 0; j < across; j++)
                    yield return new Window(Start(height, i, down), Start(width, j, across), height, width, mirrored);
            }
        }

        yield return new Window((1 - SmallestCentred) / 2, (1 - SmallestCentred) / 2, SmallestCentred, SmallestCentred, mirrored);
    }

    private static double Start(double length, int step, int steps) => steps == 1 ? (1 - length) / 2 : (1 - length) * step / (steps - 1);
}
