using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;

namespace Kindred.Selection;

/// <summary>What <c>kindred cluster</c> would do with data, and what it would cost: an estimate from rows and columns alone.</summary>
/// <param name="Recipe">That would be taken.</param>
/// <param name="RecipeReason">Why, as a sentence.</param>
/// <param name="CountRule">How the number of clusters would be found, as a sentence.</param>
/// <param name="Seconds">From … to …, on the threads at hand.</param>
/// <param name="Bytes">Of memory.</param>
public sealed record ClusteringPlan(string Recipe, string RecipeReason, string CountRule, (double From, double To) Seconds, double Bytes)
{
    // measured on two threads of a desktop processor; other machines differ by the factor that the range has
    private const double StartSeconds = 2, SecondsATableRow = 1e-4, SecondsATableValue = 4e-6, SecondsAPicture = 7e-4, SecondsAPixel = 1.5e-7;
    private const double Spread = 2.5, SpreadOfEncoding = 1.5;
    private const double NetworkBytes = 2.8e8;  // the runtime and ResNet18's weights and maps, as measured
    private const int MeasuredThreads = 2;

    /// <summary>Of data that were opened.</summary>
    /// <param name="data">All of it.</param>
    /// <param name="encoding">The network that would make numbers of its pictures first; null where none would.</param>
    public static ClusteringPlan For(Dataset data, EncodingCost? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (name, reason) = encoding is null ? DefaultRecipe.For(data) : DefaultRecipe.For(encoding.Encoder);
        var (rows, values) = ((double)data.Parts.Present().Sum(part => part.Part.Count), (double)data.Shape.Size);
        var isTable = data.Shape.IsTable;
        if (isTable)
            reason += " Where the rows' own neighbours speak against that, once their number is known, the graph of neighbours is taken instead.";
        var seconds = (StartSeconds + (rows * (isTable ? SecondsATableRow : SecondsAPicture)) + (rows * values * (isTable ? SecondsATableValue : SecondsAPixel)))
            * MeasuredThreads / Math.Clamp(Parallelism.Threads, 1, 2 * MeasuredThreads);
        var encode = rows * (encoding?.SecondsAPicture ?? 0);
        var bytes = WorkingMemory.Of(data.Train, rows) + (encoding is null ? 0 : NetworkBytes + (rows * encoding.Encoder.Columns * sizeof(float)));
        return new ClusteringPlan(name, reason, Rule(data), ((seconds / Spread) + (encode / SpreadOfEncoding), (seconds * Spread) + (encode * SpreadOfEncoding)), bytes);
    }

    private static string Rule(Dataset data) => data.Shape.IsTable || data.Train.Count < UnfoldedCount.LeastRows ? "Their number is the one at which mixtures of bell shapes explain the rows best for their size (the Bayesian criterion), unless -k says it."
        : "Their number is the one that density finds in an unfolded map, with a range and a second count by links, unless -k says it.";
}

/// <summary>What a network trained elsewhere would cost.</summary>
/// <param name="Encoder">The network.</param>
/// <param name="SecondsAPicture">By the clock, all threads at work; told from a few pictures.</param>
public sealed record EncodingCost(EncoderIdentity Encoder, double SecondsAPicture);
