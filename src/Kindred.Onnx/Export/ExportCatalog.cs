using Kindred.Clustering;
using Kindred.Encoding;
using Kindred.Features;
using Kindred.Manifold;
using Kindred.Onnx.Export.Clusterers;
using Kindred.Onnx.Export.Steps;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Onnx.Export;

/// <summary>Where rows go. One of each a row of the batch.</summary>
/// <param name="Clusters">Whole numbers in [0, clusters), or −1.</param>
/// <param name="Distances">Floats, in the method's own measure.</param>
/// <param name="Probabilities">Of the row's own cluster, floats; null where the method does not tell.</param>
/// <param name="Shares">batch x clusters: of every cluster, floats; null where the method has none.</param>
internal sealed record ClusterValues(Value Clusters, Value Distances, Value? Probabilities = null, Value? Shares = null);

/// <summary>How every kind of fitted part becomes nodes, by the name under which model files know it. A new one is one line here.</summary>
internal static class ExportCatalog
{
    // rows → rows, floats both
    private static readonly Dictionary<string, Func<GraphBuilder, IStored, Value, Value>> Steps = new()
    {
        [ColumnScaling.StoredAs.Name] = (graph, part, rows) => ScalingNodes.Columns(graph, (ColumnScaling)part, rows),
        [UnitLengthModel.StoredAs.Name] = (graph, part, rows) => ScalingNodes.UnitLength(graph, (UnitLengthModel)part, rows),
        [PcaModel.StoredAs.Name] = (graph, part, rows) => ScalingNodes.Components(graph, (PcaModel)part, rows),
        [OrientationHistogramModel.StoredAs.Name] = (graph, part, rows) => OrientationNodes.Histograms(graph, (OrientationHistogramModel)part, rows),
        [ColourHistogramModel.StoredAs.Name] = (graph, part, rows) => PictureNodes.ColourHistograms(graph, (ColourHistogramModel)part, rows),
        [ConcatenationModel.StoredAs.Name] = (graph, part, rows) => PictureNodes.SideBySide(graph, (ConcatenationModel)part, rows),
        [AutoencoderModel.StoredAs.Name] = (graph, part, rows) => EncoderNodes.Autoencoder(graph, (AutoencoderModel)part, rows),
        [ContrastiveModel.StoredAs.Name] = (graph, part, rows) => EncoderNodes.Contrastive(graph, (ContrastiveModel)part, rows),
    };

    // rows → clusters; of what is stored, since some models are kept as those of another kind
    private static readonly Dictionary<string, Func<GraphBuilder, IStored, Value, ClusterValues>> Clusterers = new()
    {
        [KMeansModel.StoredAs.Name] = (graph, part, rows) => CentreNodes.Nearest(graph, part.Store(), rows),
        [DeepClusterModel.StoredAs.Name] = (graph, part, rows) => CentreNodes.OfCodes(graph, (DeepClusterModel)part, rows),
        [DeepMixtureModel.StoredAs.Name] = (graph, part, rows) => MixtureNodes.OfCodes(graph, (DeepMixtureModel)part, rows),
        [GaussianMixtureModel.StoredAs.Name] = (graph, part, rows) => MixtureNodes.Add(graph, (GaussianMixtureModel)part, rows),
        [ClassifierModel.StoredAs.Name] = (graph, part, rows) => ClassifierNodes.Add(graph, (ClassifierModel)part, rows),
        [NeighbourVoteModel.StoredAs.Name] = (graph, part, rows) => VoteNodes.Add(graph, part.Store(), rows),
        [HdbscanModel.StoredAs.Name] = (graph, part, rows) => DensityNodes.Add(graph, (HdbscanModel)part, rows),
    };

    // why a kind has no line above
    private static readonly Dictionary<string, string> Reasons = new()
    {
        [UmapModel.StoredAs.Name] = "it finds the place of a new row by descent over sampled rows, which is no graph of standard operators",
    };

    /// <summary>Whether a kind has a line here: its nodes, or the reason why it has none.</summary>
    public static bool IsTold(StoredKind kind) => Steps.ContainsKey(kind.Name) || Clusterers.ContainsKey(kind.Name) || Reasons.ContainsKey(kind.Name);

    /// <summary>What a step makes of rows. // batch x its input columns → batch x its output columns</summary>
    /// <exception cref="ArgumentException">It is of a kind that is not exported.</exception>
    public static Value Add(GraphBuilder graph, ITransform step, Value rows) => Of(Steps, "step", step)(graph, step, rows);

    /// <summary>Where a clusterer puts rows.</summary>
    /// <exception cref="ArgumentException">It is of a kind that is not exported.</exception>
    public static ClusterValues Add(GraphBuilder graph, IClusterModel clusterer, Value rows) => Of(Clusterers, "clusterer", clusterer)(graph, clusterer, rows);

    private static T Of<T>(Dictionary<string, T> known, string what, IStored part) => known.TryGetValue(part.Kind.Name, out var add) ? add
        : throw new ArgumentException($"The {what} {part.Kind.Name} of this model is not exported to ONNX{(Reasons.TryGetValue(part.Kind.Name, out var reason) ? $": {reason}" : "")}. "
            + $"What can be: {string.Join(", ", known.Keys)}.");
}
