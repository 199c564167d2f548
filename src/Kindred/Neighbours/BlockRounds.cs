namespace Kindred.Neighbours;

/// <summary>Every block meets every other once, in rounds in which no block meets two: threads then never share a block.</summary>
/// <remarks>The circle of round-robin tournaments: one place stands, the others turn (Kirkman 1847).</remarks>
internal static class BlockRounds
{
    public static int Count(int blocks) => blocks < 2 ? 0 : Even(blocks) - 1;

    public static (int First, int Second)[] Pairs(int blocks, int round)
    {
        var turning = Even(blocks) - 1;
        var pairs = new List<(int First, int Second)>();
        for (var i = 1; i <= turning / 2; i++)
            pairs.Add(((round + i) % turning, (round - i + turning) % turning));
        if (turning < blocks)
            pairs.Add((round, turning));        // else the round's own block rests
        return [.. pairs];
    }

    private static int Even(int blocks) => blocks + (blocks % 2);
}
