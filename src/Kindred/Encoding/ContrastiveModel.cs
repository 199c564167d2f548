using Kindred.Networks.Layers;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Encoding;

/// <summary>A trained encoder. Codes are counted from the mean of those of the training rows and are one long: distances between them are those of their directions. Where it learned from neighbours, the features
/// that told these stand beside the code, brought to the same measure.</summary>
#pragma warning disable CA1001 // what is recorded is kept as long as the model lives; its memory goes with it
public sealed class ContrastiveModel : IEncoderModel
#pragma warning restore CA1001
{
    private const string Format = "kindred-contrastive-1";
    private const int RowsAtOnce = 4096;
    private const string FeaturePart = "features.", FeatureMean = "featureMean";

    private readonly ContrastiveNetwork _network;
    private readonly float[] _mean;
    private readonly RecordedPasses _encoding;

    internal ContrastiveModel(ContrastiveArchitecture architecture, ContrastiveNetwork network, TrainingHistory history, float[] mean, RecognitionCheck? check, Directions? features = null)
    {
        (Architecture, _network, History, _mean, Check, Features) = (architecture, network, history, mean, check, features);
        if (features is not null && features.Transform.InputColumns != architecture.Inputs)
            throw new ArgumentException($"The features take rows of {features.Transform.InputColumns} values, the network rows of {architecture.Inputs}.");
        _encoding = new RecordedPasses(Architecture.CodeLength, Architecture.ActivationCount, network.Encode);
    }

    public ContrastiveArchitecture Architecture { get; }

    public int InputColumns => Architecture.Inputs;

    public int OutputColumns => Architecture.CodeLength + (Features?.Mean.Length ?? 0);

    public TrainingHistory History { get; }

    /// <summary>Whether it learned anything: look before using its codes.</summary>
    public RecognitionCheck? Check { get; }

    public string? Judgement => Check?.Describe();

    public string? Failure => Check is { Failed: true } ? Judgement : null;

    /// <summary><c>epochs</c> and <c>bestEpoch</c>; <c>recognition</c>, <c>recognitionAtStart</c> and <c>recognitionByPixels</c>: see <see cref="RecognitionCheck"/>.</summary>
    public IReadOnlyDictionary<string, double> Outcome
    {
        get
        {
            var outcome = new Dictionary<string, double> { ["epochs"] = History.Epochs.Count, ["bestEpoch"] = History.BestEpoch };
            if (Check is not null)
                (outcome["recognition"], outcome["recognitionAtStart"], outcome["recognitionByPixels"]) = (Check.Recognition, Check.RecognitionAtStart, Check.RecognitionByPixels);
            return outcome;
        }
    }

    /// <summary>What stands beside the code; null where nothing does.</summary>
    internal Directions? Features { get; }

    internal static StoredKind StoredAs { get; } = new("contrastive", From);

    StoredKind IStored.Kind => StoredAs;

    internal ContrastiveNetwork Network => _network;

    /// <summary>What codes are counted from.</summary>
    internal ReadOnlyMemory<float> Mean => _mean;

    string IEncoderModel.Describe() => new LayerTable(_network.InputShape, _network.Encoder.Layers).ToString();

    /// <summary>rows x inputs → rows x (code length + features)</summary>
    /// <exception cref="ArgumentException">The columns are others, or a value is not finite.</exception>
    /// <exception cref="InvalidDataException">The network's weights are such that a code is not finite, as those of an altered file may be.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        return Encode(Samples.From(x), features => features.Transform(x));
    }

    /// <inheritdoc cref="Transform(Matrix)"/>
    public Matrix Transform(ByteMatrix x) => Encode(Samples.From(x), features => features.Transform(x));

    /// <summary>Weights of the encoder alone: the projector has done its work. And the features, where there are any.</summary>
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
        StoredTensor[] own = [new StoredTensor("mean", [_mean.Length], _mean), .. _network.Encoder.Parameters.Select(parameter => new StoredTensor(parameter.Name, ValueList.Create(parameter.Shape), parameter.ToArray()))];
        return Features is null
            ? new SafeTensors(own, texts)
            : StoredParts.Join(new SafeTensors([.. own, new StoredTensor(FeatureMean, [Features.Mean.Length], Features.Mean)], texts), (FeaturePart, Features.Transform));
    }

    /// <summary>Codes as the network makes them.</summary>
    internal static Matrix Raw(ContrastiveArchitecture architecture, ContrastiveNetwork network, Samples x)
    {
        Guard.Columns(x.Columns, architecture.Inputs);
        return NetworkReplay.RequireFinite(NetworkReplay.Of(x, architecture.CodeLength, architecture.ActivationCount, network.Encode));
    }

    /// <summary>What codes are to be counted from: the mean of those of all rows, of which few are at hand at a time; processes share them.</summary>
    internal static float[] MeanCode(ContrastiveArchitecture architecture, ContrastiveNetwork network, Samples x, ICommunicator communicator)
    {
        using var passes = new RecordedPasses(architecture.CodeLength, architecture.ActivationCount, network.Encode);
        var sums = new double[architecture.CodeLength];
        var shard = new RowShard(communicator, x.Rows, RowsAtOnce);
        var end = shard.First + shard.Count;
        for (var start = shard.First; start < end; start += RowsAtOnce)
        {
            var rows = x.Take([.. Enumerable.Range(start, Math.Min(RowsAtOnce, end - start))]);
            Directions.Add(NetworkReplay.RequireFinite(passes.Of(rows)), sums);
        }

        communicator.Sum(sums);
        return Array.ConvertAll(sums, sum => (float)(sum / x.Rows));
    }

    private Matrix Encode(Samples x, Func<ITransform, Matrix> transform)
    {
        Guard.Columns(x.Columns, Architecture.Inputs);
        var codes = NetworkReplay.RequireFinite(_encoding.Of(x));
        Directions.Apply(codes, _mean);
        if (Features is null)
            return codes;
        var features = transform(Features.Transform);
        Features.Apply(features);
        var joined = new Matrix(codes.Rows, OutputColumns);
        for (var i = 0; i < codes.Rows; i++)
        {
            codes.Row(i).CopyTo(joined.MutableRow(i));
            features.Row(i).CopyTo(joined.MutableRow(i)[codes.Columns..]);
        }

        return joined;
    }

    private static ContrastiveModel From(SafeTensors whole, StoredKinds kinds)
    {
        if (whole.Text("format") != Format)
            throw new InvalidDataException($"The file holds {whole.Text("format")}, expected {Format}.");
        var (features, file) = (FeaturesOf(whole, kinds), StoredParts.Without(whole, FeaturePart, FeatureMean));
        foreach (var tensor in file.Tensors)
            StoredNumbers.RequireFinite(tensor.Name, tensor.Values.Span);
        var architecture = EncodingJson.Read<ContrastiveArchitecture>(file.Text("architecture"));
        var stored = file.Tensors.Sum(tensor => (long)tensor.Values.Length);
        if (architecture.ParameterCount + architecture.CodeLength != stored)  // checked before anything of that size is made
            throw new InvalidDataException($"The architecture has {architecture.ParameterCount + architecture.CodeLength} numbers, but the file holds {stored}.");
        if (architecture.ActivationCount > Architectures.MostActivations)
            throw new InvalidDataException($"The network makes {architecture.ActivationCount:N0} values of one row; at most {Architectures.MostActivations:N0} are allowed.");
        var network = (architecture with { Projection = [1] }).Build(new Rng(0));  // what the projector was is not kept
        if (network.Encoder.Parameters.Count + 1 != file.Tensors.Count || file.Doubles.Count > 0)
            throw new InvalidDataException($"The architecture has {network.Encoder.Parameters.Count + 1} arrays of floats, but the file holds {file.Tensors.Count} and {file.Doubles.Count} of doubles.");
        foreach (var parameter in network.Encoder.Parameters)
            parameter.Set(file.Values(parameter.Name, parameter.Shape));
        var check = file.Metadata.TryGetValue("check", out var text) ? EncodingJson.Read<RecognitionCheck>(text) : null;
        return new ContrastiveModel(architecture, network, EncodingJson.Read<TrainingHistory>(file.Text("history")), file.Values("mean", [architecture.CodeLength]).ToArray(), check, features);
    }

    private static Directions? FeaturesOf(SafeTensors file, StoredKinds kinds)
    {
        if (!StoredParts.Has(file, FeaturePart))
            return null;
        var transform = StoredParts.Read<ITransform>(file, FeaturePart, kinds);
        var mean = file.Values(FeatureMean, [transform.OutputColumns]).ToArray();
        StoredNumbers.RequireFinite(FeatureMean, mean);
        return new Directions(transform, mean);
    }
}
