using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks;

/// <summary>Numbers that a network learns (or, if not <see cref="Trainable"/>, keeps), with their gradient.</summary>
/// <remarks>How they lie in memory is this type's own business; whoever reads or writes them sees them row after row.</remarks>
#pragma warning disable CA1001 // shared by graphs and models, so freed when the last of them is forgotten
public sealed unsafe class Parameter
#pragma warning restore CA1001
{
    private readonly int[] _shape;
    private readonly PanelLayout? _panels;
    private NativeBuffer<float>? _gradient;
    private IGemmEpilogue<float>? _update;

    /// <param name="name">What it is in its layer, e.g. <c>weight</c>.</param>
    /// <param name="shape">Every size at least one.</param>
    public Parameter(string name, params ReadOnlySpan<int> shape)
        : this(name, inPanels: false, shape)
    {
    }

    private Parameter(string name, bool inPanels, ReadOnlySpan<int> shape)
    {
        (Name, _shape) = (name, shape.ToArray());
        Length = Tensor.Count(shape);
        _panels = inPanels ? new PanelLayout(shape[0], shape[1]) : null;
        Values = new NativeBuffer<float>(_panels?.Length ?? Length);
    }

    /// <summary>Unique within a network once layers are put together, e.g. <c>encoder.0.weight</c>.</summary>
    public string Name { get; internal set; }

    public ReadOnlySpan<int> Shape => _shape;

    public int Length { get; }

    /// <summary>Whether optimizers change it; running statistics are kept but not learned.</summary>
    public bool Trainable { get; init; } = true;

    internal NativeBuffer<float> Values { get; }

    internal NativeBuffer<float> Gradient => _gradient ??= new NativeBuffer<float>(Values.Length);

    /// <summary>How a weight that only dense layers read lies in memory; null for one that lies row after row.</summary>
    internal PanelLayout? Panels => _panels;

    /// <summary>The weight of a dense layer, inputs x outputs, that lies as products read it.</summary>
    internal static Parameter InPanels(string name, int inputs, int outputs) => new(name, inPanels: true, [inputs, outputs]);

    /// <summary>A copy of the values, row after row.</summary>
    public float[] ToArray()
    {
        var values = new float[Length];
        Export(Values, values);
        return values;
    }

    /// <summary>A copy of the gradient of the last backward pass, row after row.</summary>
    public float[] GradientToArray()
    {
        var values = new float[Length];
        Export(Gradient, values);
        return values;
    }

    /// <summary>Replaces the values, given row after row.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ArgumentException($"Parameter {Name} holds {Length} values, got {values.Length}.", nameof(values));
        Import(values, Values);
    }

    /// <summary>An optimizer offers to move the values by each part of the gradient as soon as it is complete; the gradient is then not kept.</summary>
    internal void OfferUpdate(IGemmEpilogue<float> update) => _update = update;

    /// <summary>Taken by the operation that makes the whole gradient; the offer holds for one taker.</summary>
    internal IGemmEpilogue<float>? TakeUpdate()
    {
        var update = _update;
        _update = null;
        return update;
    }

    /// <summary>Ends the offer; false where it was taken, and the values have moved.</summary>
    internal bool WithdrawUpdate() => TakeUpdate() is not null;

    /// <summary>From a buffer laid out like <see cref="Values"/> (values, gradients, moments) to rows.</summary>
    internal void Export(NativeBuffer<float> stored, Span<float> values)
    {
        if (_panels is { } panels)
            panels.Export(stored.Pointer, values);
        else
            new Span<float>(stored.Pointer, Length).CopyTo(values);
    }

    /// <summary>From rows to a buffer laid out like <see cref="Values"/>.</summary>
    internal void Import(ReadOnlySpan<float> values, NativeBuffer<float> stored)
    {
        if (_panels is { } panels)
            panels.Import(values, stored.Pointer);
        else
            values.CopyTo(new Span<float>(stored.Pointer, Length));
    }
}
