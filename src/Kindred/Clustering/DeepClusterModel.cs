using Kindred.Clustering.Deep;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>An encoder and centres among its codes: a row goes to the nearest, and belongs to each by Student's t of the distance.</summary>
public sealed class DeepClusterModel : ISoftClusterModel
{
    private readonly UnitRange _range;

    internal DeepClusterModel(UnitRange range, AutoencoderModel encoder, Matrix centres) => (_range, Encoder, Centres) = (range, encoder, centres);

    /// <summary>What the autoencoder became.</summary>
    public AutoencoderModel Encoder { get; }

    /// <summary>clusters x code length</summary>
    public Matrix Centres { get; }

    public int Columns => Encoder.InputColumns;

    public int ClusterCount => Centres.Rows;

    /// <summary>How the fit went: passes, whether clusters had come to rest, the share of rows that changed in the last pass.</summary>
    public IReadOnlyDictionary<string, double> Outcome { get; init; } = new Dictionary<string, double>();

    /// <summary>What brings rows to the encoder.</summary>
    internal UnitRange Range => _range;

    internal static StoredKind StoredAs { get; } = new("deep-clusters", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix x) => Dec.Similarities(Codes(x), Centres);

    /// <inheritdoc/>
    public Membership Assign(Matrix x)
    {
        var codes = Codes(x);
        var (nearest, shares) = (new KMeansModel(Centres).Assign(codes), Dec.Similarities(codes, Centres));
        return nearest with { Probabilities = [.. nearest.Clusters.Select((cluster, i) => shares.Row(i)[cluster])] };
    }

    SafeTensors IStored.Store()
    {
        var encoder = Encoder.Store();
        return new SafeTensors(
            [new StoredTensor("range", [2], new[] { _range.Low, _range.Scale }), new StoredTensor("centres", [Centres.Rows, Centres.Columns], Centres.Values.ToArray()), .. encoder.Tensors],
            encoder.Metadata);
    }

    private static DeepClusterModel Read(SafeTensors file)
    {
        if (file.ShapeOf("centres") is not [var clusters and > 0, var columns and > 0])
            throw new InvalidDataException("The centres must be a table of at least one row and one column.");
        var encoder = AutoencoderModel.From(new SafeTensors([.. file.Tensors.Where(tensor => tensor.Name is not ("range" or "centres"))], file.Metadata));
        if (encoder.CodeLength != columns)
            throw new InvalidDataException($"The centres have {columns} columns, but a code has {encoder.CodeLength} numbers.");
        var range = file.Values("range", [2]);
        var centres = file.Values("centres", [clusters, columns]);
        StoredNumbers.RequireFinite("range", range);
        StoredNumbers.RequireFinite("centres", centres);
        return new DeepClusterModel(new UnitRange(range[0], range[1]), encoder, new Matrix(clusters, columns, centres.ToArray()));
    }

    private Matrix Codes(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return Encoder.Transform(_range.Bring(x));
    }
}
