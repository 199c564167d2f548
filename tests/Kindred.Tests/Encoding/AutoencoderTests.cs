using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Tests.Encoding;

public sealed class AutoencoderTests
{
    private static readonly Autoencoder Small = new()
    {
        Architecture = new DenseArchitecture { Widths = [64, 32, 3] },
        Trainer = new Trainer { Epochs = 30, BatchSize = 64, Optimizer = new Adam { LearningRate = 5e-3 } },
    };

    private static readonly Autoencoder SmallConvolutional = Small with
    {
        Architecture = new ConvolutionalArchitecture { Shape = new ImageShape(8, 8, 1), Channels = [8, 16], CodeLength = 3 },
        Trainer = Small.Trainer with { Epochs = 15 },
    };

    public static TheoryData<string> Both => ["dense", "convolutional"];

    [Theory]
    [MemberData(nameof(Both))]
    public void Learns_to_restore_images_from_codes(string kind)
    {
        var x = Discs(600);
        var model = Settings(kind).Fit(x);
        var codes = model.Transform(x);
        var restored = model.Restore(codes);

        Assert.Equal((600, 3), (codes.Rows, codes.Columns));
        Assert.True(model.ReconstructionError(x) < 0.35 * Statistics.MeanColumnVariance(x), "The codes say little about the images.");
        Assert.Equal(MeanSquaredDifference(x, restored), model.ReconstructionError(x), 1e-6);
        Assert.Equal(model.History.Epochs[^1].ValidationLoss!.Value, model.History.Epochs.Min(epoch => epoch.ValidationLoss!.Value), 0.01);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Bytes_and_floats_give_the_same_bits(string kind)
    {
        var bytes = Bytes(300);
        var settings = Settings(kind) with { Trainer = Small.Trainer with { Epochs = 2 } };
        var (fromBytes, fromFloats) = (settings.Fit(bytes), settings.Fit(bytes.ToMatrix()));
        Assert.Equal(fromFloats.Transform(bytes.ToMatrix()).Values.ToArray(), fromBytes.Transform(bytes).Values.ToArray());
        Assert.Equal(fromFloats.ReconstructionError(bytes.ToMatrix()), fromBytes.ReconstructionError(bytes));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_saved_model_gives_the_same_bits(string kind)
    {
        var x = Discs(300);
        var model = (Settings(kind) with { Trainer = Small.Trainer with { Epochs = 2 } }).Fit(x);
        using var folder = new TemporaryPath();
        model.Save(folder.Path);
        var loaded = AutoencoderModel.Load(folder.Path);

        Assert.Equal(model.Architecture, loaded.Architecture);
        Assert.Equal(model.History, loaded.History);
        Assert.Equal(model.Transform(x).Values.ToArray(), loaded.Transform(x).Values.ToArray());
        Assert.Equal(model.Restore(model.Transform(x)).Values.ToArray(), loaded.Restore(model.Transform(x)).Values.ToArray());
    }

    [Fact]
    public void Colour_images_of_odd_sizes_are_learned_in_their_true_shape()
    {
        var x = Skies(300);
        var model = (SmallConvolutional with
        {
            Architecture = new ConvolutionalArchitecture { Shape = new ImageShape(9, 11, 3), Channels = [8, 16, 16], CodeLength = 3 },
            Trainer = Small.Trainer with { Epochs = 12, BatchSize = 16 },
        }).Fit(x);
        var restored = model.Restore(model.Transform(x));

        Assert.Equal((300, 9 * 11 * 3), (restored.Rows, restored.Columns));
        Assert.True(model.ReconstructionError(x) < 0.35 * Statistics.MeanColumnVariance(x), "The codes say little about the images.");
        Assert.Equal(MeanSquaredDifference(x, restored), model.ReconstructionError(x), 1e-6);
        using var folder = new TemporaryPath();
        model.Save(folder.Path);
        Assert.Equal(restored.Values.ToArray(), AutoencoderModel.Load(folder.Path).Restore(model.Transform(x)).Values.ToArray());
    }

    [Fact]
    public void An_interrupted_fit_continues_to_the_same_bits()
    {
        var x = Discs(300);
        var settings = SmallConvolutional with { Trainer = Small.Trainer with { Epochs = 4, EarlyStopping = new EarlyStopping() } };
        var expected = settings.Fit(x).Transform(x);
        using var folder = new TemporaryPath();
        var resumable = settings with { CheckpointFolder = folder.Path };
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => resumable.Fit(x, new CancelAfter(2, source), source.Token));
        Assert.Equal(expected.Values.ToArray(), resumable.Fit(x).Transform(x).Values.ToArray());
    }

    [Fact]
    public void Given_validation_rows_are_watched_and_not_learned_from()
    {
        var (x, validation) = (Discs(200), new Matrix(1, 64, Enumerable.Repeat(1f, 64).ToArray()));
        var model = (Small with { Trainer = Small.Trainer with { Epochs = 1 } }).Fit(x, validation);
        Assert.Equal(model.ReconstructionError(validation), model.History.Epochs[0].ValidationLoss!.Value, 1e-6);
    }

    [Fact]
    public void Without_a_validation_share_all_rows_are_learned_from()
    {
        var model = (Small with { ValidationShare = 0, Trainer = Small.Trainer with { Epochs = 1 } }).Fit(Discs(100));
        Assert.Null(model.History.Epochs[0].ValidationLoss);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_copy_is_trained_further_and_the_model_stays_as_it_was(string kind)
    {
        var x = Discs(200);
        var model = (Settings(kind) with { Trainer = Small.Trainer with { Epochs = 1 } }).Fit(x);
        var (codes, error) = (model.Transform(x).Values.ToArray(), model.ReconstructionError(x));
        var copy = model.CopyNetwork();
        var history = new Trainer { Epochs = 2, BatchSize = 64 }.Run(copy.Parameters, new TrainingData(x), batch => Autoencoder.Loss(copy, batch), new Rng(1));

        Assert.True(history.Epochs[1].TrainingLoss < error, "The copy does not go on from the model's weights.");
        Assert.Equal(codes, model.Transform(x).Values.ToArray());
        Assert.Equal(model.Network.Parameters.Select(parameter => parameter.Name), copy.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Rows_of_the_wrong_length_are_refused()
    {
        Assert.Contains("64", Assert.Throws<ArgumentException>(() => Small.Fit(new Matrix(10, 63, new float[630]))).Message, StringComparison.Ordinal);
        var model = (Small with { Trainer = Small.Trainer with { Epochs = 1 } }).Fit(Discs(50));
        Assert.Throws<ArgumentException>(() => model.Transform(new Matrix(1, 63, new float[63])));
        Assert.Throws<ArgumentException>(() => model.Restore(new Matrix(1, 4, new float[4])));
    }

    [Fact]
    public void No_rows_have_no_codes() => Assert.Equal(0, (Small with { Trainer = Small.Trainer with { Epochs = 1 } })
        .Fit(Discs(50)).Transform(new Matrix(0, 64, Memory<float>.Empty)).Rows);

    private static Autoencoder Settings(string kind) => kind == "dense" ? Small : SmallConvolutional;

    /// <summary>8 x 8 images of a bright disc whose place and size vary: three numbers describe each.</summary>
    private static Matrix Discs(int count)
    {
        var rng = new Rng(4);
        var values = new float[count * 64];
        for (var i = 0; i < count; i++)
        {
            var (y, x, radius) = (2 + (4 * rng.NextDouble()), 2 + (4 * rng.NextDouble()), 1 + (2 * rng.NextDouble()));
            for (var pixel = 0; pixel < 64; pixel++)
            {
                var distance = Math.Sqrt(Math.Pow((pixel / 8) - y, 2) + Math.Pow((pixel % 8) - x, 2));
                values[(i * 64) + pixel] = (float)(1 / (1 + Math.Exp(2 * (distance - radius))));
            }
        }

        return new Matrix(count, 64, values);
    }

    /// <summary>9 x 11 colour images: one colour above a slanted horizon, another below.</summary>
    private static Matrix Skies(int count)
    {
        var rng = new Rng(6);
        var values = new float[count * 9 * 11 * 3];
        for (var i = 0; i < count; i++)
        {
            var (horizon, blue) = (2 + (5 * rng.NextDouble()), rng.NextDouble());
            for (var pixel = 0; pixel < 9 * 11; pixel++)
            {
                var sky = (float)(1 / (1 + Math.Exp(3 * ((pixel / 11) - horizon))));
                ReadOnlySpan<float> colour = [sky * (1 - (float)blue), sky * 0.5f, (sky * (float)blue) + (0.3f * (1 - sky))];
                colour.CopyTo(values.AsSpan(((i * 9 * 11) + pixel) * 3));
            }
        }

        return new Matrix(count, 9 * 11 * 3, values);
    }

    private static ByteMatrix Bytes(int count) =>
        new(count, 64, Array.ConvertAll(Discs(count).Values.ToArray(), value => (byte)MathF.Round(255 * value)));

    private static double MeanSquaredDifference(Matrix a, Matrix b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Values.Length; i++)
            sum += Math.Pow((double)a.Values[i] - b.Values[i], 2);
        return sum / a.Values.Length;
    }

    private sealed class CancelAfter(int epoch, CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Step == epoch)
                source.Cancel();
        }
    }

    /// <summary>A path for a file or folder that is gone after the test.</summary>
    private sealed class TemporaryPath : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}");

        public void Dispose()
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
            File.Delete(Path);
        }
    }
}
