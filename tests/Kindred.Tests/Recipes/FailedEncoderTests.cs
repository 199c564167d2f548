using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Preprocessing;
using Kindred.Recipes;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Recipes;

/// <summary>An encoder that learned nothing never decides on clusters in silence.</summary>
public sealed class FailedEncoderTests : IDisposable
{
    private static readonly Dataset Clothes = Wardrobe.Load(trainCount: 200, testCount: 40, seed: 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_clustered_on_components_and_record_and_page_say_so()
    {
        var recipe = RecipeCatalog.Create("dense-kmeans", seed: 1, Clothes).With(encoder => encoder with
        {
            Architecture = new DenseArchitecture { Widths = [784, 8, 5] },
            Trainer = new Trainer { Epochs = 1, Optimizer = new Adam { LearningRate = 1e-9 } },
        });
        var run = recipe.Run(Clothes);

        var warning = Assert.Single(run.Record.Warnings);
        Assert.StartsWith("The encoder failed", warning, StringComparison.Ordinal);
        Assert.EndsWith("Clustered on 5 principal components instead.", warning, StringComparison.Ordinal);
        Assert.IsType<PcaModel>(Assert.Single(run.Model!.Steps, step => step.InputColumns != step.OutputColumns));
        Assert.Equal(run.Clusters.Test!.Clusters, run.Model.Assign(Clothes.Test!).Clusters.ToArray());

        var saved = RunFolder.Write(_folder.Path, run);
        Assert.Equal([warning], RunFolder.Read(saved).Warnings);
        RunReport.Write(Path.Combine(saved, RunReport.FileName), Clothes, [run]);
        Assert.Contains("principal components instead", File.ReadAllText(Path.Combine(saved, RunReport.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_that_learned_is_used_and_nothing_is_said()
    {
        var recipe = RecipeCatalog.Create("dense-kmeans", seed: 1, Clothes).With(encoder => encoder with
        {
            Architecture = new DenseArchitecture { Widths = [784, 64, 5] },
            Trainer = new Trainer { Epochs = 40, BatchSize = 20, Optimizer = new Adam { LearningRate = 3e-3 } },
        });
        var run = recipe.Run(Clothes);
        Assert.Empty(run.Record.Warnings);
        Assert.Single(run.Model!.Steps.OfType<AutoencoderModel>());
    }
}
