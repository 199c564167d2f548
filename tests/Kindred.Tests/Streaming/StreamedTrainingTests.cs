using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Features;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Tests.Streaming;

/// <summary>Networks that learn from rows in a file: the bits of rows in memory, for any number of threads, also after an interruption.</summary>
[Collection(OneAtATime.Name)]
public sealed class StreamedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-training-").FullName;
    private readonly ByteMatrix _rows = Wardrobe.Load(trainCount: 220, testCount: 1).Train.Bytes!;

    private static NeighbourPositives Near => new() { Features = new OrientationHistograms { Shape = new ImageShape(28, 28, 1) }, Count = 4 };

    private static ContrastiveEncoder Contrastive => new()
    {
        Architecture = new ContrastiveArchitecture { Shape = new ImageShape(28, 28, 1), Channels = [4, 8], CodeLength = 8, Projection = [8] },
        Views = ViewSettings.Middle,
        Positives = Near,
        Epochs = 2,
        BatchSize = 32,
        Seed = 4,
    };

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void An_autoencoder_learns_from_a_file_what_it_learns_from_memory(int threads)
    {
        using var file = Open();
        var whole = Autoencoder().Fit(_rows);
        var streamed = WithThreads(threads, () => Autoencoder().Fit(file.Rows));
        RequireSame(whole, streamed);
        Assert.Equal(whole.History.Epochs, streamed.History.Epochs);
        Assert.Equal(whole.Check, streamed.Check);
    }

    [Fact]
    public void Rows_that_steps_make_as_they_are_read_are_those_of_the_transformed_table()
    {
        using var file = Open();
        var scaler = new MinMaxScaler().Fit(_rows.ToMatrix());
        RequireSame(Autoencoder().Fit(scaler.Transform(_rows.ToMatrix())), Autoencoder().Fit(new TransformedRows(file.Rows, scaler)));
    }

    [Fact]
    public void A_streamed_training_that_was_interrupted_goes_on_to_the_same_bits()
    {
        using var file = Open();
        var folder = Path.Combine(_folder, "kept");
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Autoencoder(folder).Fit(file.Rows, new AfterAnEpoch(stop.Cancel), stop.Token));
        Assert.True(File.Exists(Path.Combine(folder, Checkpoint.FileName)));
        RequireSame(Autoencoder().Fit(_rows), Autoencoder(folder).Fit(file.Rows));
    }

    [Fact]
    public void Processes_share_the_rows_of_a_batch_that_is_read_from_a_file()
    {
        using var file = Open();
        IStreamedTransformer settings = Autoencoder();
        var streamed = ProcessesByThreads.Run(2, communicator => (AutoencoderModel)settings.Fit(file.Rows, new StreamSettings { Communicator = communicator, Memory = 1 << 20 }));
        var inMemory = ProcessesByThreads.Run(2, communicator => (Autoencoder() with { Trainer = Autoencoder().Trainer.SharedBy(communicator) }).Fit(_rows));
        RequireSame(inMemory[0], streamed[0]);
        RequireSame(inMemory[1], streamed[1]);
    }

    [Theory, InlineData(1), InlineData(3)]
    public void A_contrastive_encoder_learns_from_a_file_what_it_learns_from_memory(int threads)
    {
        using var file = Open();
        var whole = Contrastive.Fit(_rows);
        var streamed = WithThreads(threads, () => Contrastive.Fit(file.Rows, new StreamSettings { Memory = 4L << 20 }));
        Assert.Equal(whole.Check, streamed.Check);
        Assert.Equal(whole.Transform(_rows).Values.ToArray(), streamed.Transform(_rows).Values.ToArray());
        var alone = Contrastive with { Positives = null };
        Assert.Equal(alone.Fit(_rows).Transform(_rows).Values.ToArray(), alone.Fit(file.Rows, new StreamSettings { Memory = 1 }).Transform(_rows).Values.ToArray());
    }

    [Fact]
    public void Where_features_of_all_rows_have_no_room_every_row_has_its_nearest_among_some()
    {
        using var file = Open();
        var bytes = (sizeof(float) * 8 * 49) + (64 * Near.Count);
        var positives = Near.Fit(file.Rows, memory: 2L * 50 * bytes, seed: 1, progress: null, CancellationToken.None);
        int[] kept = [.. Enumerable.Range(0, 50).Select(i => i * 220 / 50)];
        var features = Near.Features.Fit(_rows.ToMatrix());
        var some = features.Transform(_rows.ToMatrix().Take(kept));
        var mean = Enumerable.Range(0, some.Columns).Select(j => Enumerable.Range(0, 50).Average(i => (double)some.Row(i)[j])).ToArray();
        double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            var (dot, aa, bb) = (0.0, 0.0, 0.0);
            for (var j = 0; j < mean.Length; j++)
                (dot, aa, bb) = (dot + ((a[j] - mean[j]) * (b[j] - mean[j])), aa + ((a[j] - mean[j]) * (a[j] - mean[j])), bb + ((b[j] - mean[j]) * (b[j] - mean[j])));
            return dot / Math.Sqrt(aa * bb);
        }

        var all = features.Transform(_rows.ToMatrix());
        foreach (var row in new[] { 0, 1, 88, 219 })
        {
            var expected = kept.Where(other => other != row).OrderByDescending(other => Cosine(all.Row(row), all.Row(other))).Take(Near.Count);
            Assert.Equal(expected, Enumerable.Range(0, Near.Count).Select(place => positives.Near.Of(row, _rows.ToMatrix().Row(row), place)));
        }

        var small = Contrastive with { Epochs = 1 };
        var room = new StreamSettings { Memory = 2L * 50 * bytes };
        var (one, four) = (WithThreads(1, () => small.Fit(file.Rows, room)), WithThreads(4, () => small.Fit(file.Rows, room)));
        Assert.Equal(one.Transform(_rows).Values.ToArray(), four.Transform(_rows).Values.ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Autoencoder Autoencoder(string? folder = null) => new()
    {
        Architecture = new DenseArchitecture { Widths = [784, 24, 4] },
        Trainer = new Trainer { Epochs = 3, BatchSize = 32, EarlyStopping = new EarlyStopping() },
        ValidationShare = 0.25,
        CheckpointFolder = folder,
        Seed = 5,
    };

    private static T WithThreads<T>(int threads, Func<T> work)
    {
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = threads;
            return work();
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    private StreamedDataset Open()
    {
        var path = Path.Combine(_folder, "rows.idx");
        if (!File.Exists(path))
            IdxFile.Write(path, [_rows.Rows, 28, 28], _rows.Values.ToArray());
        return StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!;
    }

    private void RequireSame(AutoencoderModel expected, AutoencoderModel actual) =>
        Assert.Equal(expected.Transform(_rows).Values.ToArray(), actual.Transform(_rows).Values.ToArray());

    private sealed class AfterAnEpoch(Action act) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => act();
    }
}
