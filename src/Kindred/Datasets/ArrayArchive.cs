using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>An array in a file that holds several.</summary>
internal interface IStoredArray
{
    /// <summary>As <c>--array</c> takes it.</summary>
    string Name { get; }

    /// <summary>What it is; null where it holds no numbers.</summary>
    ArrayHead? Head { get; }

    /// <exception cref="DataFileException">It holds no numbers, or is damaged.</exception>
    ArrayNumbers Read();
}

/// <summary>A file of several arrays: which of them are the items, which their classes.</summary>
internal sealed class ArrayArchive(string file, IReadOnlyList<IStoredArray> arrays, NumpyOptions options)
{
    private const int MostShown = 20;

    private static readonly string[] TrainNames = ["x_train", "train_images", "train", "images", "x", "data", "features", "embeddings", "vectors"];
    private static readonly string[] TrainLabelNames = ["y_train", "train_labels", "labels", "y", "target"];
    private static readonly string[] TestNames = ["x_test", "test_images", "test"];
    private static readonly string[] TestLabelNames = ["y_test", "test_labels"];

    public Dataset Read(string name)
    {
        if (arrays.Count == 0)
            throw new DataFileException(file, "there are no arrays in it; at least one of numbers is needed.");
        var chosen = Chosen();
        var labels = options.LabelArray is { } asked ? Named(asked) : Find(TrainLabelNames);
        var notes = new List<string>();
        if (options.LabelArray is null && labels is { Head: null })
        {
            notes.Add($"The array {labels.Name} holds no numbers, so it is not taken for classes.");
            labels = null;
        }

        var testArray = options.Array is null && Find(TrainNames) is not null ? Find(TestNames) : null;
        var testLabels = testArray is null || labels is null ? null : Find(TestLabelNames);
        IStoredArray[] others = [.. arrays.Where(array => array != chosen && array != labels && array != testArray && array != testLabels)];
        if (options.Array is null && others.Length > 0)
            notes.Add($"Learned from: {Described(chosen)}. Left alone: {Listed(others)}; --array chooses another.");
        var (train, source) = (Part(chosen, labels == chosen ? null : labels) with { Notes = [.. notes] }).Finish(options.Missing, unit: options.Unit);
        var test = testArray is null ? null : Part(testArray, testLabels).Finish(options.Missing, like: train).Samples;
        if (test is not null && test.Shape != train.Shape)
            throw new DataFileException(file, $"its test items are {test.Shape}, its training items {train.Shape}; one shape is needed.");
        return new Dataset(name, Checksum.Of(train, test), train, test, []) { Table = source };
    }

    /// <summary>The array of items: as asked, else of a usual name, else the only one that can be meant.</summary>
    private IStoredArray Chosen()
    {
        if (options.Array is { } asked)
            return Named(asked);
        if (Find(TrainNames) is { } usual)
            return usual;
        if (arrays.Count == 1)
            return arrays[0];
        var labels = Find(TrainLabelNames);
        var many = arrays.Where(array => array != labels && array.Head is { Shape.Length: > 1 }).ToList();
        return many.Count == 1 ? many[0]
            : throw new DataFileException(file, $"none of its {Amount.Of(arrays.Count, "array")} is called {string.Join(", ", TrainNames)}; --array chooses one of {Listed(arrays)}.");
    }

    private IStoredArray Named(string name) => Find([name]) ?? throw new DataFileException(file, $"there is no array '{name}'; it has {Listed(arrays)}.");

    /// <summary>The array of the first of these names that there is, in any case of letters where none is spelt so; in groups, the last part of a name will do.</summary>
    private IStoredArray? Find(string[] names) => names
        .Select(name => arrays.FirstOrDefault(array => array.Name == name)
            ?? arrays.FirstOrDefault(array => string.Equals(array.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? Only(arrays.Where(array => string.Equals(LastPart(array.Name), name, StringComparison.OrdinalIgnoreCase))))
        .FirstOrDefault(array => array is not null);

    private static IStoredArray? Only(IEnumerable<IStoredArray> found) => found.Take(2).ToArray() is [var only] ? only : null;

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Listed(IReadOnlyList<IStoredArray> arrays) =>
        $"{string.Join(", ", arrays.Take(MostShown).Select(Described))}{(arrays.Count > MostShown ? $", and {arrays.Count - MostShown} more" : string.Empty)}";

    private static string Described(IStoredArray array) => $"{CsvCell.Excerpt(System.Text.Encoding.UTF8.GetBytes(array.Name))} ({array.Head?.ToString() ?? "no numbers"})";

    private TableContent Part(IStoredArray array, IStoredArray? labelArray)
    {
        var labels = labelArray is null ? null : ArrayContent.Classes($"{file}, {labelArray.Name}", labelArray.Read());
        var numbers = array.Read();
        if (labels is not null && labels.Length != numbers.Rows)
            throw new DataFileException(file, $"there {(labels.Length == 1 ? "is" : "are")} {Amount.Of(labels.Length, "label")}, but {Amount.Of(numbers.Rows, "item")} in {array.Name}; one label an item is needed.");
        return ArrayContent.Of($"{file}, {array.Name}", numbers) with { Classes = labels };
    }
}
