using Kindred.Catalog;
using Kindred.Clustering;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Models;

/// <summary>The kinds of parts that a model file can hold: what the catalog of methods lists.</summary>
internal static class ModelKinds
{
    private static readonly StoredKinds Steps = new("step", MethodCatalog.Steps.Select(method => method.StoredAs));

    private static readonly StoredKinds Clusterers = new("clusterer", MethodCatalog.Clusterers.Select(method => method.StoredAs));

    /// <exception cref="InvalidDataException">There is no such kind, or the numbers are not those of one.</exception>
    /// <exception cref="ArgumentException">The numbers do not fit together.</exception>
    public static ITransform ReadStep(string kind, SafeTensors file) => (ITransform)Steps.Read(kind, file);

    /// <summary>A step of a kind that need not be in the catalog; parts within it are of kinds that are.</summary>
    /// <inheritdoc cref="ReadStep(string, SafeTensors)" path="/exception"/>
    public static ITransform ReadStep(StoredKind kind, SafeTensors file) => (ITransform)kind.Read(file, Steps);

    /// <inheritdoc cref="ReadStep(string, SafeTensors)"/>
    public static IClusterModel ReadClusterer(string kind, SafeTensors file) => (IClusterModel)Clusterers.Read(kind, file);

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

    private static void Check(IStored part, StoredKinds known, int takes, int gets)
    {
        if (!known.Contains(part.Kind))
            throw new ArgumentException($"A model file holds {string.Join(", ", known.Names)} in this place, not {part.Kind.Name}.");
        if (takes != gets)
            throw new ArgumentException($"The part {part.Kind.Name} takes rows of {Amount.Of(takes, "number")}, but gets rows of {gets}.");
        if (takes > ModelInput.MostValues)
            throw new ArgumentException($"A row has at most {ModelInput.MostValues} numbers, got {takes}.");
    }
}
