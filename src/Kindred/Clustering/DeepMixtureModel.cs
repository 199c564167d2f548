using Kindred.Clustering.Deep;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>An encoder and a mixture of normal distributions among its codes: a row goes to the likeliest.</summary>
public sealed class DeepMixtureModel : ISoftClusterModel
{
    internal DeepMixtureModel(UnitRange range, AutoencoderModel encoder, GaussianMixtureModel mixture) => (Range, Encoder, Mixture) = (range, encoder, mixture);

    /// <summary>What the autoencoder became; its codes are the means.</summary>
    public AutoencoderModel Encoder { get; }

    /// <summary>Of codes, with diagonal covariances.</summary>
    public GaussianMixtureModel Mixture { get; }

    public int Columns => Encoder.InputColumns;

    public int ClusterCount => Mixture.ClusterCount;

    /// <summary>How the fit went: passes, the last loss, what the autoencoder explained before.</summary>
    public IReadOnlyDictionary<string, double> Outcome { get; init; } = new Dictionary<string, double>();

    /// <summary>What brings rows to the encoder.</summary>
    internal UnitRange Range { get; }

    internal static StoredKind StoredAs { get; } = new("deep-mixture", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix x) => Mixture.PredictProbabilities(Codes(x));

    /// <inheritdoc/>
    public Membership Assign(Matrix x) => Mixture.Assign(Codes(x));

    SafeTensors IStored.Store()
    {
        var (encoder, mixture) = (Encoder.Store(), ((IStored)Mixture).Store());
        return new SafeTensors([new StoredTensor("range", [2], new[] { Range.Low, Range.Scale }), .. encoder.Tensors], encoder.Metadata, mixture.Doubles);
    }

    private static DeepMixtureModel Read(SafeTensors file)
    {
        var encoder = AutoencoderModel.From(new SafeTensors([.. file.Tensors.Where(tensor => tensor.Name != "range")], file.Metadata));
        if (file.ShapeOf("means") is not [var clusters and > 0, var columns] || columns != encoder.CodeLength)
            throw new InvalidDataException($"The means must be a table of at least one row and {encoder.CodeLength} columns, the length of a code.");
        var range = file.Values("range", [2]);
        StoredNumbers.RequireFinite("range", range);
        var mixture = new GaussianMixtureModel(CovarianceKind.Diagonal, columns, file.Finite("weights"), file.DoubleValues("means", [clusters, columns]), file.Finite("covariances"));
        return new DeepMixtureModel(new UnitRange(range[0], range[1]), encoder, mixture);
    }

    private Matrix Codes(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return Encoder.Transform(Range.Bring(x));
    }
}
