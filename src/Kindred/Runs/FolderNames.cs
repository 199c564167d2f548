using System.Globalization;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>Names that people gave, as names of folders on any system.</summary>
internal static class FolderNames
{
    private const int MostBytes = 200;
    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly HashSet<string> Reserved = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>One name a group, each safe and none like another, capitals aside: what cannot stand in a name becomes _, and equal names are numbered.</summary>
    public static string[] Of(IReadOnlyList<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var safe = new string[names.Count];
        for (var i = 0; i < safe.Length; i++)
        {
            var stem = Safe(names[i], i);
            safe[i] = stem;
            for (var number = 2; !taken.Add(safe[i]); number++)
                safe[i] = $"{stem}-{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return safe;
    }

    private static string Safe(string name, int place)
    {
        var clean = string.Concat(name.Select(letter => char.IsControl(letter) || Forbidden.Contains(letter, StringComparison.Ordinal) ? '_' : letter));
        clean = FileNames.Shortened(clean, MostBytes).Trim().TrimEnd('.', ' ').TrimStart('.');
        if (clean.Length == 0)
            return $"group-{place.ToString(CultureInfo.InvariantCulture)}";
        return Reserved.Contains(clean.Split('.')[0]) ? $"_{clean}" : clean;
    }
}
