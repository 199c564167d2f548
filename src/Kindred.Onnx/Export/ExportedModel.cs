using Google.Protobuf;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Kindred.Onnx.Export;

/// <summary>A model as one ONNX graph, from the values of an item to its cluster: docs/onnx.md says what goes in and comes out.</summary>
public sealed class ExportedModel
{
    /// <summary>Version of the standard operators that graphs are made of.</summary>
    public const int Opset = GraphBuilder.Opset;

    /// <summary>What the input is called that takes pictures: batch x height x width x channels.</summary>
    internal const string Pixels = "pixels";

    /// <summary>What the input is called that takes rows of numbers: batch x columns.</summary>
    internal const string Rows = "rows";

    /// <summary>Of the file format, that of ONNX 1.13.</summary>
    private const int IrVersion = 8;

    /// <summary>Protocol Buffers hold no more in one message.</summary>
    private const long MostBytes = int.MaxValue;

    private readonly ModelProto _proto;

    private ExportedModel(ModelProto proto, int keptRows) => (_proto, KeptRows) = (proto, keptRows);

    /// <summary>What the input is called: <c>pixels</c> for pictures, <c>rows</c> for numbers.</summary>
    public string Input => _proto.Graph.Input[0].Name;

    /// <summary>Sizes of the input behind the batch, which is free: height, width and channels, or columns.</summary>
    public ValueList<int> InputShape => [.. _proto.Graph.Input[0].Type.TensorType.Shape.Dim.Skip(1).Select(size => (int)size.DimValue)];

    /// <summary>What the graph tells, in order: <c>cluster</c>, <c>probability</c>, <c>distance</c>, <c>probabilities</c>, <c>code</c>; the two of probabilities only where the model has them.</summary>
    public ValueList<string> Outputs => [.. _proto.Graph.Output.Select(output => output.Name)];

    /// <summary>Rows the model was made from that the graph holds, each of which every item is compared with; 0 where it needs none.</summary>
    public int KeptRows { get; }

    /// <summary>What the file says of itself, by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _proto.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>The graph of a model.</summary>
    /// <exception cref="ArgumentException">A part of it cannot be told by standard operators, or it is too large for one file; the message says which, why, and what can be.</exception>
    public static ExportedModel Of(KindredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = new GraphBuilder { Graph = { Name = "kindred" } };
        var code = model.Steps.Aggregate(TakeIn(graph, model.Input), (rows, step) => ExportCatalog.Add(graph, step, rows));
        GiveOut(graph, ExportCatalog.Add(graph, model.Clusterer, code), model.ClusterCount);
        graph.Output("code", "What the steps make of each item: the row that the clusters lie among.", code, DataType.Float, -1, model.Clusterer.Columns);
        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Kindred",
            ProducerVersion = ProgramVersion.Text,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = GraphBuilder.Opset } },
        };
        proto.MetadataProps.AddRange(ExportMetadata.Of(model, graph).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return new ExportedModel(proto, graph.KeptRows);
    }

    /// <summary>Writes the file, as a whole or not at all.</summary>
    /// <exception cref="ArgumentException">It would be longer than one message of Protocol Buffers can be.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckLength();
        WholeFile.Write(path, file => _proto.WriteTo(file));
    }

    /// <summary>What <see cref="Save"/> writes.</summary>
    /// <exception cref="ArgumentException">It would be longer than one message of Protocol Buffers can be.</exception>
    public byte[] ToBytes()
    {
        CheckLength();
        return _proto.ToByteArray();
    }

    /// <summary>The input, as rows of floats.</summary>
    private static Value TakeIn(GraphBuilder graph, ModelInput input)
    {
        var type = input.Origins is null ? DataType.Float : DataType.Double;
        var shape = input.Shape;
        var rows = shape.IsTable ? graph.Input(Rows, type, -1, shape.Size)
            : graph.Reshape(graph.Input(Pixels, type, -1, shape.Height, shape.Width, shape.Channels), 0, shape.Size);
        return input.Origins is null ? rows : graph.ToFloat(graph.Subtract(rows, graph.Constant([.. input.Origins], shape.Size)));
    }

    private static void GiveOut(GraphBuilder graph, ClusterValues values, int clusters)
    {
        graph.Output("cluster", "The number of each item's cluster, from 0; −1 where it belongs to none.", values.Clusters, DataType.Int64, -1);
        if (values.Probabilities is { } probabilities)
            graph.Output("probability", "How surely each item belongs to its cluster, in [0, 1].", probabilities, DataType.Float, -1);
        graph.Output("distance", "How far each item lies from its cluster, in the method's own measure; large is untypical.", values.Distances, DataType.Float, -1);
        if (values.Shares is { } shares)
            graph.Output("probabilities", "How surely each item belongs to every cluster; a row sums to 1.", shares, DataType.Float, -1, clusters);
    }

    private void CheckLength()
    {
        var bytes = _proto.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);
        if (bytes > MostBytes - (16 << 20))  // room for the nodes
            throw new ArgumentException($"The numbers of this model take {bytes / 1e9:0.0} GB; an ONNX file holds at most {MostBytes / 1e9:0.0} GB. Fewer columns (--steps pca:50) or fewer kept rows are needed.");
    }
}
