using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks.Training;

/// <summary>The gradient of a batch whose rows several processes share.</summary>
internal sealed class SharedGradients
{
    private readonly Parameter[] _learned, _others;
    private float[] _together = [];

    public SharedGradients(ICommunicator communicator, IReadOnlyList<Parameter> parameters)
    {
        Communicator = communicator;
        _learned = [.. parameters.Where(parameter => parameter.Trainable)];
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

    /// <summary>gradient ← Σ over processes, in the order of ranks, of share · gradient; all parameters in one exchange.</summary>
    /// <param name="share">Of the rows of the batch that this process has.</param>
    public void Add(float share)
    {
        if (_together.Length == 0)
            _together = new float[checked((int)_learned.Sum(parameter => parameter.Gradient.Length))];
        var start = 0;
        foreach (var parameter in _learned)
        {
            var target = _together.AsSpan(start, (int)parameter.Gradient.Length);
            if (share == 0)
                target.Clear();  // nothing was computed
            else
                TensorPrimitives.Multiply(parameter.Gradient.Span, share, target);
            start += target.Length;
        }

        Communicator.Sum(_together);
        start = 0;
        foreach (var parameter in _learned)
        {
            _together.AsSpan(start, (int)parameter.Gradient.Length).CopyTo(parameter.Gradient.Span);
            start += (int)parameter.Gradient.Length;
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
}
