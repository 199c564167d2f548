using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks;

/// <summary>An n-dimensional array in a <see cref="Graph"/>: data put in, or the result of an operation.</summary>
/// <remarks>The first dimension counts the rows of a batch. Images are batch x height x width x channels.</remarks>
public sealed unsafe partial class Tensor
{
    /// <summary>Elements per item of shared work: large enough to be worth a thread, small enough to stay in cache.</summary>
    private const int BlockLength = 16384;

    private readonly int[] _shape;
    private readonly Tensor _root;
    private readonly NativeBuffer<float> _values;
    private readonly Parameter? _parameter;
    private NativeBuffer<float>? _gradient;
    private NativeBuffer<float>? _spare;  // for a gradient that cannot be added to in place
    private bool _hasGradient;
    private int _sources;

    internal Tensor(Graph graph, ReadOnlySpan<int> shape, bool needsGradient)
    {
        (Graph, _shape, _root, NeedsGradient, Length) = (graph, shape.ToArray(), this, needsGradient, Count(shape));
        _values = graph.Buffer(Length);
    }

    internal Tensor(Graph graph, Parameter parameter)
    {
        (Graph, _shape, _root, NeedsGradient, Length) = (graph, parameter.Shape.ToArray(), this, parameter.Trainable, parameter.Length);
        (_parameter, _values) = (parameter, parameter.Values);
    }

    private Tensor(Tensor root, ReadOnlySpan<int> shape)
    {
        (Graph, _shape, _root, NeedsGradient, Length) = (root.Graph, shape.ToArray(), root, root.NeedsGradient, root.Length);
        _values = root._values;
    }

    public Graph Graph { get; }

    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>How many values there are.</summary>
    public int Length { get; }

    /// <summary>The first dimension.</summary>
    public int Rows => _shape[0];

    /// <summary>Values per row.</summary>
    public int Columns => Length / _shape[0];

    /// <summary>What the last replay computed, or room to fill in before the next; good for as long as the graph is alive, so nobody outside is handed it.</summary>
    internal Span<float> Values
    {
        get
        {
            Graph.ThrowIfDisposed();
            return new(_values.Pointer, Length);
        }
    }

    internal bool NeedsGradient { get; }

    /// <summary>Whether the backward pass under way has reached this tensor.</summary>
    internal bool HasGradient
    {
        get => _root._hasGradient;
        set => _root._hasGradient = value;
    }

    /// <summary>Whether one operation makes the whole gradient, as seen in the pass before where the one under way repeats it.</summary>
    internal bool HasOneSource { get; private set; }

    /// <summary>Place in its graph of the operation that added to the gradient last.</summary>
    internal int LastSource { get; private set; }

    /// <summary>How many operands this parameter is.</summary>
    internal int Uses { get; set; }

    /// <summary>Computes the values from those of the operands.</summary>
    internal Action? Compute { get; set; }

    /// <summary>Adds to the gradients of the operands what follows from this tensor's own, which it may overwrite.</summary>
    internal Action? Propagate { get; set; }

    internal float* Pointer => _values.Pointer;

    internal float* Gradient => _root._parameter is { } parameter
        ? parameter.Gradient.Pointer
        : (_root._gradient ??= Graph.Buffer(Length)).Pointer;

    internal Span<float> GradientSpan => new(Gradient, Length);

    /// <summary>The same values in another shape, without copying.</summary>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        if (Count(shape) != Length)
            throw new ArgumentException($"A tensor of shape {Describe(Shape)} cannot be read as {Describe(shape)}.", nameof(shape));
        return new Tensor(_root, shape);
    }

    /// <summary>Each row's values in one line: rows x columns.</summary>
    public Tensor Flatten() => Reshape(Rows, Columns);

    /// <summary>Fills in data before a replay, the last dimension running fastest.</summary>
    /// <exception cref="ObjectDisposedException">The graph is disposed of.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ArgumentException($"A tensor of {Describe(Shape)} holds {Length} values, got {values.Length}.", nameof(values));
        values.CopyTo(Values);
        GC.KeepAlive(this);
    }

    /// <summary>A copy of what the last replay computed, the last dimension running fastest.</summary>
    /// <exception cref="ObjectDisposedException">The graph is disposed of.</exception>
    public float[] ToArray()
    {
        var values = Values.ToArray();
        GC.KeepAlive(this);
        return values;
    }

    /// <summary>A copy as a table: rows x columns.</summary>
    /// <exception cref="ObjectDisposedException">The graph is disposed of.</exception>
    public Matrix ToMatrix() => new(Rows, Columns, ToArray());

    /// <summary>How many values a shape has.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or there are more values than an <see cref="int"/> counts.</exception>
    internal static int Count(ReadOnlySpan<int> shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            count *= Guard.Positive(size, nameof(shape));
            if (count > int.MaxValue)
                throw new ArgumentException($"A tensor of {Describe(shape)} would hold more than {int.MaxValue} values.", nameof(shape));
        }

        return (int)count;
    }

    internal static string Describe(ReadOnlySpan<int> shape) => string.Join(" x ", shape.ToArray());

    /// <summary>Makes the gradient ready to be added to: zero if nothing was added in this backward pass.</summary>
    internal void OpenGradient()
    {
        if (AddsToGradient())
            return;
        GradientSpan.Clear();
    }

    /// <summary>False for the first operation that reaches this tensor in a backward pass: it writes; the others add.</summary>
    internal bool AddsToGradient()
    {
        var adds = HasGradient;
        _ = Gradient;  // made here if need be, not by several threads at once
        HasGradient = true;
        _root._sources++;
        _root.LastSource = Graph.Propagating;
        return adds;
    }

    /// <summary>Begins a backward pass; a repeated one takes the same way as the one before.</summary>
    internal void ClearGradient(bool isRepeated)
    {
        HasOneSource = isRepeated && _sources == 1;
        (HasGradient, _sources) = (false, 0);
    }

    /// <summary>The update that an optimizer offers, where the operation that asks makes the whole gradient of this parameter; null where the gradient is to be kept.</summary>
    internal IGemmEpilogue<float>? TakeUpdate()
    {
        var update = Uses == 1 ? _parameter!.TakeUpdate() : null;
        HasGradient |= update is not null;
        return update;
    }

    private Tensor Result(ReadOnlySpan<int> shape) => Graph.Result(shape, NeedsGradient);

    /// <summary>Registers what adds to the gradient of one operand; left out where that operand needs none.</summary>
    private void PropagateTo(Tensor operand, Action add)
    {
        if (!operand.NeedsGradient)
            return;
        Propagate += () =>
        {
            operand.OpenGradient();
            add();
        };
    }

    private void CheckSameShape(Tensor other, string what)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Shape.SequenceEqual(other.Shape))
            throw new ArgumentException($"{what} needs two tensors of one shape, got {Describe(Shape)} and {Describe(other.Shape)}.");
        CheckSameGraph(other, what);
    }

    private void CheckSameGraph(Tensor other, string what)
    {
        if (Graph != other.Graph)
            throw new ArgumentException($"{what} needs tensors of one graph.");
    }
}
