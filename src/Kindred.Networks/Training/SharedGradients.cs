using System.Numerics.Tensors;
using Kindred.Networks.Optimizers;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks.Training;

/// <summary>Steps on batches whose rows several processes share.</summary>
/// <remarks>Of a large parameter each process adds up one slice of the gradient and moves that slice of the values, which it then gives to all: the optimizer's work is shared, its moments are kept once, and
/// as much is sent as for a sum. Small parameters are summed together, some at a time, and moved by every process. Sums are begun as soon as the backward pass has made what they add, in one order at all processes, and go on while it
/// makes the gradients of the layers before. (Rajbhandari et al. 2020, "ZeRO", arXiv:1910.02054, stage 1.)</remarks>
internal sealed class SharedGradients : IBackwardWatcher
{
    private const int FewValues = 1 << 16;

    private readonly Parameter[] _large, _others;
    private readonly List<GradientBucket> _buckets = [];  // in the order in which they are sent, that of a backward pass
    private readonly Dictionary<Parameter, GradientBucket> _bucketOf = [];
    private readonly ISlicedSums _sums;
    private int _begun;

    public SharedGradients(ICommunicator communicator, IReadOnlyList<Parameter> parameters, IOptimizerRun optimizer)
    {
        (Communicator, _sums) = (communicator, communicator.SlicedSums());
        bool IsLarge(Parameter parameter) => optimizer is ISharedOptimizerRun && parameter.Values.Length >= FewValues;
        _large = [.. parameters.Where(parameter => parameter.Trainable && IsLarge(parameter))];
        _others = [.. parameters.Where(parameter => !parameter.Trainable)];
        if (communicator.Size > 1)
            FillBuckets(parameters.Where(parameter => parameter.Trainable).Reverse(), IsLarge);
    }

    public ICommunicator Communicator { get; }

    /// <summary>Which of the rows of a batch are this process's; none where there are fewer rows than processes.</summary>
    public static (int Start, int End) PartOf(int rows, ICommunicator communicator) =>
        ((int)((long)rows * communicator.Rank / communicator.Size), (int)((long)rows * (communicator.Rank + 1) / communicator.Size));

    /// <summary>The rows of this process.</summary>
    public ReadOnlySpan<int> PartOf(ReadOnlySpan<int> rows)
    {
        var (start, end) = PartOf(rows.Length, Communicator);
        return rows[start..end];
    }

    /// <summary>Where this process's noise begins; the first one's is that of one process.</summary>
    public ulong NoiseOf(ulong seed) => Communicator.Rank == 0 ? seed : Rng.Split(seed, Communicator.Rank);

    /// <summary>A backward pass begins.</summary>
    public void Open()
    {
        _begun = 0;
        foreach (var bucket in _buckets)
            bucket.Open();
    }

    public void IsWhole(Parameter parameter)
    {
        if (!_bucketOf.TryGetValue(parameter, out var bucket))
            return;
        bucket.Count();
        BeginWhole();
    }

    public void Passed() => _sums.Progress();

    /// <summary>The gradient of a process that has no rows.</summary>
    public void Clear()
    {
        foreach (var parameter in _bucketOf.Keys)
            parameter.Gradient.Span.Clear();
    }

    /// <summary>The backward pass is over: waits for Σ gradient over processes, in the order of ranks.</summary>
    public void Close()
    {
        foreach (var bucket in _buckets)
            bucket.Close();
        BeginWhole();
        _sums.Finish();
    }

    /// <summary>One step by the sums.</summary>
    public void Step(IOptimizerRun optimizer)
    {
        foreach (var bucket in _buckets)
            bucket.Share(Communicator);
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

    /// <summary>Buckets are sent in one order at all processes, whatever each has made first.</summary>
    private void BeginWhole()
    {
        while (_begun < _buckets.Count && _buckets[_begun].IsWhole)
            _buckets[_begun++].Begin(_sums);
    }

    private void FillBuckets(IEnumerable<Parameter> parameters, Func<Parameter, bool> isLarge)
    {
        var small = new List<Parameter>();
        foreach (var parameter in parameters)
        {
            if (isLarge(parameter))
            {
                Add(GradientBucket.OfLarge(parameter), [parameter]);
                continue;
            }

            small.Add(parameter);
            if (small.Sum(one => one.Values.Length) < FewValues)
                continue;
            Add(GradientBucket.OfSmall(small), small);
            small.Clear();
        }

        if (small.Count > 0)
            Add(GradientBucket.OfSmall(small), small);
    }

    private void Add(GradientBucket bucket, IReadOnlyList<Parameter> parameters)
    {
        _buckets.Add(bucket);
        foreach (var parameter in parameters)
            _bucketOf.Add(parameter, bucket);
    }
}
