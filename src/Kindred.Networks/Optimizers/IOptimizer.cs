using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks.Optimizers;

/// <summary>How parameters follow their gradients. Holds settings; what it remembers of the steps is in the updater.</summary>
public interface IOptimizer
{
    /// <summary>A start from nothing for the trainable ones among <paramref name="parameters"/>.</summary>
    IOptimizerRun Over(IReadOnlyList<Parameter> parameters);
}

/// <summary>An optimizer under way.</summary>
public interface IOptimizerRun
{
    /// <summary>How many steps were made.</summary>
    long Steps { get; }

    /// <summary>Begins a step before the backward pass that serves it alone: a parameter may then move as soon as its gradient is known, which is not kept.</summary>
    /// <remarks>To be followed by that pass and <see cref="Step"/>. The bits are the same with and without.</remarks>
    void Begin()
    {
    }

    /// <summary>Moves every parameter once, by the gradient of the last backward pass.</summary>
    void Step();

    /// <summary>What is remembered besides <see cref="Steps"/>: arrays by name, values in the parameters' own order.</summary>
    IReadOnlyList<KeyValuePair<string, float[]>> Save();

    /// <summary>Continues from what <see cref="Save"/> gave after <paramref name="steps"/> steps.</summary>
    void Load(long steps, IReadOnlyDictionary<string, float[]> state);
}

/// <summary>An optimizer whose steps processes can share: each moves a part of every parameter.</summary>
internal interface ISharedOptimizerRun : IOptimizerRun
{
    /// <summary>Moves the values from one place to another of every parameter, in the order in which they lie, by the gradient there; the parts are the same in every step.</summary>
    void Step(Func<Parameter, (int Start, int End)> part);

    /// <summary>What is remembered of the steps of a parameter; of each place where its values were moved.</summary>
    IReadOnlyList<NativeBuffer<float>> MomentsOf(Parameter parameter);
}
