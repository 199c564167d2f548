using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Training;

[Collection(nameof(Parallelism))]
public sealed class TrainerTests
{
    private static readonly Trainer Short = new() { Epochs = 4, BatchSize = 32 };

    [Fact]
    public void Training_lowers_the_loss_and_reports_every_epoch()
    {
        var reports = new List<FitProgress>();
        var problem = new SmallProblem();
        var history = problem.Train(Short with { Epochs = 10 }, progress: new DirectProgress(reports.Add));

        Assert.True(history.Epochs[^1].TrainingLoss < 0.9 * history.Epochs[0].TrainingLoss);
        Assert.All(history.Epochs, epoch => Assert.NotNull(epoch.ValidationLoss));
        Assert.Equal(Enumerable.Range(1, 10), reports.Select(report => report.Step));
        Assert.Equal(history.Epochs.Select(epoch => epoch.ValidationLoss!.Value), reports.Select(report => report.Objective));
        Assert.Equal((10, false), (history.BestEpoch, history.StoppedEarly));
    }

    [Fact]
    public void Without_momentum_one_step_over_all_rows_follows_the_gradient()
    {
        var rows = new Matrix(3, 1, new float[] { 1, 2, 6 });
        var p = new Parameter("p", 1);
        new Trainer { Epochs = 1, BatchSize = 8, Optimizer = new Sgd { LearningRate = 0.25 } }
            .Run([p], new TrainingData(rows), batch => Guess(batch, p).MeanSquaredError(batch.X), new Rng(1));

        Assert.Equal(0.25 * 2 * 3, p.ToArray()[0], 1e-6);  // ∂ mean (p − x)²/∂p at p = 0 is −2 · mean x
    }

    [Fact]
    public void Rows_that_fill_no_batch_wait_for_another_epoch()
    {
        var seen = new List<int>();
        var p = new Parameter("p", 1);
        Tensor Watched(Batch batch)
        {
            _ = batch.Input(1, (rows, values) => seen.AddRange(rows));
            return Guess(batch, p).MeanSquaredError(batch.X);
        }

        var x = new Matrix(10, 1, new float[10]);
        new Trainer { Epochs = 40, BatchSize = 4, DropRemainder = true }.Run([p], new TrainingData(x), Watched, new Rng(1));
        Assert.Equal(40 * 8, seen.Count);
        Assert.All(seen.Chunk(8), epoch => Assert.Equal(8, epoch.Distinct().Count()));
        Assert.Equal(Enumerable.Range(0, 10), seen.Distinct().Order());
        seen.Clear();
        new Trainer { Epochs = 1, BatchSize = 16, DropRemainder = true }.Run([p], new TrainingData(x), Watched, new Rng(1));
        Assert.Equal(Enumerable.Range(0, 10), seen.Order());  // not one whole batch: all rows are one
    }

    [Fact]
    public void Versions_know_their_row_the_visit_and_their_number()
    {
        var made = new List<(float Value, int Row, int Visit, int Version)>();
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var p = new Parameter("p", 1);
            var x = new Matrix(3, 1, new float[] { 10, 11, 12 });
            Tensor Loss(Batch batch)
            {
                var versions = batch.Versions(2, (values, row, visit, version, result) =>
                {
                    made.Add((values[0], row, visit, version));
                    result[0] = values[0] + version;
                });
                Assert.Equal([6, 1], versions.Shape.ToArray());
                return versions.MatMul(batch.Graph.Of(p).Reshape(1, 1)).Mean();
            }

            new Trainer { Epochs = 2, BatchSize = 3 }.Run([p], new TrainingData(x), Loss, new Rng(1));
        }
        finally
        {
            Parallelism.Threads = before;
        }

