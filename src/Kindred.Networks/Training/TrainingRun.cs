using Kindred.Networks.Optimizers;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>A training under way: all that changes from epoch to epoch.</summary>
internal sealed class TrainingRun(
    Trainer settings, IReadOnlyList<Parameter> parameters, Samples train, Samples? validation, Func<Batch, Tensor> loss, Rng rng) : IDisposable
{
    private readonly IUpdater _updater = settings.Optimizer.Over(parameters);
    private readonly Dictionary<int, (Batch Batch, Tensor Loss)> _recorded = [];
    private readonly List<EpochLoss> _epochs = [];
    private readonly int[] _validationRows = [.. Enumerable.Range(0, validation?.Rows ?? 0)];
    private float[][]? _best;
    private int _bestEpoch;

    public IReadOnlyList<EpochLoss> Epochs => _epochs;

    public bool Finished => _epochs.Count >= settings.Epochs || StoppedEarly;

    private bool StoppedEarly => settings.EarlyStopping is { } stopping && _epochs.Count - _bestEpoch >= stopping.Patience;

    /// <summary>One pass over all training rows, then over all validation rows.</summary>
    public void Epoch(CancellationToken cancellation)
    {
        var stream = rng.Split(_epochs.Count);
        var order = stream.Permutation(train.Rows);
        var trainingLoss = Pass(train, order, stream, cancellation);
        double? validationLoss = validation is null ? null : Pass(validation, _validationRows, noise: null, cancellation);
        _epochs.Add(new EpochLoss(trainingLoss, validationLoss));
        KeepIfBest();
    }

    /// <summary>Goes back to the best weights, if they were watched.</summary>
    public TrainingHistory Finish()
    {
        for (var i = 0; _best is not null && i < _best.Length; i++)
            parameters[i].Set(_best[i]);
        return new TrainingHistory(
            ValueList.Create<EpochLoss>(_epochs.ToArray()), _best is null ? _epochs.Count : _bestEpoch, StoppedEarly && _epochs.Count < settings.Epochs);
    }

    public void Dispose()
    {
        foreach (var (_, (batch, _)) in _recorded)
            batch.Dispose();
    }

    /// <summary>The mean loss over all rows; with <paramref name="noise"/> the network learns from each batch as well.</summary>
    private double Pass(Samples samples, int[] order, Rng? noise, CancellationToken cancellation)
    {
        var total = 0.0;
        for (var start = 0; start < order.Length; start += settings.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = order.AsSpan(start, Math.Min(settings.BatchSize, order.Length - start));
            total += Step(samples, rows, noise) * rows.Length;
        }

        return total / order.Length;
    }

    private double Step(Samples samples, ReadOnlySpan<int> rows, Rng? noise)
    {
        var (batch, batchLoss) = Recorded(rows.Length, samples.Columns);
        batch.Choose(samples, rows);
        batch.Graph.Training = noise is not null;
        batch.Graph.Seed = Next(noise);
        batch.Graph.Forward();
        var value = batchLoss.Values[0];
        if (!float.IsFinite(value))
            throw Diverged(value);
        if (noise is not null)
        {
            batch.Graph.Backward(batchLoss);
            _updater.Step();
        }

        return value;
    }

    private static ulong Next(Rng? noise)
    {
        _ = noise?.NextDouble();
        return noise?.State ?? 0;
    }

    private (Batch Batch, Tensor Loss) Recorded(int rows, int columns)
    {
        if (_recorded.TryGetValue(rows, out var known))
            return known;
        var batch = new Batch(new Graph(), rows, columns);
        var recorded = (batch, loss(batch));
        _recorded.Add(rows, recorded);
        return recorded;
    }

    private void KeepIfBest()
    {
        if (settings.EarlyStopping is not { } stopping || _epochs[^1].ValidationLoss is not { } now)
            return;
        if (_bestEpoch > 0 && !(now < _epochs[_bestEpoch - 1].ValidationLoss - stopping.MinimumImprovement))
            return;
        _bestEpoch = _epochs.Count;
        _best = [.. parameters.Select(parameter => parameter.ToArray())];
    }

    private FitException Diverged(float value) => new(
        $"The loss became {value} in epoch {_epochs.Count + 1}. Lower the learning rate ({settings.Optimizer}), or scale the data, e.g. to [0, 1].");
}
