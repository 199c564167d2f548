using System.Globalization;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>What a run learned on the way and a report shows: codes, a strip of restored images, the layer table. Any of them may be missing.</summary>
public sealed record RunDetails
{
    private const string LayersText = "layers";
    private const string MappedText = "mapped rows";
    private const int StripLength = 20;

    /// <summary>What rows are near each other in: the codes they were clustered on, or the first principal components of their pixels; n x code length.</summary>
    public Parts<Matrix> Codes { get; init; } = new(null, null, null);

    /// <summary>n x 2: places on a map of which neighbours are told, not distances (UMAP); empty where none was laid out.</summary>
    public Parts<Matrix> Map { get; init; } = new(null, null, null);

    /// <summary>Training rows that were laid out; all others lie among their nearest.</summary>
    public int? MappedRows { get; init; }

    /// <summary>The part of its cluster that each row is in: a leaf of <see cref="RunRecord.Tree"/>, −1 for none.</summary>
    public Parts<int[]> Leaves { get; init; } = new(null, null, null);

    /// <summary>Some images, unseen in training where there are such: at most 20 rows.</summary>
    public Matrix? Originals { get; init; }

    /// <summary>What the network makes of <see cref="Originals"/>, row by row.</summary>
    public Matrix? Restored { get; init; }

    /// <summary>Some images in the views that the network was told are the same: each as it is, then seven views of it.</summary>
    internal Matrix? Views { get; init; }

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
        tensors.AddRange(Map.Present().Select(part => Stored($"map.{part.Name}", part.Part)));
        tensors.AddRange(Leaves.Present().Select(part => new StoredTensor($"leaves.{part.Name}", [part.Part.Length], Array.ConvertAll(part.Part, leaf => (float)leaf))));
        if (Originals is not null && Restored is not null)
            tensors.AddRange([Stored("originals", Originals), Stored("restored", Restored)]);
        if (Views is not null)
            tensors.Add(Stored("views", Views));
        var texts = new Dictionary<string, string>();
        if (Layers is not null)
            texts[LayersText] = Layers;
        if (MappedRows is { } rows)
            texts[MappedText] = rows.ToString(CultureInfo.InvariantCulture);
        new SafeTensors(tensors, texts).Save(path);
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static RunDetails Load(string path)
    {
        var file = SafeTensors.Load(path);
        return new RunDetails
        {
            Codes = new Parts<Matrix>(Table(file, "codes.train"), Table(file, "codes.validation"), Table(file, "codes.test")),
            Map = new Parts<Matrix>(Table(file, "map.train"), Table(file, "map.validation"), Table(file, "map.test")),
            MappedRows = int.TryParse(file.Metadata.GetValueOrDefault(MappedText), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null,
            Leaves = new Parts<int[]>(Numbers(file, "leaves.train"), Numbers(file, "leaves.validation"), Numbers(file, "leaves.test")),
            Originals = Table(file, "originals"),
            Restored = Table(file, "restored"),
            Views = Table(file, "views"),
            Layers = file.Metadata.GetValueOrDefault(LayersText),
        };
    }

    private static StoredTensor Stored(string name, Matrix x) => new(name, [x.Rows, x.Columns], x.Values.ToArray());

    private static int[]? Numbers(SafeTensors file, string name)
    {
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Name == name && tensor.Shape.Count == 1)
                return Array.ConvertAll(tensor.Values.ToArray(), value => (int)value);
        }

        return null;
    }

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
