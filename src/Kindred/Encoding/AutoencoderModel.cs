using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>A trained pair of encoder and decoder.</summary>
public sealed class AutoencoderModel : ITransform
{
    /// <summary>Rows at a time; results do not depend on it.</summary>
    private const int BatchSize = 256;

    private readonly EncoderDecoder _network;

    internal AutoencoderModel(IArchitecture architecture, EncoderDecoder network, TrainingHistory history) =>
        (Architecture, _network, History) = (architecture, network, history);

    public IArchitecture Architecture { get; }

    /// <summary>Losses of every epoch of the training.</summary>
    public TrainingHistory History { get; }

    /// <summary>Layers of the encoder, then of the decoder.</summary>
    public LayerTable Summary => new(_network.InputShape, [.. _network.Encoder.Layers, .. _network.Decoder.Layers]);

    internal EncoderDecoder Network => _network;

    /// <summary>rows x inputs → rows x code length</summary>
    public Matrix Transform(Matrix x) => Encode(Samples.From(x));

    /// <summary>rows x inputs → rows x code length</summary>
    public Matrix Transform(ByteMatrix x) => Encode(Samples.From(x));

    /// <summary>rows x code length → rows x inputs, each in [0, 1]</summary>
    public Matrix Restore(Matrix codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Columns != Architecture.CodeLength)
            throw new ArgumentException($"Codes have {Architecture.CodeLength} columns, got {codes.Columns}.", nameof(codes));
        return Replay(Samples.From(codes), Architecture.Inputs, x => _network.Decoder.Forward(x.Reshape([x.Rows, .. CodeShape()])));
    }

    /// <summary>The mean of (restored − original)² over all values.</summary>
    public double ReconstructionError(Matrix x) => Error(Samples.From(x));

    /// <summary>The mean of (restored − original)² over all values.</summary>
    public double ReconstructionError(ByteMatrix x) => Error(Samples.From(x));

    private Matrix Encode(Samples x)
    {
        Guard.Columns(x.Columns, Architecture.Inputs);
        return Replay(x, Architecture.CodeLength, rows => _network.Encoder.Forward(Images(rows)));
    }

    private double Error(Samples x)
    {
        Guard.Columns(x.Columns, Architecture.Inputs);
        var errors = Replay(x, 1, rows =>
        {
            var restored = _network.Decoder.Forward(_network.Encoder.Forward(Images(rows))).Flatten();
            var difference = restored - rows;
            return (difference * difference).MatMul(Ones(rows));
        });
        var sum = 0.0;
        foreach (var error in errors.Values)
            sum += error;
        return sum / x.Rows / x.Columns;
    }

    /// <summary>Runs what <paramref name="record"/> records over all rows, some at a time.</summary>
    private static Matrix Replay(Samples samples, int columns, Func<Tensor, Tensor> record)
    {
        var results = new Matrix(samples.Rows, columns);
        var rows = Enumerable.Range(0, samples.Rows).ToArray();
        for (var start = 0; start < rows.Length;)
        {
            var count = Math.Min(BatchSize, rows.Length - start);
            using var batch = new Batch(new Graph(), count, samples.Columns);
            var result = record(batch.X);
            for (; start + count <= rows.Length; start += count)
            {
                batch.Choose(samples, rows.AsSpan(start, count));
                batch.Graph.Forward();
                result.Values.CopyTo(results.MutableValues[(start * columns)..]);
            }
        }

        return results;
    }

    private Tensor Images(Tensor x) => x.Reshape([x.Rows, .. _network.InputShape]);

    private ValueList<int> CodeShape() =>
        Architecture is ConvolutionalArchitecture { CodeChannels: { } channels } convolutional
            ? [convolutional.Shape.Height >> (convolutional.Channels.Count - 1), convolutional.Shape.Width >> (convolutional.Channels.Count - 1), channels]
            : [Architecture.CodeLength];

    private static Tensor Ones(Tensor x)
    {
        var ones = x.Graph.Input(x.Columns, 1);
        ones.Values.Fill(1);
        return ones;
    }
}
