using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Tests.Streaming;

/// <summary>Networks whose batches several processes share: the same bits at all of them and in every run of as many, and nearly those of one.</summary>
public sealed class SharedTrainingTests
{
    private const double Tolerance = 2e-3;  // of losses after three epochs, relatively

    private const int Narrow = 32;   // all weights are small: summed together, moved by every process
    private const int Wide = 128;    // those of 784 x 128 are large: summed and moved slice by slice

    [Theory, InlineData(2, Narrow), InlineData(3, Narrow), InlineData(2, Wide), InlineData(3, Wide)]
    public void Processes_learn_what_one_learns_but_for_rounding(int size, int width)
    {
        var x = Wardrobe.Load(trainCount: 300, testCount: 1).Train.Bytes!;
        var whole = Train(x, SingleProcess.Instance, width);
        var models = ProcessesByThreads.Run(size, communicator => Train(x, communicator, width));
        var again = ProcessesByThreads.Run(size, communicator => Train(x, communicator, width));
        foreach (var model in models)
        {
            Assert.Equal(models[0].Transform(x.ToMatrix()).Values.ToArray(), model.Transform(x.ToMatrix()).Values.ToArray());
            for (var epoch = 0; epoch < whole.History.Epochs.Count; epoch++)
            {
                Assert.Equal(1, model.History.Epochs[epoch].TrainingLoss / whole.History.Epochs[epoch].TrainingLoss, Tolerance);
                Assert.Equal(1, model.History.Epochs[epoch].ValidationLoss!.Value / whole.History.Epochs[epoch].ValidationLoss!.Value, Tolerance);
            }
        }

        Assert.Equal(models[0].Transform(x.ToMatrix()).Values.ToArray(), again[0].Transform(x.ToMatrix()).Values.ToArray());
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Convolutional_networks_too(int size)
    {
        var x = Wardrobe.Load(trainCount: 96, testCount: 1).Train.Bytes!;
        var whole = TrainConvolutional(x, SingleProcess.Instance);
        var models = ProcessesByThreads.Run(size, communicator => TrainConvolutional(x, communicator));
        var again = ProcessesByThreads.Run(size, communicator => TrainConvolutional(x, communicator));
        Assert.All(models.Concat(again), model => Assert.Equal(models[0].Transform(x.ToMatrix()).Values.ToArray(), model.Transform(x.ToMatrix()).Values.ToArray()));
        for (var epoch = 0; epoch < whole.History.Epochs.Count; epoch++)
            Assert.Equal(1, models[0].History.Epochs[epoch].TrainingLoss / whole.History.Epochs[epoch].TrainingLoss, Tolerance);
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Views_are_told_from_those_of_all_processes(int size)
    {
        var x = new MatrixRows(Wardrobe.Load(trainCount: 100, testCount: 1).Train.Bytes!);
        var whole = TrainContrastive(x, SingleProcess.Instance, isNormalized: false);
        var models = ProcessesByThreads.Run(size, communicator => TrainContrastive(x, communicator, isNormalized: false));
        for (var epoch = 0; epoch < whole.History.Epochs.Count; epoch++)
            Assert.Equal(1, models[0].History.Epochs[epoch].TrainingLoss / whole.History.Epochs[epoch].TrainingLoss, Tolerance);
        var (expected, actual) = (whole.Transform(x.Slice(0, 100)), models[0].Transform(x.Slice(0, 100)));
        Assert.All(Enumerable.Range(0, expected.Rows), row => Assert.InRange(System.Numerics.Tensors.TensorPrimitives.Dot(expected.Row(row), actual.Row(row)), 0.99f, 1.001f));  // codes are one long
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Contrastive_networks_that_normalise_batches_have_the_same_bits_in_every_run_of_as_many_processes(int size)
    {
        var x = new MatrixRows(Wardrobe.Load(trainCount: 100, testCount: 1).Train.Bytes!);
        var models = ProcessesByThreads.Run(size, communicator => TrainContrastive(x, communicator, isNormalized: true));
        var again = ProcessesByThreads.Run(size, communicator => TrainContrastive(x, communicator, isNormalized: true));
        Assert.All(models.Concat(again), model => Assert.Equal(models[0].Transform(x.Slice(0, 100)).Values.ToArray(), model.Transform(x.Slice(0, 100)).Values.ToArray()));
        var losses = models[0].History.Epochs;
        Assert.True(losses[^1].TrainingLoss < losses[0].TrainingLoss, $"{losses[0].TrainingLoss}, then {losses[^1].TrainingLoss}");
    }

    [Theory, InlineData(Narrow), InlineData(Wide)]
    public void A_training_that_was_interrupted_goes_on_to_the_same_bits(int width)
    {
        var x = Wardrobe.Load(trainCount: 200, testCount: 1).Train.Bytes!;
        var folder = Directory.CreateTempSubdirectory("kindred-shared-").FullName;
        try
        {
            var whole = ProcessesByThreads.Run(2, communicator => Train(x, communicator, width))[0];
            ProcessesByThreads.Run(2, communicator => Train(x, communicator, width, folder, epochs: 2));
            var continued = ProcessesByThreads.Run(2, communicator => Train(x, communicator, width, folder))[1];
            Assert.Equal(whole.Transform(x.ToMatrix()).Values.ToArray(), continued.Transform(x.ToMatrix()).Values.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_several_processes_keep_another_number_of_them_goes_on_from()
    {
        var x = Wardrobe.Load(trainCount: 200, testCount: 1).Train.Bytes!;
        var folder = Directory.CreateTempSubdirectory("kindred-shared-").FullName;
        try
        {
            var whole = Train(x, SingleProcess.Instance, Wide);
            ProcessesByThreads.Run(3, communicator => Train(x, communicator, Wide, folder, epochs: 2));
            var continued = Train(x, SingleProcess.Instance, Wide, folder);
            Assert.Equal(1, continued.History.Epochs[^1].TrainingLoss / whole.History.Epochs[^1].TrainingLoss, Tolerance);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static AutoencoderModel TrainConvolutional(ByteMatrix x, ICommunicator communicator) => new Autoencoder
    {
        Architecture = new ConvolutionalArchitecture { Shape = new ImageShape(28, 28, 1), Channels = [4, 8], CodeLength = 10 },
        Trainer = new Trainer { Epochs = 2, BatchSize = 32 }.SharedBy(communicator),
        ValidationShare = 0,
        Seed = 5,
    }.Fit(x);

    private static ContrastiveModel TrainContrastive(IRowSource x, ICommunicator communicator, bool isNormalized) => new ContrastiveEncoder
    {
        Architecture = new ContrastiveArchitecture { Shape = new ImageShape(28, 28, 1), Channels = [4, 8], CodeLength = 32, Projection = [16], BatchNormalization = isNormalized },
        Epochs = 3,
        BatchSize = 33,
        Seed = 5,
    }.Fit(x, new StreamSettings { Communicator = communicator, Memory = 1 << 24 });

    private static AutoencoderModel Train(ByteMatrix x, ICommunicator communicator, int width, string? folder = null, int epochs = 3) => new Autoencoder
    {
        Architecture = new DenseArchitecture { Widths = [x.Columns, width, 4] },
        Trainer = new Trainer { Epochs = epochs, BatchSize = 32 }.SharedBy(communicator),
        CheckpointFolder = folder,
        Seed = 5,
    }.Fit(x);
}
