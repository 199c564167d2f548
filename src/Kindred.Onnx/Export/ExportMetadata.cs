using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Datasets;
using Kindred.Models;

namespace Kindred.Onnx.Export;

/// <summary>What an exported file says of itself: texts, some of them JSON in ASCII, so that no name can be taken for anything else.</summary>
internal static class ExportMetadata
{
    /// <summary>Of the inputs, outputs and texts; a change that readers would stumble over makes it another.</summary>
    public const string Format = "kindred-onnx-1";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static IReadOnlyList<KeyValuePair<string, string>> Of(KindredModel model, GraphBuilder graph) =>
    [
        new("kindred.format", Format),
        new("kindred.version", ProgramVersion.Text),
        new("kindred.clusters", JsonSerializer.Serialize(model.Names.ToArray(), Json)),
        new("kindred.input", JsonSerializer.Serialize(Described(model.Input), Json)),
        new("kindred.steps", JsonSerializer.Serialize(model.Steps.Select(step => step.Kind.Name), Json)),
        new("kindred.clusterer", model.Clusterer.Kind.Name),
        new("kindred.unusual_distance", model.UnusualDistance.ToString("R", CultureInfo.InvariantCulture)),
        new("kindred.kept_rows", graph.KeptRows.ToString(CultureInfo.InvariantCulture)),
        new("kindred.recipe", model.Origin.Recipe),
        new("kindred.seed", model.Origin.Seed.ToString(CultureInfo.InvariantCulture)),
        new("kindred.dataset_sha256", model.Origin.DatasetSha256),
    ];

    private static object Described(ModelInput input) => input.Shape.IsTable
        ? new { Name = ExportedModel.Rows, Columns = input.Shape.Size, Names = input.Table?.Names.ToArray(), Encoder = input.Encoder is { } encoder ? new { encoder.Name, encoder.Sha256, encoder.Source } : null }
        : new
        {
            Name = ExportedModel.Pixels,
            input.Shape.Height,
            input.Shape.Width,
            input.Shape.Channels,
            Order = "batch, height, width, channels; channels red, green, blue",
            Range = input.Unit == PixelUnit.Own ? "their own" : "0 (black) to 1 (white)",
            ModelInput.Rules,
            Fit = input.Fit.ToString().ToLowerInvariant(),
        };
}
