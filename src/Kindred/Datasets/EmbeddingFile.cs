using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Rows of numbers that somebody made of items elsewhere, joined to the items: by their names where the rows have names, else by their order.</summary>
public static class EmbeddingFile
{
    private const int NamesShown = 3;

    /// <summary>The same data with the rows of the file as their <see cref="Dataset.Embedding"/>, and how they were joined, as a sentence.</summary>
    /// <param name="data">One part: the pictures or rows that are to be shown.</param>
    /// <param name="path">A table or an array in any format that is read.</param>
    /// <param name="options">How tables are read.</param>
    /// <exception cref="DataFileException">The file cannot be read, has no row for an item, or as many rows as no order explains.</exception>
    public static (Dataset Data, string Sentence) Attach(Dataset data, string path, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Test is not null || data.Validation is not null)
            throw new ArgumentException($"{data.Name} has several parts; rows of numbers can be joined to one alone, as a folder of images is.");
        var vectors = Read(path, options);
        if (vectors.Test is not null)
            throw new DataFileException(path, "it has several parts; one alone can be joined to items.");
        var numbers = vectors.Train.From(null).Pixels;
        var (rows, sentence) = vectors.Train.Names is { } known && data.Train.Names is { } wanted ? ByName(numbers, known, wanted, path) : ByOrder(numbers, data, path);
        return (data with { Embedding = new Embedding(new Parts<Matrix>(rows, null, null), vectors.Name, null) }, $"{vectors.Name}: {sentence}");
    }

    /// <summary>The rows of the file alone, to be compared by their direction.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static Dataset Open(string path, DatasetOptions? options = null)
    {
        var data = Read(path, options);
        return data with { Embedding = new Embedding(data.Parts.Select(part => part.From(null).Pixels), data.Name, null) };
    }

    private static Dataset Read(string path, DatasetOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DatasetOptions();
        if (!File.Exists(path))
            throw new DataFileException(path, "there is no such file; a table or an array with a row of numbers for each item is needed.");
        if (options.Csv.IdColumn is null && FirstCell(path) is { Length: > 0 } first && !double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            options = options with { Csv = options.Csv with { IdColumn = "1", LabelColumn = options.Csv.LabelColumn ?? CsvOptions.NoLabels } };
        return DatasetCatalog.Open(path, options);
    }

    /// <summary>The first cell of the second line of a text table; null in other files.</summary>
    private static string? FirstCell(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is not (".CSV" or ".TSV" or ".TXT"))
            return null;
        using var text = new StreamReader(Networks.Storage.OrdinaryFile.Open(path));
        return text.ReadLine() is null ? null : text.ReadLine()?.Split(',', ';', '\t')[0].Trim(' ', '"');
    }

    private static (Matrix Rows, string Sentence) ByOrder(Matrix vectors, Dataset data, string path)
    {
        if (vectors.Rows == data.Train.Count)
            return (vectors, $"{Amount.Of(vectors.Rows, "row")} of {Amount.Of(vectors.Columns, "number")}, taken in the order of the {(data.Files is null ? "items" : "files' names")}.");
        var skipped = data.Files is { Skipped.Count: > 0 and var count } ? $" ({count} more could not be read)" : string.Empty;
        throw new DataFileException(path, $"it has {Amount.Of(vectors.Rows, "row")} without names, but {data.Name} has {Amount.Of(data.Train.Count, "item")}{skipped}; one row for each, in their order, or a first column of file names is needed.");
    }

    private static (Matrix Rows, string Sentence) ByName(Matrix vectors, string[] known, string[] wanted, string path)
    {
        var ways = new (string Words, Func<string, string> Key)[]
        {
            ("path", name => name.Replace('\\', '/')),
            ("file name", name => Path.GetFileName(name.Replace('\\', '/'))),
            ("file name without its ending", name => Path.GetFileNameWithoutExtension(name.Replace('\\', '/'))),
        };
        var missing = wanted;
        foreach (var (words, key) in ways)
        {
            var places = known.Select((name, row) => (Key: key(name), Row: row)).ToLookup(pair => pair.Key, pair => pair.Row, StringComparer.Ordinal);
            var keys = Array.ConvertAll(wanted, name => key(name));
            var unfound = wanted.Where((_, i) => !places.Contains(keys[i])).ToArray();
            missing = unfound.Length < missing.Length ? unfound : missing;
            if (unfound.Length > 0 || keys.Distinct(StringComparer.Ordinal).Count() < keys.Length || keys.Any(one => places[one].Skip(1).Any()))
                continue;
            var left = vectors.Rows - keys.Length;
            return (vectors.Take([.. keys.Select(one => places[one].First())]),
                $"{Amount.Of(keys.Length, "row")} of {Amount.Of(vectors.Columns, "number")}, joined by {words}{(left > 0 ? $"; {Amount.Of(left, "row")} {(left == 1 ? "belongs to no item and was" : "belong to no item and were")} left out" : string.Empty)}.");
        }

        throw new DataFileException(path, missing.Length > 0
            ? $"it has no row for {missing.Length} of {Amount.Of(wanted.Length, "item")}, such as {string.Join(", ", missing.Take(NamesShown))}; a row for each is needed, by its path or file name."
            : "several of its rows have one name, so they cannot be told apart; paths below the folder are needed as names.");
    }
}
