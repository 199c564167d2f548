using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Networks.Kernels;
using Kindred.Numerics;

namespace Kindred.Networks.Optimizers;

/// <summary>Gradient descent, with momentum if asked for.</summary>
/// <remarks>Sutskever, Martens, Dahl and Hinton 2013, "On the importance of initialization and momentum in deep learning", with the learning
/// rate outside the momentum, so that a schedule acts at once.</remarks>
public sealed record Sgd : IOptimizer
{
    public double LearningRate { get; init => field = Guard.NotNegative(value); } = 1e-2;

    public double Momentum { get; init => field = OptimizerGuard.BelowOne(value); }

    /// <summary>Whether a step looks ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    public ISchedule Schedule { get; init; } = new ConstantSchedule();

    public IOptimizerRun Over(IReadOnlyList<Parameter> parameters) => new OptimizerRun(parameters, new SgdRule(this), "momentum");
}

internal sealed unsafe class SgdRule(Sgd settings) : IUpdateRule
{
    private float _rate;

    public void Begin(long step) => _rate = (float)(settings.LearningRate * settings.Schedule.At(step));

    /// <summary>m ← μ m + g, p ← p − rate · m, or with a look ahead p ← p − rate (g + μ m)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* p, float* g, float* m, float* v, int n)
    {
        var (momentum, rate) = (Vector512.Create((float)settings.Momentum), Vector512.Create(-_rate));
        for (var i = 0; i < n; i += Elementwise.Lanes)
        {
            var left = n - i;
            var gradient = Elementwise.Load(g + i, left);
            var moment = Tiny.ToZero(Vector512.FusedMultiplyAdd(momentum, Elementwise.Load(m + i, left), gradient), Tiny.Normal);
            Elementwise.Store(moment, m + i, left);
            var direction = settings.Nesterov ? Vector512.FusedMultiplyAdd(momentum, moment, gradient) : moment;
            Elementwise.Store(Vector512.FusedMultiplyAdd(direction, rate, Elementwise.Load(p + i, left)), p + i, left);
        }
    }
}
