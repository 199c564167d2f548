using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Encoding;

/// <summary>A network that learned nothing says so, and on images of its own kind of trouble a network learns: five seeds each.</summary>
public sealed class RestorationCheckTests : IDisposable
{
    private const int Side = 12;
    private const int Rows = 640;
    private const int HeldOut = 64;

    private static readonly Autoencoder Small = new()
    {
        Architecture = new ConvolutionalArchitecture { Shape = new ImageShape(Side, Side, 1), Channels = [4, 8], CodeLength = 6 },
        Trainer = new Trainer { Epochs = 18, BatchSize = 32, Optimizer = new Adam { LearningRate = 3e-3 } },
    };

    /// <summary>100 rows in batches of 4 are 25 steps an epoch, so that the twelfth epoch is the one that is judged.</summary>
    private static readonly Autoencoder Still = new()
    {
        Architecture = new DenseArchitecture { Widths = [Side * Side, 8, 3] },
        Trainer = new Trainer { Epochs = 14, BatchSize = 4, Optimizer = new Adam { LearningRate = 1e-6 } },
    };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}");

    public static TheoryData<string, ulong> Learnable
    {
        get
        {
            var all = new TheoryData<string, ulong>();
            foreach (var kind in (string[])["dark", "paper", "sparse"])
            {
                for (var seed = 1UL; seed <= 5; seed++)
                    all.Add(kind, seed);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Learnable))]
    public void A_network_learns_what_mostly_black_or_white_images_show(string kind, ulong seed)
    {
        var check = Fit(Small with { Seed = seed }, kind).Check!;
        Assert.False(check.Failed, check.Describe());
        Assert.InRange(check.ExplainedVariance, 0.3, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Where_strokes_hardly_differ_from_grey_it_learns_or_says_that_it_failed(ulong seed)
    {
        var (train, held) = Parts("low contrast");
        var model = (Small with { Seed = seed }).Fit(train, held);
        var meanRow = MeanRow(train);
        var mean = Error(held, _ => meanRow);
        var projection = new Pca { Components = 2 }.Fit(train);
        var components = 1 - (Error(held, row => projection.Restore(projection.Transform(row)).Row(0).ToArray()) / mean);
        var explained = 1 - (model.ReconstructionError(held) / mean);

        Assert.Equal(explained, model.Check!.ExplainedVariance, 1e-3);
        Assert.Equal(components, model.Check.ExplainedByComponents, 1e-3);
        Assert.Equal(explained < components, model.Check.Failed);
        Assert.Equal(explained, model.Outcome["explainedVariance"], 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Images_that_are_all_alike_are_no_success(ulong seed)
    {
        var check = Fit(Small with { Seed = seed }, "grey").Check!;
        Assert.True(check.Failed);
        Assert.Contains("all alike", check.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_move_is_begun_again()
    {
        var epochs = new List<int>();
        var model = Still.Fit(MadeImages.Of("dark", 100, Side, 3), MadeImages.Of("dark", 20, Side, 4), new DirectProgress(report => epochs.Add(report.Step)));
        Assert.Equal([.. Enumerable.Range(1, 12), .. Enumerable.Range(1, 14)], epochs);
        Assert.Equal((2, true), (model.Check!.Starts, model.Check.Failed));
        Assert.Contains("failed after 2 starts", model.Check.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_early_stopping_ends_before_it_learned_is_begun_again()
    {
        var settings = Still with { Trainer = Still.Trainer with { EarlyStopping = new EarlyStopping { Patience = 2, MinimumImprovement = 0.1 } } };
        var model = settings.Fit(MadeImages.Of("dark", 100, Side, 3), MadeImages.Of("dark", 20, Side, 4));
        Assert.Equal((2, 3), (model.Check!.Starts, model.History.Epochs.Count));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(17)]
    public void A_fit_interrupted_in_either_start_continues_to_the_same_bits(int interruptedAfter)
    {
        var (x, held) = (MadeImages.Of("dark", 100, Side, 3), MadeImages.Of("dark", 20, Side, 4));
        var expected = Still.Fit(x, held);
        using var source = new CancellationTokenSource();
        var reports = 0;
        var stop = new DirectProgress(_ =>
        {
            if (++reports == interruptedAfter)
                source.Cancel();
        });
        var resumable = Still with { CheckpointFolder = _folder };
        Assert.Throws<OperationCanceledException>(() => resumable.Fit(x, held, stop, source.Token));
        var continued = resumable.Fit(x, held, new DirectProgress(_ => reports++));

        Assert.Equal(12 + 14, reports);
        Assert.Equal(expected.Check, continued.Check);
        Assert.Equal(expected.Transform(x).Values.ToArray(), continued.Transform(x).Values.ToArray());
    }

    [Fact]
    public void What_was_seen_is_kept_with_the_model()
    {
        Directory.CreateDirectory(_folder);
        var model = Fit(Small with { Trainer = Small.Trainer with { Epochs = 1 } }, "dark");
        var path = Path.Combine(_folder, "model.safetensors");
        model.Save(path);
        Assert.Equal(model.Check, AutoencoderModel.Load(path).Check);
    }

    [Fact]
    public void A_model_from_before_there_was_a_check_has_none()
    {
        var file = Fit(Small with { Trainer = Small.Trainer with { Epochs = 1 } }, "dark").Store();
        var texts = file.Metadata.Where(text => text.Key != "check").ToDictionary();
        Assert.Null(AutoencoderModel.From(new Networks.Storage.SafeTensors(file.Tensors, texts)).Check);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("dark")]
    [InlineData("sparse")]
    public void The_twelve_layers_learn_from_every_one_of_five_starts(string kind)
    {
        var x = MadeImages.Of(kind, 1200, 28, 1);
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var settings = new Autoencoder { Architecture = new ConvolutionalArchitecture(), Trainer = new Trainer { Epochs = 20, BatchSize = 64 }, Seed = seed };
            var check = settings.Fit(x).Check!;
            Assert.False(check.Failed, $"Seed {seed}: {check.Describe()}");
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static AutoencoderModel Fit(Autoencoder settings, string kind)
    {
        var (train, held) = Parts(kind);
        return settings.Fit(train, held);
    }

    private static (Matrix Train, Matrix Held) Parts(string kind)
    {
        var x = MadeImages.Of(kind, Rows, Side, 1);
        return (x.Slice(0, Rows - HeldOut), x.Slice(Rows - HeldOut, HeldOut));
    }

    private static float[] MeanRow(Matrix x) => [.. Statistics.ColumnMeans(x).Select(mean => (float)mean)];

    private static double Error(Matrix x, Func<Matrix, float[]> restore) => Enumerable.Range(0, x.Rows)
        .Average(i => x.Row(i).ToArray().Zip(restore(x.Slice(i, 1))).Average(pair => Math.Pow((double)pair.First - pair.Second, 2)));

    private sealed class DirectProgress(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
