using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Training;

public sealed class TrainingSessionTests : IDisposable
{
    private static readonly Trainer Settings = new() { Epochs = 6, BatchSize = 32, EarlyStopping = new EarlyStopping { Patience = 10 } };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():n}");

    [Fact]
    public void Epoch_by_epoch_is_a_whole_training()
    {
        var (whole, session) = (new SmallProblem(), new SmallProblem());
        var expected = whole.Train(Settings);
        using var training = session.Begin(Settings);
        var losses = new List<EpochLoss>();
        while (!training.Finished)
            losses.Add(training.Epoch());

        Assert.Equal(expected.Epochs, losses);
        Assert.Equal(losses, training.Epochs);
        Assert.Equal(6 * 5, training.Steps);  // 150 rows in batches of 32
        Assert.Equal(expected, training.Finish());
        Assert.Equal(whole.Bits(), session.Bits());
    }

    [Fact]
    public void What_happens_between_two_epochs_is_the_callers()
    {
        var (target, p) = (5f, new Parameter("p", 1));
        var rows = new Matrix(1, 1, new float[1]);
        var trainer = new Trainer { Epochs = 2, Optimizer = new Sgd { LearningRate = 0.5 } };
        using var training = trainer.Begin(
            [p], new TrainingData(rows), batch => batch.Graph.Of(p).Reshape(1, 1).MeanSquaredError(batch.Input(1, (_, values) => values[0] = target)), new Rng(1));
        training.Epoch();
        Assert.Equal(5, p.ToArray()[0]);  // a step of half the gradient of (p − t)² ends at t
        target = -3;
        training.Epoch();
        Assert.Equal(-3, p.ToArray()[0]);
        Assert.Throws<InvalidOperationException>(() => training.Epoch());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_session_that_was_left_is_continued_to_the_same_bits(int epochs)
    {
        var (whole, continued) = (new SmallProblem(), new SmallProblem(seed: 1));
        var expected = whole.Train(Settings);
        var checkpoint = new Checkpoint(_folder, "test");
        using (var left = new SmallProblem().Begin(Settings, checkpoint))
        {
            for (var epoch = 0; epoch < epochs; epoch++)
                left.Epoch();
        }

        using var training = continued.Begin(Settings, checkpoint);
        Assert.Equal(expected.Epochs.Take(epochs), training.Epochs);
        while (!training.Finished)
            training.Epoch();
        Assert.Equal(expected, training.Finish());
        Assert.Equal(whole.Bits(), continued.Bits());
    }

    [Fact]
    public void A_rule_of_ones_own_ends_the_training_and_is_asked_again_when_it_is_continued()
    {
        var rule = new AfterEpochs(3);
        var checkpoint = new Checkpoint(_folder, "test");
        var plain = Settings with { EarlyStopping = null };
        using (var training = new SmallProblem().Begin(plain, checkpoint, rule))
        {
            while (!training.Finished)
                training.Epoch();
            var history = training.Finish();
            Assert.Equal((3, 3, true), (history.Epochs.Count, history.BestEpoch, history.StoppedEarly));
        }

        using var again = new SmallProblem().Begin(plain, checkpoint, rule);
        Assert.True(again.Finished);
        using var unruled = new SmallProblem().Begin(plain, checkpoint);
        Assert.False(unruled.Finished);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private sealed class AfterEpochs(int count) : IStopRule
    {
        public bool Stops(IReadOnlyList<EpochLoss> epochs) => epochs.Count >= count;
    }
}
