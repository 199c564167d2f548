using System.Text.RegularExpressions;

namespace Kindred.Datasets.Hdf5;

/// <summary>Packings of HDF5 arrays that the library does not know: it says so with what the file calls them.</summary>
internal static partial class Hdf5Filters
{
    /// <summary>What the packing is called; null where the exception is about something else.</summary>
    public static string? Lacking(Exception problem)
    {
        var found = NotFound().Match(problem.Message);
        return !found.Success ? problem.InnerException is { } inner ? Lacking(inner) : null
            : found.Groups[1].Value.Trim('\0', ' ') is { Length: > 0 } name ? name.ToUpperInvariant() : "a filter without a name";
    }

    [GeneratedRegex("^Could not find filter '(.*?)'", RegexOptions.Singleline)]
    private static partial Regex NotFound();
}
