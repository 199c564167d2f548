using Kindred.Catalog;
using Kindred.Clustering;
using Kindred.Networks.Storage;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Models;

/// <summary>The kinds of parts that a model file can hold: a closed list, so that a file cannot ask for anything else.</summary>
internal static class ModelKinds
{
    private static readonly StoredKind[] Steps = [.. MethodCatalog.Steps.Select(method => method.StoredAs).Distinct()];

    private static readonly StoredKind[] Clusterers = [.. MethodCatalog.Clusterers.Select(method => method.StoredAs).Distinct()];

    /// <exception cref="InvalidDataException">There is no such kind, or the numbers are not those of one.</exception>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public static ITransform ReadStep(string kind, SafeTensors file) => (ITransform)Known("step", Steps, kind).Read(file);

    /// <inheritdoc cref="ReadStep"/>
    public static IClusterModel ReadClusterer(string kind, SafeTensors file) => (IClusterModel)Known("clusterer", Clusterers, kind).Read(file);

    /// <exception cref="ArgumentException">A part is of no known kind, or takes other rows than the part before it gives.</exception>
    public static void Check(int columns, IReadOnlyList<ITransform> steps, IClusterModel clusterer)
    {
        foreach (var step in steps)
        {
            Check(step, Steps, step.InputColumns, columns);
            columns = step.OutputColumns;
        }

        Check(clusterer, Clusterers, clusterer.Columns, columns);
    }

    private static void Check(IStored part, StoredKind[] known, int takes, int gets)
    {
        if (!known.Contains(part.Kind))
            throw new ArgumentException($"A model file holds {Names(known)} in this place, not {part.Kind.Name}.");
        if (takes != gets)
            throw new ArgumentException($"The part {part.Kind.Name} takes rows of {takes} numbers, but gets rows of {gets}.");
        if (takes > ModelInput.MostValues)
            throw new ArgumentException($"A row has at most {ModelInput.MostValues} numbers, got {takes}.");
    }

    private static StoredKind Known(string what, StoredKind[] known, string name) => Array.Find(known, kind => kind.Name == name)
        ?? throw new InvalidDataException($"There is no {what} of the kind '{name}'; {Names(known)} are known.");

    private static string Names(StoredKind[] known) => string.Join(", ", known.Select(kind => kind.Name));
}
