using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Training;

/// <summary>A little autoencoder with everything that has a state: convolution, normalisation, dropout, pooling, dense layers.</summary>
internal sealed class SmallProblem
{
    private readonly Sequential _network;

    public SmallProblem(ulong seed = 1, int rows = 200)
    {
        var rng = new Rng(seed);
        _network = new Sequential("net",
        [
            new Reshape([4, 4, 1]),
            new Conv2D(1, 3, 3, Activation.Relu, Initialization.HeUniform, rng),
            new MaxPooling2D(),
            new BatchNormalization(3),
            new Dropout(0.2),
            new Flatten(),
            new Dense(12, 16, Activation.Sigmoid, Initialization.GlorotUniform, rng),
        ]);
        var values = new float[rows * 16];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)rng.NextDouble();
        Rows = new Matrix(rows, 16, values);
    }

    public Matrix Rows { get; }

    public IReadOnlyList<Parameter> Parameters => _network.Parameters;

    public TrainingData Data => new(Rows.Slice(0, Rows.Rows - 50), Rows.Slice(Rows.Rows - 50, 50));

    public Tensor Loss(Batch batch) => _network.Forward(batch.X).MeanSquaredError(batch.X);

    public TrainingHistory Train(Trainer trainer, Checkpoint? checkpoint = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        trainer.Run(Parameters, Data, Loss, new Rng(5), checkpoint, progress, cancellation);

    public TrainingSession Begin(Trainer trainer, Checkpoint? checkpoint = null, IStopRule? stopRule = null) =>
        trainer.Begin(Parameters, Data, Loss, new Rng(5), checkpoint, stopRule);

    /// <summary>Every number the network holds, bit by bit.</summary>
    public int[] Bits() => [.. Parameters.SelectMany(parameter => parameter.ToArray()).Select(BitConverter.SingleToInt32Bits)];
}

/// <summary>Reports at once, on the thread that trains.</summary>
internal sealed class DirectProgress(Action<FitProgress> report) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => report(value);
}
