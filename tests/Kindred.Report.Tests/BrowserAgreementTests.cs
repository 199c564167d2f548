using System.Globalization;
using System.Text.Json;
using Kindred.Onnx.Export;
using Kindred.Onnx.Tests.Export;
using Xunit.Abstractions;

namespace Kindred.Report.Tests;

/// <summary>Exported graphs in the runtime that pages carry, against Kindred's own answers on 1,000 pictures that no model has seen.</summary>
[Collection(UsedPages.Name)]
public sealed class BrowserAgreementTests(Chromium browser, ITestOutputHelper output)
{
    private const string Run =
        """
        async ([program, graph, pixels, count, shape]) => {
          const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          const unpacked = await new Response(new Blob([bytes(program)]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
          const run = await kindredRuntime(unpacked, bytes(graph));
          const values = new Float32Array(bytes(pixels).buffer), size = values.length / count, told = [];
          for (let i = 0; i < count; i++) {
            const { cluster, probability } = await run(values.slice(i * size, (i + 1) * size), [1, ...shape]);
            told.push([cluster, probability ?? -1]);
          }
          return told;
        }
        """;

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Pixels() => Compare("kmeans-pixels");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Components() => Compare("pca-gmm");

    [ChromiumFact]
    public Task Gradients_the_default() => Compare("hog-leiden");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Dense_codes() => Compare("dense-kmeans");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Convolutional_codes() => Compare("conv-kmeans");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Contrastive_codes() => Compare("contrastive-leiden");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Heads() => Compare("contrastive:width=8:code=32 heads:4");

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public Task Densities() => Compare("pca:10 hdbscan:15");

    private async Task Compare(string chain)
    {
        var (model, items) = (Chains.Fit(chain, Chains.Pictures), Chains.Pictures.Test!);
        var runtime = PageModel.Runtime;
        var page = await browser.Empty();
        await page.AddScriptTagAsync(new() { Content = System.Text.Encoding.UTF8.GetString(runtime.Script.Span) });
        var values = System.Runtime.InteropServices.MemoryMarshal.AsBytes(items.Pixels.Values);
        object[] asked =
        [
            Convert.ToBase64String(runtime.Program.Span), Convert.ToBase64String(ExportedModel.Of(model).ToBytes()), Convert.ToBase64String(values), items.Count,
            (int[])[items.Shape.Height, items.Shape.Width, items.Shape.Channels],
        ];
        var told = (await page.EvaluateAsync<JsonElement>(Run, asked)).EnumerateArray().Select(pair => (Cluster: pair[0].GetInt32(), Probability: pair[1].GetDouble())).ToArray();
        await page.Context.CloseAsync();
        var own = model.Assign(items);
        var apart = own.Probabilities.IsEmpty ? 0 : Enumerable.Range(0, items.Count).Max(i => Math.Abs(own.Probabilities[i] - told[i].Probability));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chain}: probabilities {apart:E1}, {told.Index().Count(item => item.Item.Cluster != own.Clusters[item.Index])} of {items.Count} elsewhere"));
        Assert.Equal(own.Clusters.ToArray(), told.Select(answer => answer.Cluster));
        Assert.InRange(apart, 0, 1e-5);
    }
}
