using System.Text.RegularExpressions;
using PureHDF.Filters;

namespace Kindred.Datasets.Hdf5;

/// <summary>Packings of HDF5 arrays beside those that the library knows: one that is read here, and the names of the others, as the file calls them.</summary>
internal static partial class Hdf5Filters
{
    static Hdf5Filters() => H5Filter.Register(new LzfFilter());

    /// <summary>Tells the library, once in a process.</summary>
    public static void Register()
    {
        // the type's constructor has done it
    }

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
