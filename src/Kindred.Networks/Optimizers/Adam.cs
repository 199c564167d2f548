using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Networks.Kernels;
using Kindred.Numerics;

namespace Kindred.Networks.Optimizers;

/// <summary>Adam, with the bias correction of the paper.</summary>
/// <remarks>Kingma and Ba 2015, arXiv:1412.6980, algorithm 1.</remarks>
public sealed record Adam : IOptimizer
{
    public double LearningRate { get; init => field = Guard.NotNegative(value); } = 1e-3;

    public double Beta1 { get; init => field = OptimizerGuard.BelowOne(value); } = 0.9;

    public double Beta2 { get; init => field = OptimizerGuard.BelowOne(value); } = 0.999;

    public double Epsilon { get; init => field = Guard.Positive(value); } = 1e-8;

    public ISchedule Schedule { get; init; } = new ConstantSchedule();

    public IOptimizerRun Over(IReadOnlyList<Parameter> parameters) =>
        new OptimizerRun(parameters, new AdamRule(LearningRate, Beta1, Beta2, Epsilon, weightDecay: 0, Schedule), "m", "v");
}

/// <summary>Adam with a decay of the weights that does not pass through the moments.</summary>
/// <remarks>Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2.</remarks>
public sealed record AdamW : IOptimizer
{
    public double LearningRate { get; init => field = Guard.NotNegative(value); } = 1e-3;

    public double Beta1 { get; init => field = OptimizerGuard.BelowOne(value); } = 0.9;

    public double Beta2 { get; init => field = OptimizerGuard.BelowOne(value); } = 0.999;

    public double Epsilon { get; init => field = Guard.Positive(value); } = 1e-8;

    /// <summary>The share of itself, times the learning rate, that every value loses in a step.</summary>
    public double WeightDecay { get; init => field = Guard.NotNegative(value); } = 1e-2;

    public ISchedule Schedule { get; init; } = new ConstantSchedule();

    public IOptimizerRun Over(IReadOnlyList<Parameter> parameters) =>
        new OptimizerRun(parameters, new AdamRule(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Schedule), "m", "v");
}

internal sealed unsafe class AdamRule(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay, ISchedule schedule) : IUpdateRule
{
    private float _keep, _rate, _correction;

    public void Begin(long step)
    {
        var rate = learningRate * schedule.At(step);
        _keep = (float)(1 - (rate * weightDecay));
        _rate = (float)(rate / (1 - Math.Pow(beta1, step)));
        _correction = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    public void Apply(float* p, float* g, float* m, float* v, int n)
    {
        var whole = n / Elementwise.Lanes * Elementwise.Lanes;
        Move(p, g, m, v, whole);
        if (whole == n)
            return;
        var rest = stackalloc float[4 * Elementwise.Lanes];  // zeros beyond the last value stay zeros
        var parts = stackalloc float*[4] { p + whole, g + whole, m + whole, v + whole };
        for (var k = 0; k < 4; k++)
            new Span<float>(parts[k], n - whole).CopyTo(new Span<float>(rest + (k * Elementwise.Lanes), Elementwise.Lanes));
        Move(rest, rest + Elementwise.Lanes, rest + (2 * Elementwise.Lanes), rest + (3 * Elementwise.Lanes), Elementwise.Lanes);
        for (var k = 0; k < 4; k++)
            new Span<float>(rest + (k * Elementwise.Lanes), n - whole).CopyTo(new Span<float>(parts[k], n - whole));
    }

    /// <summary>m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), p ← keep · p − rate · m / (correction · √v + ε)</summary>
    /// <remarks>Gradients whose square would be subnormal count as zero, and so do subnormal moments (<see cref="Tiny"/>): else those of units that are dead would stay there for good.
    /// All loads come before the stores: the arrays lie alike in their pages, and a load behind a store to such an address waits for it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(float* p, float* g, float* m, float* v, int n)
    {
        var (share1, share2) = (Vector512.Create((float)(1 - beta1)), Vector512.Create((float)(1 - beta2)));
        var (rate, keep) = (Vector512.Create(-_rate), Vector512.Create(_keep));
        var (correction, small) = (Vector512.Create(_correction), Vector512.Create((float)epsilon));
        for (var i = 0; i < n; i += Elementwise.Lanes)
        {
            var gradient = Tiny.ToZero(Vector512.Load(g + i), Tiny.Gradient);
            var first = Vector512.Load(m + i);
            var second = Vector512.Load(v + i);
            var value = Vector512.Load(p + i);
            first = Vector512.FusedMultiplyAdd(gradient - first, share1, first);
            second = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(gradient, gradient, -second), share2, second);
            var scale = Vector512.FusedMultiplyAdd(Vector512.Sqrt(second), correction, small);
            first = Tiny.ToZero(first, Tiny.Normal);
            second = Tiny.ToZero(second, Tiny.Normal);
            first.Store(m + i);
            second.Store(v + i);
            Vector512.FusedMultiplyAdd(first / scale, rate, keep * value).Store(p + i);
        }
    }
}
