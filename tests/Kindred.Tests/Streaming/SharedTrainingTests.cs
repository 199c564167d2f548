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

    [Theory, InlineData(2), InlineData(3)]
    public void Processes_learn_what_one_learns_but_for_rounding(int size)
    {
        var x = Wardrobe.Load(trainCount: 300, testCount: 1).Train.Bytes!;
        var whole = Train(x, SingleProcess.Instance);
        var models = ProcessesByThreads.Run(size, communicator => Train(x, communicator));
        var again = ProcessesByThreads.Run(size, communicator => Train(x, communicator));
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

    [Fact]
    public void A_training_that_was_interrupted_goes_on_to_the_same_bits()
    {
        var x = Wardrobe.Load(trainCount: 200, testCount: 1).Train.Bytes!;
        var folder = Directory.CreateTempSubdirectory("kindred-shared-").FullName;
        try
        {
            var whole = ProcessesByThreads.Run(2, communicator => Train(x, communicator))[0];
            ProcessesByThreads.Run(2, communicator => Train(x, communicator, folder, epochs: 2));
            var continued = ProcessesByThreads.Run(2, communicator => Train(x, communicator, folder))[1];
            Assert.Equal(whole.Transform(x.ToMatrix()).Values.ToArray(), continued.Transform(x.ToMatrix()).Values.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static AutoencoderModel Train(ByteMatrix x, ICommunicator communicator, string? folder = null, int epochs = 3) => new Autoencoder
    {
        Architecture = new DenseArchitecture { Widths = [x.Columns, 32, 4] },
        Trainer = new Trainer { Epochs = epochs, BatchSize = 32 }.SharedBy(communicator),
        CheckpointFolder = folder,
        Seed = 5,
    }.Fit(x);
}
