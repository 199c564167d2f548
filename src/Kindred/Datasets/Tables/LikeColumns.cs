using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>Finds the columns of an earlier table in another one: by name where both have names, else by place.</summary>
internal static class LikeColumns
{
    /// <summary>Places of the columns, in the order of the earlier table. Columns that it does not know get the role of ignored ones, and are noted.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="layout">Of the table at hand.</param>
    /// <param name="like">The columns of the earlier one.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="notes">What was decided is added.</param>
    /// <param name="list">The column of lists that is learned from, where one is: its lists were the columns of the earlier table.</param>
    /// <exception cref="DataFileException">A column is missing, or the names do not fit at all.</exception>
    public static int[] Find(string file, TableLayout layout, TableColumns like, CsvOptions options, List<string> notes, int? list)
    {
        if (options.IdColumn is null && like.IdColumn is { } id && PlaceOf(layout, id, like) is { } place && layout.Roles[place] == ColumnRole.Feature)
            layout.Roles[place] = ColumnRole.Id;
        if (list is { } chosen && (like.Names.Count == 0 || like.Names.Distinct().SequenceEqual([layout.Names[chosen]])))
            return [chosen];
        var found = layout.HasHeader && like.Names.Count > 0 ? ByName(file, layout, like, notes) : ByPlace(file, layout, like, notes);
        var others = Enumerable.Range(0, layout.Roles.Length).Where(j => layout.Roles[j] == ColumnRole.Feature && !found.Contains(j)).ToArray();
        foreach (var j in others)
            layout.Roles[j] = ColumnRole.Ignored;
        if (others.Length > 0)
            notes.Add($"Left out, as the model does not know {(others.Length == 1 ? "it" : "them")}: {TableLayout.Listed([.. others.Select(layout.Describe)])}.");
        return found;
    }

    /// <summary>Whether two names differ by nothing but the case of letters and spaces around them.</summary>
    public static bool AreAlike(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

    private static int[] ByName(string file, TableLayout layout, TableColumns like, List<string> notes)
    {
        var places = Enumerable.Range(0, layout.Names.Count).OrderBy(j => layout.Roles[j] == ColumnRole.Ignored).GroupBy(j => layout.Names[j], StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new Queue<int>(same), StringComparer.Ordinal);
        var found = like.Names.Select(name => places.TryGetValue(name, out var queue) && queue.TryDequeue(out var place) ? place : -1).ToArray();
        if (Array.Find([.. like.Names], name => places.TryGetValue(name, out var left) && left.Any(j => layout.Roles[j] == ColumnRole.Feature)) is { } twice)
            throw new DataFileException(file, $"more columns are called '{twice}' than the model was made from, and nothing says which is meant; --ignore-column leaves one out by its number.");
        TakeAlike(layout, like, found, notes);
        string[] missing = [.. like.Names.Where((_, i) => found[i] < 0)];
        if (missing.Length == found.Length)
            throw new DataFileException(file, $"none of the columns that the model was made from ({TableLayout.Listed(like.Names)}) is there; {layout.Known()}. The same names are needed, or no header.");
        if (missing.Length > 0)
            throw new DataFileException(file, $"{(missing.Length == 1 ? "the column" : "the columns")} {TableLayout.Listed(missing)} {(missing.Length == 1 ? "is" : "are")} missing; {layout.Known()}, and the model was made from {TableLayout.Listed(like.Names)}.");
        foreach (var j in found)
            layout.Roles[j] = ColumnRole.Feature;
        return found;
    }

    /// <summary>Names that are not there stand for the one other column that is called so but for the case of letters and spaces.</summary>
    private static void TakeAlike(TableLayout layout, TableColumns like, int[] found, List<string> notes)
    {
        var taken = new List<string>();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] >= 0)
                continue;
            var alike = Enumerable.Range(0, layout.Names.Count).Where(j => !found.Contains(j) && AreAlike(layout.Names[j], like.Names[i])).Take(2).ToArray();
            if (alike.Length != 1 || like.Names.Count(name => AreAlike(name, like.Names[i])) > 1)
                continue;
            found[i] = alike[0];
            taken.Add($"'{layout.Names[alike[0]]}' for '{like.Names[i]}'");
        }

        if (taken.Count > 0)
            notes.Add($"Taken by names that differ in the case of letters or in spaces: {TableLayout.Listed(taken)}.");
    }

    private static int[] ByPlace(string file, TableLayout layout, TableColumns like, List<string> notes)
    {
        var features = Enumerable.Range(0, layout.Roles.Length).Where(j => layout.Roles[j] == ColumnRole.Feature).ToArray();
        var found = features.Length == like.Places.Count ? features
            : layout.Roles.Length == like.Count ? [.. like.Places.Select(place => place - 1)]
            : throw new DataFileException(file, $"{Amount.Of(like.Places.Count, "column")} of numbers {(like.Places.Count == 1 ? "is" : "are")} needed, as the model was made from, but there {(features.Length == 1 ? "is" : "are")} {features.Length}.");
        if (layout.HasHeader != like.Names.Count > 0)
            notes.Add($"Columns are taken by their places, because {(layout.HasHeader ? "the model was made from a table without names" : $"the file has no names; the model was made from {TableLayout.Listed(like.Names)}")}.");
        return found;
    }

    private static int? PlaceOf(TableLayout layout, string column, TableColumns like)
    {
        if (layout.HasHeader && like.Names.Count > 0)
        {
            return layout.Names.Count(name => name == column) == 1 ? layout.Find(column)
                : Enumerable.Range(0, layout.Names.Count).Where(j => AreAlike(layout.Names[j], column)).Take(2).ToArray() is [var only] ? only : null;
        }

        return layout.Roles.Length == like.Count && int.TryParse(column, CultureInfo.InvariantCulture, out var number) ? number - 1 : null;
    }
}
