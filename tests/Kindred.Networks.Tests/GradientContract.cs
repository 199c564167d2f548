using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>Compares gradients with central differences. The loss is Σ rᵢ yᵢ with fixed random r, summed in double.</summary>
/// <remarks>
/// Along the gradient itself the slope must be |g|² within half a percent, which a wrong factor would miss; and single coordinates must agree,
/// which a gradient in the wrong place would miss.
/// </remarks>
internal sealed class GradientContract : IDisposable
{
    private const double Tolerance = 5e-3;
    private const int Coordinates = 12;

    /// <summary>How far the coordinate that moves most is moved: far above rounding (1e-7), too short to cross many kinks.</summary>
    private const double Step = 1e-3;

    private readonly Graph _graph = new() { Training = true, Seed = 7 };
    private readonly List<Parameter> _parameters = [];
    private readonly Tensor _result;
    private readonly float[] _weights;
    private readonly Tensor _loss;

    public GradientContract(GradientCase item)
    {
        var rng = new Rng(1);
        foreach (var shape in item.Shapes)
        {
            var parameter = new Parameter($"p{_parameters.Count}", [.. shape]);
            parameter.Set(Draw(parameter.Length, rng, item.Low, item.High));
            _parameters.Add(parameter);
        }

        _result = item.Build(_graph, _parameters);
        _weights = Draw(_result.Length, rng, -1, 1);
        var weights = _graph.Input([.. _result.Shape]);
        _weights.CopyTo(weights.Values);
        _loss = (_result * weights).Sum();
    }

    public void Check()
    {
        _graph.Forward();
        _graph.Backward(_loss);
        Assert.NotEmpty(_parameters);
        foreach (var parameter in _parameters)
        {
            var gradient = parameter.GradientToArray();
            CheckAlong(parameter, gradient);
            CheckCoordinates(parameter, gradient);
        }
    }

    private void CheckAlong(Parameter parameter, float[] gradient)
    {
        var norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        Assert.True(norm > 1e-3, $"The gradient of {parameter.Name} is too small to say anything: {norm}.");
        var direction = Array.ConvertAll(gradient, g => g / norm);
        var slope = Slope(parameter, direction, Step / direction.Max(Math.Abs));
        Assert.True(
            Math.Abs(slope - norm) <= Tolerance * norm, $"Along its gradient, {parameter.Name} has the slope {slope}, expected {norm}.");
    }

    private void CheckCoordinates(Parameter parameter, float[] gradient)
    {
        var largest = gradient.Max(Math.Abs);
        var rng = new Rng(3);
        for (var k = 0; k < Coordinates; k++)
        {
            var i = rng.NextInt(parameter.Length);
            var direction = new double[parameter.Length];
            direction[i] = 1;
            var slope = Slope(parameter, direction, Step);
            Assert.True(
                Math.Abs(slope - gradient[i]) <= 2 * Tolerance * largest, $"∂loss/∂{parameter.Name}[{i}] is {gradient[i]}, differences say {slope}.");
        }
    }

    public void Dispose() => _graph.Dispose();

    private double Slope(Parameter parameter, double[] direction, double step)
    {
        var values = parameter.ToArray();
        var after = LossAt(parameter, values, direction, step);
        var before = LossAt(parameter, values, direction, -step);
        parameter.Set(values);
        return (after - before) / (2 * step);
    }

    private double LossAt(Parameter parameter, float[] values, double[] direction, double step)
    {
        parameter.Set([.. values.Select((value, i) => (float)(value + (step * direction[i])))]);
        _graph.Forward();
        var loss = 0.0;
        for (var i = 0; i < _weights.Length; i++)
            loss += (double)_weights[i] * _result.Values[i];
        return loss;
    }

    private static float[] Draw(int count, Rng rng, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(low + ((high - low) * rng.NextDouble())))];
}

/// <summary>An operation on parameters of the given shapes, drawn from [low, high).</summary>
internal sealed record GradientCase(Func<Graph, IReadOnlyList<Parameter>, Tensor> Build, params int[][] Shapes)
{
    public double Low { get; init; } = -1;

    public double High { get; init; } = 1;
}
