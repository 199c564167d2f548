using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>The items of a run as its model sees them: what new ones are compared with.</summary>
/// <param name="Codes">items × code length, in the space that the clusters lie in.</param>
/// <param name="Names">Of every item: its file or id, else its number.</param>
/// <param name="Clusters">Of every item; −1 for none.</param>
public sealed record KeptItems(Matrix Codes, IReadOnlyList<string> Names, IReadOnlyList<int> Clusters)
{
    /// <summary>Those that the run's folder holds; null where it kept no codes in the model's own space.</summary>
    /// <exception cref="InvalidDataException">There are not as many codes as items.</exception>
    public static KeptItems? Of(Run run, KindredModel model)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(model);
        Matrix[] codes = [.. run.Details.Codes.Present().Select(part => part.Part)];
        var isKept = codes.Length > 0 && codes[0].Columns == model.Clusterer.Columns && (run.Record.Embedding is not null || model.Steps.Any(step => step.InputColumns != step.OutputColumns));
        return isKept ? Of(run, codes) : null;
    }

    /// <summary>Those of a run, with codes that were made anew.</summary>
    /// <param name="run">Whose items.</param>
    /// <param name="codes">Of every part, in their order.</param>
    /// <exception cref="InvalidDataException">There are not as many codes as items.</exception>
    public static KeptItems Of(Run run, IReadOnlyList<Matrix> codes)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(codes);
        string[] names = [.. run.Clusters.Present().SelectMany(part => part.Part.ItemNames())];
        int[] clusters = [.. run.Clusters.Present().SelectMany(part => part.Part.Clusters)];
        var all = codes is [var only] ? only : Matrix.Stack(codes);
        return all.Rows == names.Length ? new KeptItems(all, names, clusters)
            : throw new InvalidDataException($"The run holds codes of {Amount.Of(all.Rows, "item")}, but assignments of {names.Length}; it is damaged.");
    }
}
