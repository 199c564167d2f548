using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>What a run learned on the way and a report shows: codes, a strip of restored images, the layer table. Any of them may be missing.</summary>
public sealed record RunDetails
{
    private const string LayersText = "layers";
    private const int StripLength = 20;

    /// <summary>What rows are near each other in: the codes they were clustered on, or the first principal components of their pixels; n x code length.</summary>
    public Parts<Matrix> Codes { get; init; } = new(null, null, null);

    /// <summary>Some images, unseen in training where there are such: at most 20 rows.</summary>
    public Matrix? Originals { get; init; }

    /// <summary>What the network makes of <see cref="Originals"/>, row by row.</summary>
    public Matrix? Restored { get; init; }

    /// <summary>The network's layers as plain text.</summary>
    public string? Layers { get; init; }

    internal static RunDetails Of((IRestores Encoder, ImageSet Rows)? encoded, Parts<Matrix> codes)
    {
        if (encoded is not var (encoder, rows))
            return new RunDetails { Codes = codes };
        var originals = rows.Take([.. Enumerable.Range(0, Math.Min(StripLength, rows.Count))]).Pixels;
        return new RunDetails
        {
            Codes = codes,
            Originals = originals,
            Restored = encoder.Restore(encoder.Transform(originals)),
            Layers = (encoder as IEncoderModel)?.Describe(),
        };
    }

    internal void Save(string path)
    {
        var tensors = Codes.Present().Select(part => Stored($"codes.{part.Name}", part.Part)).ToList();
        if (Originals is not null && Restored is not null)
            tensors.AddRange([Stored("originals", Originals), Stored("restored", Restored)]);
        var texts = new Dictionary<string, string>();
        if (Layers is not null)
            texts[LayersText] = Layers;
        new SafeTensors(tensors, texts).Save(path);
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static RunDetails Load(string path)
    {
        var file = SafeTensors.Load(path);
        return new RunDetails
        {
            Codes = new Parts<Matrix>(Table(file, "codes.train"), Table(file, "codes.validation"), Table(file, "codes.test")),
            Originals = Table(file, "originals"),
            Restored = Table(file, "restored"),
            Layers = file.Metadata.GetValueOrDefault(LayersText),
        };
    }

    private static StoredTensor Stored(string name, Matrix x) => new(name, [x.Rows, x.Columns], x.Values.ToArray());

    private static Matrix? Table(SafeTensors file, string name)
    {
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Name == name && tensor.Shape.Count == 2)
                return new Matrix(tensor.Shape[0], tensor.Shape[1], tensor.Values.ToArray());
        }

        return null;
    }
}
