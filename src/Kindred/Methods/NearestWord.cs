namespace Kindred.Methods;

/// <summary>The known word that somebody may have meant.</summary>
public static class NearestWord
{
    /// <summary>A sentence that names an unknown word, the known one nearest to it where one is near, and all known ones.</summary>
    public static string Unknown(string what, string word, IReadOnlyList<string> known) => Of(word, known) is { } near
        ? $"There is no {what} '{word}'; did you mean '{near}'? There are {string.Join(", ", known)}."
        : $"There is no {what} '{word}'; there are {string.Join(", ", known)}.";

    /// <summary>The first of the words that the fewest changes make of <paramref name="word"/>; null where more than a third of it would change.</summary>
    public static string? Of(string word, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        var nearest = known.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, Math.Max(word.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>The least number of letters left out, put in, exchanged or swapped with their neighbour that make one word of the other.</summary>
    /// <remarks>Damerau 1964, doi:10.1145/363958.363994; each pair of letters is swapped at most once.</remarks>
    internal static int Distance(string from, string to)
    {
        var (twoBack, back, row) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var isSame = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], back[j]) + 1, back[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    row[j] = Math.Min(row[j], twoBack[j - 2] + 1);
            }

            (twoBack, back, row) = (back, row, twoBack);
        }

        return back[to.Length];
    }
}
