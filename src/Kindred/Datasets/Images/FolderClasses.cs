using System.Text.RegularExpressions;
using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>True classes from the folders that images lie in. The parts of a data set, such as train and test, are no classes.</summary>
internal static partial class FolderClasses
{
    /// <summary>The class of every path, and the names of the classes in the order of their names.</summary>
    /// <exception cref="DataFileException">An image lies in no folder, or in none but a part of a data set.</exception>
    public static (int[] Classes, ValueList<string> Names) Of(string folder, string[] paths)
    {
        var holding = paths.Select(FolderOf).ToHashSet(StringComparer.Ordinal);  // folders with images of their own
        var within = holding.SelectMany(Chain).Distinct(StringComparer.Ordinal).ToLookup(FolderOf, StringComparer.Ordinal);
        string[] classes = [.. paths.Select(path => ClassOf(FolderOf(path)) is { Length: > 0 } name ? name : throw new DataFileException(Path.Combine(folder, path),
            "the image lies in no folder that names a class, so it has none; every image must lie in one, or labels must not be taken from folders."))];
        string[] names = [.. classes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return ([.. classes.Select(name => numbers[name])], ValueList.Create<string>(names));

        string ClassOf(string path) => string.Join('/', Chain(path).Where(outer => !IsPart(outer)).Select(NameOf));

        // a part holds folders of classes, or stands in one among parts alone; a folder of pictures of trains among folders of cars and planes is a class
        bool IsPart(string path) => IsNamedAsPart(NameOf(path)) && (!holding.Contains(path) || within[FolderOf(path)].All(beside => IsNamedAsPart(NameOf(beside))));
    }

    /// <summary>a/b/c → a, a/b, a/b/c; nothing for the folder itself.</summary>
    private static IEnumerable<string> Chain(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
            yield return path[..end];
        if (path.Length > 0)
            yield return path;
    }

    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool IsNamedAsPart(string name) => Part().IsMatch(name);

    [GeneratedRegex(@"^(?:images?|data(?:set)?|split)?[-_. ]*(?:train|training|test|testing|val|valid|validation|validate|dev|devel|development|eval|evaluation|holdout|hold-out|hold_out)[-_. ]*(?:images?|imgs?|data(?:set)?|set|split|part|samples)?[-_. ]*[0-9]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