        var expected = from visit in new[] { 0, 1 } from version in new[] { 0, 1 } from row in new[] { 0, 1, 2 } select (10f + row, row, visit, version);
        Assert.Equal(expected.Order(), made.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_bits_do_not_depend_on_the_number_of_threads(int threads)
    {
        var expected = new SmallProblem(rows: 1200);
        expected.Train(Short with { BatchSize = 400 });
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = threads;
            var problem = new SmallProblem(rows: 1200);
            problem.Train(Short with { BatchSize = 400 });
            Assert.Equal(expected.Bits(), problem.Bits());
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Another_seed_gives_another_order_and_other_weights()
    {
        var (a, b) = (new SmallProblem(), new SmallProblem());
        Short.Run(a.Parameters, a.Data, a.Loss, new Rng(1));
        Short.Run(b.Parameters, b.Data, b.Loss, new Rng(2));
        Assert.NotEqual(a.Bits(), b.Bits());
    }

    [Fact]
    public void Early_stopping_waits_for_its_patience_and_restores_the_best_weights()
    {
        // descent towards 0 on the training row while the validation loss is lowest near p = 3: it falls, then rises
        var p = new Parameter("p", 1);
        p.Set([8]);
        var data = new TrainingData(new Matrix(1, 1, new float[] { 0 }), new Matrix(1, 1, new float[] { 3 }));
        var trainer = new Trainer
        {
            Epochs = 100,
            Optimizer = new Sgd { LearningRate = 0.05 },
            EarlyStopping = new EarlyStopping { Patience = 3 },
        };
        var history = trainer.Run([p], data, batch => Guess(batch, p).MeanSquaredError(batch.X), new Rng(1));

        // p is 8 · 0.9ᵏ after k epochs; |8 · 0.9ᵏ − 3| is smallest for k = 9 (3.099)
        Assert.Equal((9, true, 12), (history.BestEpoch, history.StoppedEarly, history.Epochs.Count));
        Assert.Equal(8 * Math.Pow(0.9, 9), p.ToArray()[0], 1e-4);
    }

    [Fact]
    public void A_too_small_improvement_does_not_count()
    {
        var p = new Parameter("p", 1);
        p.Set([1]);
        var rows = new Matrix(1, 1, new float[] { 0 });
        var trainer = new Trainer
        {
            Epochs = 50,
            Optimizer = new Sgd { LearningRate = 1e-4 },
            EarlyStopping = new EarlyStopping { Patience = 4, MinimumImprovement = 0.1 },
        };
        var history = trainer.Run([p], new TrainingData(rows, rows), batch => Guess(batch, p).MeanSquaredError(batch.X), new Rng(1));
        Assert.Equal((1, true, 5), (history.BestEpoch, history.StoppedEarly, history.Epochs.Count));
    }

    [Fact]
    public void A_loss_that_is_no_number_names_the_epoch_and_the_remedy()
    {
        var problem = new SmallProblem();
        var failure = Assert.Throws<FitException>(() => problem.Train(Short with { Optimizer = new Sgd { LearningRate = 1e30 } }));
        Assert.Contains("epoch 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_is_seen_between_steps()
    {
        using var source = new CancellationTokenSource();
        var steps = 0;
        var p = new Parameter("p", 1);
        var trainer = new Trainer { Epochs = 5, BatchSize = 1 };
        Assert.Throws<OperationCanceledException>(() => trainer.Run(
            [p],
            new TrainingData(new Matrix(10, 1, new float[10])),
            batch =>
            {
                var counted = batch.Input(1, (_, _) =>
                {
                    if (++steps == 3)
                        source.Cancel();
                });
                return Guess(batch, p).MeanSquaredError(counted);
            },
            new Rng(1),
            cancellation: source.Token));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void Early_stopping_needs_validation_rows()
    {
        var problem = new SmallProblem();
        var trainer = Short with { EarlyStopping = new EarlyStopping() };
        Assert.Throws<ArgumentException>(() => trainer.Run(problem.Parameters, new TrainingData(problem.Rows), problem.Loss, new Rng(1)));
    }

    [Fact]
    public void Steps_after_the_first_allocate_next_to_nothing()
    {
        var problem = new SmallProblem(rows: 2050);
        var trainer = new Trainer { Epochs = 1, BatchSize = 10 };
        var few = Allocated(() => trainer.Run(problem.Parameters, new TrainingData(problem.Rows.Slice(0, 50)), problem.Loss, new Rng(1)));
        var many = Allocated(() => trainer.Run(problem.Parameters, new TrainingData(problem.Rows), problem.Loss, new Rng(1)));

        // 200 more steps may cost no more than the longer order of rows
        Assert.InRange(many - few, long.MinValue, 2000 * sizeof(int) + 2048);
    }

    [Fact]
    public void Extra_inputs_follow_the_rows_of_the_batch()
    {
        var p = new Parameter("p", 1);
        var rows = new Matrix(40, 1, Enumerable.Range(0, 40).Select(i => (float)i).ToArray());
        var seen = new List<float>();
        new Trainer { Epochs = 1, BatchSize = 16 }.Run(
            [p],
            new TrainingData(rows),
            batch =>
            {
                var same = batch.Input(1, (chosen, values) =>
                {
                    for (var i = 0; i < chosen.Length; i++)
                    {
                        values[i] = chosen[i];
                        seen.Add(chosen[i]);
                    }
                });
                return (batch.X - same).MeanSquaredError(Guess(batch, p));
            },
            new Rng(1));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), seen.Order());
    }

    private static long Allocated(Action action)
    {
        action();  // compiles
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>p for every row.</summary>
    private static Tensor Guess(Batch batch, Parameter p)
    {
        var ones = batch.Graph.Input(batch.X.Rows, 1);
        ones.Values.Fill(1);
        return ones.MatMul(batch.Graph.Of(p).Reshape(1, 1));
    }
}
