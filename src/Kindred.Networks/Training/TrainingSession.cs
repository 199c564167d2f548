using Kindred.Networks.Optimizers;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>A training under way, one epoch at a time: what happens between two epochs is the caller's. <see cref="Trainer.Begin"/> begins one.</summary>
/// <example>
/// <code>
/// using var session = trainer.Begin(network.Parameters, data, loss, rng);
/// while (!session.Finished)
/// {
///     RefreshTargets();
///     session.Epoch();
/// }
///
/// var history = session.Finish();
/// </code>
/// </example>
public sealed class TrainingSession : IDisposable
{
    private readonly Trainer _settings;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly TrainingData _data;
    private readonly Func<Batch, Tensor> _loss;
    private readonly Rng _rng;
    private readonly Checkpoint? _checkpoint;
    private readonly IStopRule? _stopRule;
    private readonly IOptimizerRun _optimizer;
    private readonly SharedGradients _processes;
    private readonly Dictionary<int, (Batch Batch, Tensor Loss)> _recorded = [];
    private readonly List<EpochLoss> _epochs = [];
    private readonly int[] _validationRows;
    private float[][]? _best;
    private int _bestEpoch;
    private bool _stopped;

    internal TrainingSession(
        Trainer settings,
        IReadOnlyList<Parameter> parameters,
        TrainingData data,
        Func<Batch, Tensor> loss,
        Rng rng,
        Checkpoint? checkpoint = null,
        IStopRule? stopRule = null)
    {
        (_settings, _parameters, _data, _loss, _rng, _checkpoint, _stopRule) = (settings, parameters, data, loss, rng, checkpoint, stopRule);
        _optimizer = settings.Optimizer.Over(parameters);
        _processes = new SharedGradients(settings.Communicator, parameters, _optimizer);
        _validationRows = [.. Enumerable.Range(0, data.Validation?.Rows ?? 0)];
        if (checkpoint?.Load(SettingsText, rng.State) is { } state)
            Continue(state);
    }

    /// <summary>Losses of the epochs behind, those before an interruption included.</summary>
    public IReadOnlyList<EpochLoss> Epochs => _epochs;

    /// <summary>Steps behind, those before an interruption included.</summary>
    public long Steps => _optimizer.Steps;

    /// <summary>Whether every epoch asked for is behind, or a rule has ended the training.</summary>
    public bool Finished => _epochs.Count >= _settings.Epochs || StoppedEarly;

    internal FitProgress Progress => new("training", _epochs.Count, _settings.Epochs, _epochs[^1].ValidationLoss ?? _epochs[^1].TrainingLoss);

    /// <summary>Settings and data in words; how many epochs may change when a training is continued.</summary>
    private string SettingsText =>
        $"{_settings with { Epochs = 1 }} {_data.Train.Rows} x {_data.Train.Columns}, {_data.Validation?.Rows ?? 0} held out, {_data.Fingerprint()}";

    private int RowsOfAnEpoch => _settings.DropRemainder && _data.Train.Rows >= _settings.BatchSize
        ? _data.Train.Rows / _settings.BatchSize * _settings.BatchSize
        : _data.Train.Rows;

    /// <summary>Whether the best weights are others than those of the last epoch.</summary>
    private bool BestIsKept => _bestEpoch > 0 && _bestEpoch < _epochs.Count;

    private bool StoppedEarly => _stopped || (_settings.EarlyStopping is { } stopping && _epochs.Count - _bestEpoch >= stopping.Patience);

    /// <summary>One pass over all training rows, then over all validation rows; then the state is kept, where it is to be.</summary>
    /// <param name="cancellation">Looked at before every step; an epoch that was cancelled can only be repeated from the checkpoint before it.</param>
    /// <exception cref="InvalidOperationException">The training is finished.</exception>
    /// <exception cref="FitException">The loss became infinite or not a number.</exception>
    public EpochLoss Epoch(CancellationToken cancellation = default)
    {
        if (Finished)
            throw new InvalidOperationException($"The training is finished after {_epochs.Count} epochs.");
        var stream = _rng.Split(_epochs.Count);
        var order = stream.Permutation(_data.Train.Rows);
        var trainingLoss = Pass(_data.Train, order.AsSpan(0, RowsOfAnEpoch), stream, cancellation);
        _processes.AverageOthers();
        double? validationLoss = _data.Validation is null ? null : Pass(_data.Validation, _validationRows, noise: null, cancellation);
        _epochs.Add(new EpochLoss(trainingLoss, validationLoss));
        KeepIfBest();
        _stopped = _stopRule?.Stops(_epochs) ?? false;
        if (_checkpoint is not null)
            Keep(_checkpoint);
        return _epochs[^1];
    }

    /// <summary>Goes back to the best weights, if early stopping watched for them.</summary>
    public TrainingHistory Finish()
    {
        for (var i = 0; _best is not null && i < _best.Length; i++)
            _parameters[i].Set(_best[i]);
        return new TrainingHistory(
            ValueList.Create<EpochLoss>(_epochs.ToArray()), _best is null ? _epochs.Count : _bestEpoch, StoppedEarly && _epochs.Count < _settings.Epochs);
    }

    private void Keep(Checkpoint checkpoint)
    {
        _processes.ShareMoments(_optimizer);
        if (_processes.Communicator.Rank == 0)
            checkpoint.Save(State());
    }

