using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests.Layers;

public sealed class InitializationTests
{
    [Theory]
    [InlineData(Initialization.GlorotUniform, 2.0 / 500, 1.7321)]
    [InlineData(Initialization.GlorotNormal, 2.0 / 500, 3)]
    [InlineData(Initialization.HeUniform, 2.0 / 200, 1.7321)]
    [InlineData(Initialization.HeNormal, 2.0 / 200, 3)]
    [InlineData(Initialization.FanInUniform, 1.0 / 600, 1.7321)]
    public void Weights_have_the_variance_and_the_shape_of_the_papers(Initialization initialization, double variance, double widest)
    {
        var layer = new Dense(200, 300, Activation.Linear, initialization, new Rng(3));
        var weights = layer.Weight.ToArray();
        var measured = weights.Sum(w => (double)w * w) / weights.Length;
        Assert.InRange(measured / variance, 0.98, 1.02);
        Assert.InRange(weights.Average(), -0.01 * Math.Sqrt(variance) * 3, 0.01 * Math.Sqrt(variance) * 3);
        var reach = weights.Max(Math.Abs) / Math.Sqrt(variance);
        Assert.True(widest < 2 ? reach is > 1.72 and < 1.7321 : reach > 3, $"The largest weight is {reach} standard deviations.");
    }

    [Fact]
    public void Biases_start_at_zero_except_as_in_PyTorch()
    {
        Assert.All(new Dense(9, 50, Activation.Linear, Initialization.HeNormal, new Rng(1)).Bias.ToArray(), b => Assert.Equal(0, b));
        var biases = new Dense(9, 50, Activation.Linear, Initialization.FanInUniform, new Rng(1)).Bias.ToArray();
        Assert.InRange(biases.Max(Math.Abs), 0.25, 1.0 / 3);
    }

    [Fact]
    public void A_convolution_counts_the_window_in_its_fans()
    {
        var weights = new Conv2D(4, 8, 3, Activation.Relu, Initialization.FanInUniform, new Rng(1)).Weight.ToArray();
        Assert.InRange(weights.Max(Math.Abs), 0.95 / 6, 1.0 / 6);
    }
}
