using Kindred.Networks.Kernels;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Networks;

/// <summary>A computation that is recorded once, for one batch size, and replayed over the same buffers.</summary>
/// <remarks>
/// Operations on <see cref="Tensor"/> only record themselves. <see cref="Forward"/> computes all of them in the order of recording,
/// <see cref="Backward(Tensor)"/> goes back through those that a loss depends on. After the first replay nothing is allocated any more.
/// </remarks>
public sealed class Graph : IDisposable
{
    private readonly List<Tensor> _tensors = [];
    private readonly Dictionary<Parameter, Tensor> _parameters = [];
    private readonly List<IDisposable> _owned = [];
    private (Tensor? Loss, int Tensors) _lastPass;
    private Parameter[]?[] _wholeAfter = [];  // of the last pass: whose gradients are whole once an operation is behind
    private int _noises;
    private bool _disposed;

    /// <summary>Whether dropout drops and batch normalisation uses the batch's own statistics; false by default.</summary>
    public bool Training { get; set; }

    /// <summary>Decides the noise (dropout) of the next replay: the same seed, the same noise.</summary>
    public ulong Seed { get; set; }

    /// <summary>Place of the operation that is adding to the gradients of its operands.</summary>
    internal int Propagating { get; private set; }

    /// <summary>Where the buffers of this graph lie.</summary>
    internal Arena Arena { get; } = new();

    /// <summary>Room for data that the caller fills before each replay; no gradient flows into it.</summary>
    public Tensor Input(params ReadOnlySpan<int> shape) => Result(shape, needsGradient: false);

    /// <summary>The parameter as an operand: its values and its gradient are the parameter's own.</summary>
    /// <exception cref="ArgumentException">It is the weight of a dense layer, which that layer alone can read.</exception>
    public Tensor Of(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Panels is not null)
            throw new ArgumentException($"{parameter.Name} is the weight of a dense layer; only {nameof(Tensor)}.{nameof(Tensor.Dense)} can read it.", nameof(parameter));
        return Used(parameter);
    }

    /// <summary>The parameter as an operand of an operation that knows how it lies.</summary>
    internal Tensor Used(Parameter parameter)
    {
        if (!_parameters.TryGetValue(parameter, out var tensor))
            _parameters.Add(parameter, tensor = new Tensor(this, parameter));
        tensor.Uses++;
        return tensor;
    }

    /// <summary>Computes every recorded operation.</summary>
    /// <exception cref="ObjectDisposedException">The graph is disposed of.</exception>
    public void Forward()
    {
        ThrowIfDisposed();
        foreach (var tensor in _tensors)
            tensor.Compute?.Invoke();
        GC.KeepAlive(this);  // what runs last may hold pointers alone
    }

    /// <summary>Fills the gradients of all parameters in this graph: ∂loss/∂parameter. <paramref name="loss"/> is one number.</summary>
    /// <exception cref="ArgumentException">The loss is not one number, or of another graph.</exception>
    /// <exception cref="ObjectDisposedException">The graph is disposed of.</exception>
    public void Backward(Tensor loss) => Backward(loss, weight: 1);

    /// <summary>The same of <paramref name="weight"/> times the loss; a watcher, if there is one, is told how far it is.</summary>
    /// <remarks>Which operation is the last to add to a gradient is seen in the first pass; in those that repeat it gradients are told of as soon as they are whole. What nothing adds to, and all of the first pass, is not told of.</remarks>
    internal void Backward(Tensor loss, float weight, IBackwardWatcher? watcher = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ThrowIfDisposed();
        if (loss.Graph != this)
            throw new ArgumentException("The loss is a tensor of another graph.", nameof(loss));
        if (loss.Length != 1)
            throw new ArgumentException($"A loss is one number, got a tensor of {loss.Length}.", nameof(loss));
        var isRepeated = _lastPass == (loss, _tensors.Count);
        Clear(isRepeated);
        _lastPass = (loss, _tensors.Count);
        loss.GradientSpan[0] = weight;
        loss.HasGradient = true;
        for (Propagating = _tensors.Count - 1; Propagating >= 0; Propagating--)
        {
            if (!_tensors[Propagating].HasGradient)
                continue;
            _tensors[Propagating].Propagate?.Invoke();
            if (isRepeated && watcher is not null)
                Tell(watcher, _wholeAfter[Propagating]);
        }

        foreach (var (_, parameter) in _parameters)
        {
            if (parameter.NeedsGradient && !parameter.HasGradient)
                parameter.GradientSpan.Clear();
        }

        if (!isRepeated)
            SeeWhatWasWhole();
        GC.KeepAlive(this);
    }

    /// <summary>Frees the buffers at once instead of some time after the last use.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var owned in _owned)
            owned.Dispose();
        Arena.Dispose();
    }

    /// <summary>Tells the noise of one operation from that of another in this graph.</summary>
    internal ulong NextNoise() => 0xD1342543DE82EF95 * (ulong)++_noises;

    /// <summary>Zeroed memory that lives as long as this graph.</summary>
    internal NativeBuffer<float> Buffer(long length) => Arena.Take(length);

    /// <summary>Disposed of with this graph.</summary>
    internal T Keep<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    internal Tensor Result(ReadOnlySpan<int> shape, bool needsGradient)
    {
        ThrowIfDisposed();
        var tensor = new Tensor(this, shape, needsGradient);
        _tensors.Add(tensor);
        return tensor;
    }

    /// <summary>Does <paramref name="body"/>(start, end) for fixed blocks of [0, <paramref name="length"/>), shared among threads.</summary>
    internal static Action Blocks(int length, int blockLength, Action<int, int> body)
    {
        var count = (int)(((long)length + blockLength - 1) / blockLength);
        void RunBlock(int block, int worker) => body(block * blockLength, (int)Math.Min(length, (block + 1L) * blockLength));
        Action<int, int> run = RunBlock;  // kept, so that a replay allocates nothing
        return () => WorkerPool.Run(count, run);
    }

    private static void Tell(IBackwardWatcher watcher, Parameter[]? whole)
    {
        foreach (var parameter in whole ?? [])
            watcher.IsWhole(parameter);
        watcher.Passed();
    }

    private void SeeWhatWasWhole()
    {
        _wholeAfter = new Parameter[]?[_tensors.Count];
        foreach (var group in _parameters.Where(entry => entry.Value.HasGradient).GroupBy(entry => entry.Value.LastSource, entry => entry.Key))
            _wholeAfter[group.Key] = [.. group];
    }

    private void Clear(bool isRepeated)
    {
        foreach (var tensor in _tensors)
            tensor.ClearGradient(isRepeated);
        foreach (var (_, parameter) in _parameters)
            parameter.HasGradient = false;
    }
}
