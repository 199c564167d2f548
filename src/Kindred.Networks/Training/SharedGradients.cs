using System.Numerics.Tensors;
using Kindred.Networks.Optimizers;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks.Training;

/// <summary>Steps on batches whose rows several processes share.</summary>
/// <remarks>Of a large parameter each process adds up one slice of the gradient and moves that slice of the values, which it then gives to all: the optimizer's work is shared, its moments are kept once, and
/// as much is sent as for a sum. Small parameters are summed together, in one exchange, and moved by every process. (Rajbhandari et al. 2020, "ZeRO", arXiv:1910.02054, stage 1.)</remarks>
internal sealed class SharedGradients
{
    private const int FewValues = 1 << 16;

    private readonly Parameter[] _small, _large, _others;
    private float[] _together = [];

    public SharedGradients(ICommunicator communicator, IReadOnlyList<Parameter> parameters, IOptimizerRun optimizer)
    {
        Communicator = communicator;
        bool IsLarge(Parameter parameter) => optimizer is ISharedOptimizerRun && parameter.Values.Length >= FewValues;
        _small = [.. parameters.Where(parameter => parameter.Trainable && !IsLarge(parameter))];
        _large = [.. parameters.Where(parameter => parameter.Trainable && IsLarge(parameter))];
        _others = [.. parameters.Where(parameter => !parameter.Trainable)];
    }

    public ICommunicator Communicator { get; }

    /// <summary>The rows of this process; none where there are fewer rows than processes.</summary>
    public ReadOnlySpan<int> PartOf(ReadOnlySpan<int> rows)
    {
        var (start, end) = ((int)((long)rows.Length * Communicator.Rank / Communicator.Size), (int)((long)rows.Length * (Communicator.Rank + 1) / Communicator.Size));
        return rows[start..end];
    }

    /// <summary>Where this process's noise begins; the first one's is that of one process.</summary>
    public ulong NoiseOf(ulong seed) => Communicator.Rank == 0 ? seed : Rng.Split(seed, Communicator.Rank);

    /// <summary>The gradient of a process that has no rows.</summary>
    public void Clear()
    {
        foreach (var parameter in _small.Concat(_large))
            parameter.Gradient.Span.Clear();
    }

    /// <summary>One step by Σ gradient over processes, in the order of ranks.</summary>
    public void Step(IOptimizerRun optimizer)
    {
        AddSmall();
        foreach (var parameter in _large)
            Communicator.SumSlice(parameter.Gradient.Span);
        if (optimizer is ISharedOptimizerRun shared)
            shared.Step(OwnPart);
        else
            optimizer.Step();
        foreach (var parameter in _large)
            Communicator.ShareSlices(parameter.Values.Span);
    }

    /// <summary>What the optimizer remembers becomes whole at every process.</summary>
    public void ShareMoments(IOptimizerRun optimizer)
    {
        foreach (var parameter in _large)
        {
            foreach (var moment in ((ISharedOptimizerRun)optimizer).MomentsOf(parameter))
                Communicator.ShareSlices(moment.Span);
        }
    }

    /// <summary>What is kept but not learned, such as means over batches, becomes the mean over the processes.</summary>
    public void AverageOthers()
    {
        if (Communicator.Size == 1)
            return;
        foreach (var parameter in _others)
        {
            var values = parameter.Values.Span;
            TensorPrimitives.Multiply(values, 1f / Communicator.Size, values);
            Communicator.Sum(values);
        }
    }

    private (int Start, int End) OwnPart(Parameter parameter)
    {
        var length = checked((int)parameter.Values.Length);
        return _large.Contains(parameter) ? Exchanges.SliceOf(length, Communicator.Rank, Communicator.Size) : (0, length);
    }

    private void AddSmall()
    {
        if (_together.Length == 0)
            _together = new float[checked((int)_small.Sum(parameter => parameter.Gradient.Length))];
        var start = 0;
        foreach (var parameter in _small)
        {
            parameter.Gradient.Span.CopyTo(_together.AsSpan(start));
            start += (int)parameter.Gradient.Length;
        }

        Communicator.Sum(_together);
        start = 0;
        foreach (var parameter in _small)
        {
            _together.AsSpan(start, (int)parameter.Gradient.Length).CopyTo(parameter.Gradient.Span);
            start += (int)parameter.Gradient.Length;
        }
    }
}
