using DataType = Onnx.TensorProto.Types.DataType;

namespace Kindred.Onnx.Export;

/// <summary>The operators that parts are made of. Numbers broadcast as in NumPy; both sides of an operator have one type.</summary>
internal sealed partial class GraphBuilder
{
    public Value Add(Value a, Value b) => Node("Add", [a, b]);

    public Value Subtract(Value a, Value b) => Node("Sub", [a, b]);

    public Value Multiply(Value a, Value b) => Node("Mul", [a, b]);

    public Value Divide(Value a, Value b) => Node("Div", [a, b]);

    public Value MatMul(Value a, Value b) => Node("MatMul", [a, b]);

    public Value Square(Value x) => Multiply(x, x);

    public Value SquareRoot(Value x) => Node("Sqrt", [x]);

    public Value Exp(Value x) => Node("Exp", [x]);

    public Value Log(Value x) => Node("Log", [x]);

    public Value Abs(Value x) => Node("Abs", [x]);

    public Value Sign(Value x) => Node("Sign", [x]);

    public Value Max(Value a, Value b) => Node("Max", [a, b]);

    public Value Min(Value a, Value b) => Node("Min", [a, b]);

    public Value Less(Value a, Value b) => Node("Less", [a, b]);

    public Value LessOrEqual(Value a, Value b) => Node("LessOrEqual", [a, b]);

    public Value Equal(Value a, Value b) => Node("Equal", [a, b]);

    public Value And(Value a, Value b) => Node("And", [a, b]);

    /// <summary><paramref name="a"/> where <paramref name="condition"/> holds, else <paramref name="b"/>.</summary>
    public Value Where(Value condition, Value a, Value b) => Node("Where", [condition, a, b]);

    public Value ToDouble(Value x) => Cast(x, DataType.Double);

    public Value ToFloat(Value x) => Cast(x, DataType.Float);

    public Value ToWhole(Value x) => Cast(x, DataType.Int64);

    /// <summary>Σ over an axis.</summary>
    public Value Sum(Value x, int axis, bool keep = false) => Reduce("ReduceSum", x, axis, keep);

    public Value Mean(Value x, int axis, bool keep = false) => Reduce("ReduceMean", x, axis, keep);

    public Value Largest(Value x, int axis, bool keep = false) => Reduce("ReduceMax", x, axis, keep);

    public Value Smallest(Value x, int axis, bool keep = false) => Reduce("ReduceMin", x, axis, keep);

    /// <summary>The place of the largest along an axis, of equals the first.</summary>
    public Value ArgMax(Value x, int axis, bool keep = false) => Node("ArgMax", [x], Attribute("axis", axis), Attribute("keepdims", keep ? 1 : 0));

    /// <summary>The place of the smallest along an axis, of equals the first.</summary>
    public Value ArgMin(Value x, int axis, bool keep = false) => Node("ArgMin", [x], Attribute("axis", axis), Attribute("keepdims", keep ? 1 : 0));

    /// <summary>So many of the smallest along the last axis, in order, of equals the first, and their places.</summary>
    public (Value Values, Value Places) LeastOf(Value x, int count)
    {
        var found = Node("TopK", 2, [x, Constant([count], 1)], Attribute("axis", -1L), Attribute("largest", 0L), Attribute("sorted", 1L));
        return (found[0], found[1]);
    }

    /// <summary>The rows of <paramref name="table"/> at some places, in the places' shape.</summary>
    public Value Gather(Value table, Value places) => Node("Gather", [table, places], Attribute("axis", 0L));

    /// <summary>What stands at some places along an axis, one a line.</summary>
    public Value Pick(Value x, Value places, int axis) => Node("GatherElements", [x, places], Attribute("axis", axis));

    /// <summary>The same numbers in another shape; a size of 0 is that which was there, one of −1 what is left.</summary>
    public Value Reshape(Value x, params long[] shape) => Node("Reshape", [x, Constant(shape, shape.Length)]);

    public Value Transpose(Value x, params long[] order) => Node("Transpose", [x], Attribute("perm", order));

    public Value Concat(Value[] parts, int axis) => Node("Concat", parts, Attribute("axis", axis));

    /// <summary>The part from <paramref name="start"/> up to <paramref name="end"/> along an axis.</summary>
    public Value Slice(Value x, int axis, long start, long end) => Node("Slice", [x, Constant([start], 1), Constant([end], 1), Constant([axis], 1)]);

    /// <summary>Pictures, batch x channels x height x width, whose outermost pixels go on to a border.</summary>
    public Value PadEdges(Value x, int top, int left, int bottom, int right) =>
        Node("Pad", [x, Constant([0, 0, top, left, 0, 0, bottom, right], 8)], Attribute("mode", "edge"));

    private Value Cast(Value x, DataType type) => Node("Cast", [x], Attribute("to", (long)type));

    private Value Reduce(string operation, Value x, int axis, bool keep) => Node(operation, [x, Constant([axis], 1)], Attribute("keepdims", keep ? 1 : 0));
}
