using Kindred.Numerics.Kernels;

namespace Kindred.Networks;

/// <summary>Numbers that a network learns (or, if not <see cref="Trainable"/>, keeps), with their gradient.</summary>
/// <remarks>How they lie in memory is this type's own business; whoever reads or writes them sees them row after row.</remarks>
#pragma warning disable CA1001 // shared by graphs and models, so freed when the last of them is forgotten
public sealed unsafe class Parameter
#pragma warning restore CA1001
{
    private readonly int[] _shape;
    private NativeBuffer<float>? _gradient;

    /// <param name="name">What it is in its layer, e.g. <c>weight</c>.</param>
    /// <param name="shape">Every size at least one.</param>
    public Parameter(string name, params ReadOnlySpan<int> shape)
    {
        (Name, _shape) = (name, shape.ToArray());
        Length = Tensor.Count(shape);
        Values = new NativeBuffer<float>(Length);
    }

    /// <summary>Unique within a network once layers are put together, e.g. <c>encoder.0.weight</c>.</summary>
    public string Name { get; internal set; }

    public ReadOnlySpan<int> Shape => _shape;

    public int Length { get; }

    /// <summary>Whether optimizers change it; running statistics are kept but not learned.</summary>
    public bool Trainable { get; init; } = true;

    internal NativeBuffer<float> Values { get; }

    internal NativeBuffer<float> Gradient => _gradient ??= new NativeBuffer<float>(Values.Length);

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

    /// <summary>From a buffer laid out like <see cref="Values"/> (values, gradients, moments) to rows.</summary>
    internal void Export(NativeBuffer<float> stored, Span<float> values) => new Span<float>(stored.Pointer, Length).CopyTo(values);

    /// <summary>From rows to a buffer laid out like <see cref="Values"/>.</summary>
    internal void Import(ReadOnlySpan<float> values, NativeBuffer<float> stored) =>
        values.CopyTo(new Span<float>(stored.Pointer, Length));
}
