using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Operations on each value by itself.</summary>
public sealed unsafe partial class Tensor
{
    public static Tensor operator +(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        var y = a.Zip(b, default(Plus), "A sum");
        y.PropagateTo(a, y.Block((start, n) => Elementwise.Add(new Scaled(1), y.Gradient + start, a.Gradient + start, n)));
        y.PropagateTo(b, y.Block((start, n) => Elementwise.Add(new Scaled(1), y.Gradient + start, b.Gradient + start, n)));
        return y;
    }

    public static Tensor operator -(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        var y = a.Zip(b, default(Minus), "A difference");
        y.PropagateTo(a, y.Block((start, n) => Elementwise.Add(new Scaled(1), y.Gradient + start, a.Gradient + start, n)));
        y.PropagateTo(b, y.Block((start, n) => Elementwise.Add(new Scaled(-1), y.Gradient + start, b.Gradient + start, n)));
        return y;
    }

    /// <summary>a ⊙ b, value by value.</summary>
    public static Tensor operator *(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        var y = a.Zip(b, new Times(1), "A product of values");
        y.PropagateTo(a, y.Block((start, n) => Elementwise.Add(new Times(1), y.Gradient + start, b.Pointer + start, a.Gradient + start, n)));
        y.PropagateTo(b, y.Block((start, n) => Elementwise.Add(new Times(1), y.Gradient + start, a.Pointer + start, b.Gradient + start, n)));
        return y;
    }

    public static Tensor operator *(Tensor a, float scale)
    {
        ArgumentNullException.ThrowIfNull(a);
        var y = a.Map(new Scaled(scale));
        y.PropagateTo(a, y.Block((start, n) => Elementwise.Add(new Scaled(scale), y.Gradient + start, a.Gradient + start, n)));
        return y;
    }

    public static Tensor Add(Tensor left, Tensor right) => left + right;

    public static Tensor Subtract(Tensor left, Tensor right) => left - right;

    public static Tensor Multiply(Tensor left, Tensor right) => left * right;

    /// <summary>exp(x)</summary>
    public Tensor Exp()
    {
        var y = Map(default(Exponential));
        y.PropagateTo(this, y.Block((start, n) => Elementwise.Add(new Times(1), y.Gradient + start, y.Pointer + start, Gradient + start, n)));
        return y;
    }

    /// <summary>ln(x), for x &gt; 0</summary>
    public Tensor Log()
    {
        var y = Map(default(Logarithm));
        y.PropagateTo(this, y.Block((start, n) => Elementwise.Add(default(Quotient), y.Gradient + start, Pointer + start, Gradient + start, n)));
        return y;
    }

    /// <summary>max(x, 0)</summary>
    public Tensor Relu() => Activate(Activation.Relu);

    /// <summary>x where positive, else slope · x</summary>
    public Tensor LeakyRelu(float slope = Activations.LeakySlope)
    {
        if (!(slope > 0 && slope < 1))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "The slope must be between zero and one.");
        return Activate(new ElementwiseActivation<LeakyRectified, LeakyRectifiedGradient>(new(slope), new(slope)), gradientNeedsInput: false);
    }

    /// <summary>1 / (1 + exp(−x))</summary>
    public Tensor Sigmoid() => Activate(Activation.Sigmoid);

    public Tensor Tanh() => Activate(Activation.Tanh);

    public Tensor Activate(Activation activation) => Activations.Of(activation).Apply(this);

    internal Tensor Activate(IElementwiseActivation activation, bool gradientNeedsInput)
    {
        var y = Result(Shape);
        var source = gradientNeedsInput ? this : y;
        y.Compute = y.Block((start, n) => activation.Set(Pointer + start, y.Pointer + start, n));
        y.PropagateTo(this, y.Block((start, n) => activation.AddGradient(y.Gradient + start, source.Pointer + start, Gradient + start, n)));
        return y;
    }

    private Tensor Map<T>(T function)
        where T : struct, IUnary
    {
        var y = Result(Shape);
        y.Compute = y.Block((start, n) => Elementwise.Set(function, Pointer + start, y.Pointer + start, n));
        return y;
    }

    private Tensor Zip<T>(Tensor b, T function, string what)
        where T : struct, IBinary
    {
        CheckSameShape(b, what);
        var y = Graph.Result(Shape, NeedsGradient || b.NeedsGradient);
        y.Compute = y.Block((start, n) => Elementwise.Set(function, Pointer + start, b.Pointer + start, y.Pointer + start, n));
        return y;
    }

    /// <summary>Does <paramref name="body"/>(first element, count) for fixed blocks of the elements.</summary>
    private Action Block(Action<int, int> body) => Graph.Blocks(Length, BlockLength, (start, end) => body(start, end - start));
}
