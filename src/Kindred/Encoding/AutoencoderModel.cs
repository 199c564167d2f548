using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Encoding;

/// <summary>A trained pair of encoder and decoder.</summary>
#pragma warning disable CA1001 // what is recorded is kept as long as the model lives; its memory goes with it
public sealed class AutoencoderModel : IEncoderModel, IRestores
#pragma warning restore CA1001
{
    private const string Format = "kindred-autoencoder-1";

    private readonly EncoderDecoder _network;
    private readonly RecordedPasses _encoding;

    internal AutoencoderModel(IArchitecture architecture, EncoderDecoder network, TrainingHistory history, RestorationCheck? check)
    {
        (Architecture, _network, History, Check) = (architecture, network, history, check);
        _encoding = new RecordedPasses(CodeLength, Architecture.ActivationCount, rows => _network.Encoder.Forward(Images(rows)));
    }

    public IArchitecture Architecture { get; }

    /// <summary>Numbers in a code.</summary>
    public int CodeLength => Architecture.CodeLength();

    public int InputColumns => Architecture.Inputs;

    public int OutputColumns => CodeLength;

    /// <summary>Losses of every epoch of the training.</summary>
    public TrainingHistory History { get; }

    /// <summary>Whether it learned anything: look before using its codes. Null in a model from a file of before this was kept.</summary>
    public RestorationCheck? Check { get; }

    public string? Judgement => Check?.Describe();

    public string? Failure => Check is { Failed: true } ? Judgement : null;

    /// <summary><c>epochs</c> and <c>bestEpoch</c>; where it was checked, <c>explainedVariance</c> and <c>explainedByComponents</c>; <c>frameHeight</c> and <c>frameWidth</c> where a border was added.</summary>
    public IReadOnlyDictionary<string, double> Outcome
    {
        get
        {
            var outcome = new Dictionary<string, double> { ["epochs"] = History.Epochs.Count, ["bestEpoch"] = History.BestEpoch };
            if (Check is not null)
                (outcome["explainedVariance"], outcome["explainedByComponents"]) = (Check.ExplainedVariance, Check.ExplainedByComponents);
            if (Architecture is ConvolutionalArchitecture { IsFramed: true, Frame: var frame })
                (outcome["frameHeight"], outcome["frameWidth"]) = (frame.Height, frame.Width);
            return outcome;
        }
    }

    /// <summary>Layers of the encoder, then of the decoder.</summary>
    public LayerTable Summary => _network.Layers;

    internal static StoredKind StoredAs { get; } = new("autoencoder", From);

    StoredKind IStored.Kind => StoredAs;

    internal EncoderDecoder Network => _network;

    string IEncoderModel.Describe() => Summary.ToString();

    /// <summary>rows x inputs → rows x code length</summary>
    /// <exception cref="ArgumentException">The columns are others, or a value is not finite.</exception>
    /// <exception cref="InvalidDataException">The network's weights are such that a code is not finite, as those of an altered file may be.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        return Encode(Samples.From(x));
    }

    /// <summary>rows x inputs → rows x code length</summary>
    public Matrix Transform(ByteMatrix x) => Encode(Samples.From(x));

    /// <summary>rows x code length → rows x inputs, each in [0, 1]</summary>
    public Matrix Restore(Matrix codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Columns != CodeLength)
            throw new ArgumentException($"Codes have {CodeLength} columns, got {codes.Columns}.", nameof(codes));
        return Replay(Samples.From(codes), Architecture.Inputs, x => _network.Decoder.Forward(x.Reshape([x.Rows, .. Architecture.CodeShape])));
    }

    /// <summary>The mean of (restored − original)² over all values.</summary>
    public double ReconstructionError(Matrix x) => Error(Samples.From(x));

    /// <summary>The mean of (restored − original)² over all values.</summary>
    public double ReconstructionError(ByteMatrix x) => Error(Samples.From(x));

    /// <summary>The network with weights of its own, to be trained further; this model, and whoever shares it, stay as they are.</summary>
    public EncoderDecoder CopyNetwork()
    {
        var copy = Architecture.Build(new Rng(0));
        foreach (var (from, to) in _network.Parameters.Zip(copy.Parameters))
            to.Set(from.ToArray());
        return copy;
    }

    /// <summary>Writes weights, architecture and history to one safetensors file, as a whole or not at all.</summary>
    public void Save(string path) => Store().Save(path);

    /// <summary>What <see cref="Save"/> wrote: a model that gives the same bits.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message says what.</exception>
    public static AutoencoderModel Load(string path) => From(SafeTensors.Load(path));

    public SafeTensors Store()
    {
        var texts = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["architecture"] = EncodingJson.Write(Architecture),
            ["history"] = EncodingJson.Write(History),
        };
        if (Check is not null)
            texts["check"] = EncodingJson.Write(Check);
        return new SafeTensors(
            [.. _network.Parameters.Select(parameter => new StoredTensor(parameter.Name, ValueList.Create(parameter.Shape), parameter.ToArray()))], texts);
    }

    internal static AutoencoderModel From(SafeTensors file)
    {
        if (file.Text("format") != Format)
            throw new InvalidDataException($"The file holds {file.Text("format")}, expected {Format}.");
        foreach (var tensor in file.Tensors)
            StoredNumbers.RequireFinite(tensor.Name, tensor.Values.Span);
        var architecture = EncodingJson.Read<IArchitecture>(file.Text("architecture"));
        var stored = file.Tensors.Sum(tensor => (long)tensor.Values.Length);
        if (architecture.ParameterCount != stored)  // checked before anything of that size is made
            throw new InvalidDataException($"The architecture has {architecture.ParameterCount} parameters, but the file holds {stored}.");
        if (architecture.ActivationCount > Architectures.MostActivations)
            throw new InvalidDataException($"The network makes {architecture.ActivationCount:N0} values of one row; at most {Architectures.MostActivations:N0} are allowed.");
        var network = Build(architecture);
        if (network.Parameters.Count != file.Tensors.Count || file.Doubles.Count > 0)
            throw new InvalidDataException($"The architecture has {network.Parameters.Count} arrays of floats, but the file holds {file.Tensors.Count} and {file.Doubles.Count} of doubles.");
        foreach (var parameter in network.Parameters)
            parameter.Set(file.Values(parameter.Name, parameter.Shape));
        var check = file.Metadata.TryGetValue("check", out var text) ? EncodingJson.Read<RestorationCheck>(text) : null;
        return new AutoencoderModel(architecture, network, EncodingJson.Read<TrainingHistory>(file.Text("history")), check);
    }

    private static EncoderDecoder Build(IArchitecture architecture)
    {
        try
        {
            return architecture.Build(new Rng(0));
        }
        catch (ArgumentException impossible)
        {
            throw new InvalidDataException($"The architecture cannot be built: {impossible.Message}", impossible);
        }
    }

    private Matrix Encode(Samples x)
    {
        Guard.Columns(x.Columns, Architecture.Inputs);
        return NetworkReplay.RequireFinite(_encoding.Of(x));
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

    private Matrix Replay(Samples samples, int columns, Func<Tensor, Tensor> record) => NetworkReplay.Of(samples, columns, Architecture.ActivationCount, record);

    private Tensor Images(Tensor x) => x.Reshape([x.Rows, .. _network.InputShape]);

    private static Tensor Ones(Tensor x)
    {
        var ones = x.Graph.Input(x.Columns, 1);
        ones.Values.Fill(1);
        return ones;
    }
}
