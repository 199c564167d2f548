using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Kindred.Onnx.Export;

/// <summary>A value in a graph: what a node gives, by its name. The batch is its first dimension.</summary>
internal readonly record struct Value(string Name);

/// <summary>A graph of standard operators in the making: every method adds a node, and gives its value.</summary>
/// <remarks>What an operator is and takes: onnx.ai/onnx/operators, at <see cref="Opset"/>.</remarks>
internal sealed partial class GraphBuilder
{
    /// <summary>Version of the standard operators: the first at which all reductions take their axes alike.</summary>
    public const int Opset = 18;

    private readonly GraphBuilder _whole;  // whose names and constants those of a loop's body are
    private readonly Dictionary<(DataType Type, double Number), Value> _scalars = [];
    private int _named;

    public GraphBuilder() => _whole = this;

    private GraphBuilder(GraphBuilder whole) => _whole = whole;

    public GraphProto Graph { get; } = new();

    /// <summary>Rows of what it was made from that the graph holds; 0 where it holds none.</summary>
    public int KeptRows { get; set; }

    /// <summary>The node of a standard operator with one output.</summary>
    public Value Node(string operation, Value[] inputs, params AttributeProto[] attributes) => Node(operation, 1, inputs, attributes)[0];

    /// <summary>The node of a standard operator with several outputs.</summary>
    public Value[] Node(string operation, int outputs, Value[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation };
        var values = Array.ConvertAll(new Value[outputs], _ => Fresh(operation));
        node.Name = values[0].Name;
        node.Input.AddRange(inputs.Select(input => input.Name));
        node.Output.AddRange(values.Select(value => value.Name));
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return values;
    }

    public Value Constant(float[] values, params int[] shape) => Constant(DataType.Float, MemoryMarshal.AsBytes<float>(values), values.Length, shape);

    public Value Constant(double[] values, params int[] shape) => Constant(DataType.Double, MemoryMarshal.AsBytes<double>(values), values.Length, shape);

    public Value Constant(long[] values, params int[] shape) => Constant(DataType.Int64, MemoryMarshal.AsBytes<long>(values), values.Length, shape);

    /// <summary>A number that goes with every shape, as a double.</summary>
    public Value Number(double number) => Scalar(DataType.Double, number, () => Constant([number], []));

    /// <summary>A number that goes with every shape, as a float.</summary>
    public Value Single(float number) => Scalar(DataType.Float, number, () => Constant([number], []));

    /// <summary>A whole number that goes with every shape.</summary>
    public Value Whole(long number) => Scalar(DataType.Int64, number, () => Constant([number], []));

    /// <summary>What comes in from outside. A size of −1 is that of the batch.</summary>
    public Value Input(string name, DataType type, params int[] shape)
    {
        Graph.Input.Add(Described(name, type, shape));
        return new Value(name);
    }

    /// <summary>Gives a value under a name of its own to whoever runs the graph. A size of −1 is that of the batch.</summary>
    public void Output(string name, string meaning, Value value, DataType type, params int[] shape)
    {
        var node = new NodeProto { OpType = "Identity", Name = name };
        node.Input.Add(value.Name);
        node.Output.Add(name);
        Graph.Node.Add(node);
        var output = Described(name, type, shape);
        output.DocString = meaning;
        Graph.Output.Add(output);
    }

    /// <summary>Values that a body replaces so many times. Within it, all values that there were can be used.</summary>
    public Value[] Loop(int times, (Value Value, DataType Type)[] starts, Func<GraphBuilder, Value[], Value[]> body)
    {
        var inner = new GraphBuilder(_whole) { Graph = { Name = Fresh("Body").Name } };
        var (round, isGoing) = (Fresh("Round"), Fresh("IsGoing"));
        var before = Array.ConvertAll(starts, _ => Fresh("Before"));
        inner.Graph.Input.Add(Described(round.Name, DataType.Int64));
        inner.Graph.Input.Add(Described(isGoing.Name, DataType.Bool));
        inner.Graph.Input.AddRange(before.Zip(starts, (value, start) => Untold(value.Name, start.Type)));
        var after = body(inner, before);
        inner.Graph.Output.Add(Described(inner.Node("Identity", [isGoing]).Name, DataType.Bool));
        inner.Graph.Output.AddRange(after.Zip(starts, (value, start) => Untold(value.Name, start.Type)));
        return Node("Loop", starts.Length, [Whole(times), new Value(string.Empty), .. starts.Select(start => start.Value)],
            new AttributeProto { Name = "body", G = inner.Graph, Type = AttributeProto.Types.AttributeType.Graph });
    }

    public static AttributeProto Attribute(string name, long number) => new() { Name = name, I = number, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Attribute(string name, float number) => new() { Name = name, F = number, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Attribute(string name, string text) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(text), Type = AttributeProto.Types.AttributeType.String };

    public static AttributeProto Attribute(string name, params long[] numbers)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(numbers);
        return attribute;
    }

    private Value Fresh(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}_{++_whole._named}"));

    private Value Scalar(DataType type, double number, Func<Value> make)
    {
        if (!_whole._scalars.TryGetValue((type, number), out var value))
            _whole._scalars[(type, number)] = value = make();
        return value;
    }

    private Value Constant(DataType type, ReadOnlySpan<byte> bytes, int count, int[] shape)
    {
        if (shape.Aggregate(1L, (product, size) => product * size) != count)
            throw new ArgumentException($"{count} numbers are not {string.Join(" x ", shape)}.", nameof(shape));
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX files are written on little-endian machines only.");
        var value = Fresh("Constant");
        var tensor = new TensorProto { Name = value.Name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        _whole.Graph.Initializer.Add(tensor);
        return value;
    }

    private static ValueInfoProto Described(string name, DataType type, params int[] shape)
    {
        var described = Untold(name, type);
        described.Type.TensorType.Shape = new TensorShapeProto();
        described.Type.TensorType.Shape.Dim.AddRange(shape.Select(size =>
            size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "batch" } : new TensorShapeProto.Types.Dimension { DimValue = size }));
        return described;
    }

    /// <summary>A value whose shape follows from the nodes.</summary>
    private static ValueInfoProto Untold(string name, DataType type) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } };
}
