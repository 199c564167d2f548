using Kindred.Networks.Optimizers;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>A training under way: all that changes from epoch to epoch.</summary>
internal sealed class TrainingRun(
    Trainer settings, IReadOnlyList<Parameter> parameters, TrainingData data, Func<Batch, Tensor> loss, Rng rng) : IDisposable
{
    private readonly IUpdater _updater = settings.Optimizer.Over(parameters);
    private readonly Dictionary<int, (Batch Batch, Tensor Loss)> _recorded = [];
    private readonly List<EpochLoss> _epochs = [];
    private readonly int[] _validationRows = [.. Enumerable.Range(0, data.Validation?.Rows ?? 0)];
    private float[][]? _best;
    private int _bestEpoch;

    public FitProgress Progress => new("training", _epochs.Count, settings.Epochs, _epochs[^1].ValidationLoss ?? _epochs[^1].TrainingLoss);

    public bool Finished => _epochs.Count >= settings.Epochs || StoppedEarly;

    /// <summary>Settings and data in words; how many epochs may change when a training is continued.</summary>
    public string SettingsText =>
        $"{settings with { Epochs = 1 }} {data.Train.Rows} x {data.Train.Columns}, {data.Validation?.Rows ?? 0} held out, {data.Fingerprint()}";

    /// <summary>Whether the best weights are others than those of the last epoch.</summary>
    private bool BestIsKept => _bestEpoch > 0 && _bestEpoch < _epochs.Count;

    private bool StoppedEarly => settings.EarlyStopping is { } stopping && _epochs.Count - _bestEpoch >= stopping.Patience;

    /// <summary>One pass over all training rows, then over all validation rows.</summary>
    public void Epoch(CancellationToken cancellation)
    {
        var stream = rng.Split(_epochs.Count);
        var order = stream.Permutation(data.Train.Rows);
        var trainingLoss = Pass(data.Train, order, stream, cancellation);
        double? validationLoss = data.Validation is null ? null : Pass(data.Validation, _validationRows, noise: null, cancellation);
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

    /// <summary>What to keep so that <see cref="Continue"/> goes on from here.</summary>
    public TrainingState State()
    {
        var arrays = new List<StoredTensor>();
        foreach (var parameter in parameters)
            arrays.Add(Stored("now", parameter, parameter.ToArray()));
        foreach (var (name, values) in _updater.Save())
            arrays.Add(new StoredTensor($"optimizer.{name}", [values.Length], values));
        for (var i = 0; BestIsKept && i < parameters.Count; i++)
            arrays.Add(Stored("best", parameters[i], _best![i]));
        return new TrainingState(SettingsText, rng.State, _updater.Steps, _bestEpoch, [.. _epochs], arrays);
    }

    public void Continue(TrainingState state)
    {
        var file = new SafeTensors(state.Arrays);
        _epochs.AddRange(state.History);
        _bestEpoch = state.BestEpoch;
        foreach (var parameter in parameters)
            parameter.Set(file.Values($"now.{parameter.Name}", parameter.Shape));
        _updater.Load(state.Steps, state.Arrays.Where(array => array.Name.StartsWith("optimizer.", StringComparison.Ordinal))
            .ToDictionary(array => array.Name["optimizer.".Length..], array => array.Values.ToArray()));
        if (_bestEpoch > 0)
        {
            var best = BestIsKept ? "best" : "now";
            _best = [.. parameters.Select(parameter => file.Values($"{best}.{parameter.Name}", parameter.Shape).ToArray())];
        }
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

    /// <summary>The loss on the given rows; with <paramref name="noise"/> the network then learns from them.</summary>
    internal double Step(Samples samples, ReadOnlySpan<int> rows, Rng? noise)
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
            _updater.Begin();
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

    private static StoredTensor Stored(string kind, Parameter parameter, float[] values) =>
        new($"{kind}.{parameter.Name}", ValueList.Create(parameter.Shape), values);

    private FitException Diverged(float value) => new(
        $"The loss became {value} in epoch {_epochs.Count + 1}. Lower the learning rate ({settings.Optimizer}), or scale the data, e.g. to [0, 1].");
}