    /// <summary>What to keep so that <see cref="Continue"/> goes on from here.</summary>
    private TrainingState State()
    {
        var arrays = new List<StoredTensor>();
        foreach (var parameter in _parameters)
            arrays.Add(Stored("now", parameter, parameter.ToArray()));
        foreach (var (name, values) in _optimizer.Save())
            arrays.Add(new StoredTensor($"optimizer.{name}", [values.Length], values));
        for (var i = 0; BestIsKept && i < _parameters.Count; i++)
            arrays.Add(Stored("best", _parameters[i], _best![i]));
        return new TrainingState(SettingsText, _rng.State, _optimizer.Steps, _bestEpoch, [.. _epochs], arrays);
    }

    private void Continue(TrainingState state)
    {
        var file = new SafeTensors(state.Arrays);
        _epochs.AddRange(state.History);
        _bestEpoch = state.BestEpoch;
        foreach (var parameter in _parameters)
            parameter.Set(file.Values($"now.{parameter.Name}", parameter.Shape));
        _optimizer.Load(state.Steps, state.Arrays.Where(array => array.Name.StartsWith("optimizer.", StringComparison.Ordinal))
            .ToDictionary(array => array.Name["optimizer.".Length..], array => array.Values.ToArray()));
        _stopped = _epochs.Count > 0 && (_stopRule?.Stops(_epochs) ?? false);
        if (_bestEpoch > 0)
        {
            var best = BestIsKept ? "best" : "now";
            _best = [.. _parameters.Select(parameter => file.Values($"{best}.{parameter.Name}", parameter.Shape).ToArray())];
        }
    }

    public void Dispose()
    {
        foreach (var (_, (batch, _)) in _recorded)
            batch.Dispose();
    }

    /// <summary>The mean loss over all rows; with <paramref name="noise"/> the network learns from each batch as well.</summary>
    private double Pass(Samples samples, ReadOnlySpan<int> order, Rng? noise, CancellationToken cancellation)
    {
        var total = 0.0;
        for (var start = 0; start < order.Length; start += _settings.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = order.Slice(start, Math.Min(_settings.BatchSize, order.Length - start));
            total += Step(samples, rows, noise) * rows.Length;
        }

        return total / order.Length;
    }

    /// <summary>The loss on the given rows; with <paramref name="noise"/> the network then learns from them.</summary>
    internal double Step(Samples samples, ReadOnlySpan<int> rows, Rng? noise)
    {
        if (_processes.Communicator.Size > 1)
            return SharedStep(samples, rows, noise);
        var (batch, batchLoss) = Recorded(rows.Length, samples.Columns);
        batch.Choose(samples, rows, _epochs.Count);
        batch.Graph.Training = noise is not null;
        batch.Graph.Seed = Next(noise);
        batch.Graph.Forward();
        var value = batchLoss.Values[0];
        if (!float.IsFinite(value))
            throw Diverged(value);
        if (noise is not null)
        {
            _optimizer.Begin();
            batch.Graph.Backward(batchLoss);
            _optimizer.Step();
        }

        return value;
    }

    /// <summary>The same by several processes, each with its part of the rows.</summary>
    private double SharedStep(Samples samples, ReadOnlySpan<int> rows, Rng? noise)
    {
        var own = _processes.PartOf(rows);
        var (seed, loss) = (Next(noise), new double[1]);
        if (noise is not null)
            _processes.Open();
        if (own.Length > 0)
        {
            var (batch, batchLoss) = Recorded(own.Length, samples.Columns);
            batch.Choose(samples, own, _epochs.Count);
            batch.Graph.Training = noise is not null;
            batch.Graph.Seed = _processes.NoiseOf(seed);
            batch.Graph.Forward();
            loss[0] = batchLoss.Values[0] * ((double)own.Length / rows.Length);
            if (noise is not null)
                batch.Graph.Backward(batchLoss, (float)own.Length / rows.Length, _processes);
        }
        else if (noise is not null)
        {
            _processes.Clear();
        }

        if (noise is not null)
            _processes.Close();
        _processes.Communicator.Sum(loss);
        if (!float.IsFinite((float)loss[0]))
            throw Diverged((float)loss[0]);
        if (noise is not null)
            _processes.Step(_optimizer);
        return loss[0];
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
        var recorded = (batch, _loss(batch));
        _recorded.Add(rows, recorded);
        return recorded;
    }

    private void KeepIfBest()
    {
        if (_settings.EarlyStopping is not { } stopping || _epochs[^1].ValidationLoss is not { } now)
            return;
        if (_bestEpoch > 0 && !(now < _epochs[_bestEpoch - 1].ValidationLoss - stopping.MinimumImprovement))
            return;
        _bestEpoch = _epochs.Count;
        _best = [.. _parameters.Select(parameter => parameter.ToArray())];
    }

    private static StoredTensor Stored(string kind, Parameter parameter, float[] values) =>
        new($"{kind}.{parameter.Name}", ValueList.Create(parameter.Shape), values);

    private FitException Diverged(float value) => new(
        $"The loss became {value} in epoch {_epochs.Count + 1}. Lower the learning rate ({_settings.Optimizer}), or scale the data, e.g. to [0, 1].");
}
