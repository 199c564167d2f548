using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks.Optimizers;

/// <summary>The loop that all optimizers share: fixed blocks of every parameter, with the moments that lie beside it.</summary>
internal sealed unsafe class OptimizerRun : ISharedOptimizerRun
{
    private readonly Part[] _parts;
    private readonly string[] _momentNames;
    private readonly IUpdateRule _rule;
    private bool _begun;

    public OptimizerRun(IReadOnlyList<Parameter> parameters, IUpdateRule rule, params string[] momentNames)
    {
        (_rule, _momentNames) = (rule, momentNames);
        _parts = [.. parameters.Where(parameter => parameter.Trainable).Select(parameter => new Part(parameter, rule, momentNames.Length))];
    }

    public long Steps { get; private set; }

    public void Begin()
    {
        StartStep();
        foreach (var part in _parts)
            part.Offer();
    }

    public void Step()
    {
        if (!_begun)
            StartStep();
        _begun = false;
        foreach (var part in _parts)
            part.Finish();
    }

    public void Step(Func<Parameter, (int Start, int End)> part)
    {
        StartStep();
        _begun = false;
        foreach (var own in _parts)
            own.Move(part(own.Parameter));
    }

    public IReadOnlyList<NativeBuffer<float>> MomentsOf(Parameter parameter) => _parts.First(part => part.Parameter == parameter).Moments;

    public IReadOnlyList<KeyValuePair<string, float[]>> Save()
    {
        var saved = new List<KeyValuePair<string, float[]>>();
        foreach (var part in _parts)
        {
            for (var k = 0; k < _momentNames.Length; k++)
            {
                var values = new float[part.Parameter.Length];
                part.Parameter.Export(part.Moments[k], values);
                saved.Add(new($"{part.Parameter.Name}.{_momentNames[k]}", values));
            }
        }

        return saved;
    }

    public void Load(long steps, IReadOnlyDictionary<string, float[]> state)
    {
        Steps = steps;
        foreach (var part in _parts)
        {
            for (var k = 0; k < _momentNames.Length; k++)
            {
                var name = $"{part.Parameter.Name}.{_momentNames[k]}";
                if (!state.TryGetValue(name, out var values) || values.Length != part.Parameter.Length)
                    throw new InvalidDataException($"The checkpoint should hold {part.Parameter.Length} values of {name}, but does not.");
                part.Parameter.Import(values, part.Moments[k]);
            }
        }
    }

    private void StartStep()
    {
        _begun = true;
        Steps++;
        _rule.Begin(Steps);
    }

    /// <summary>A parameter with its moments; it moves tile by tile as its gradient is made, or in one pass over the gradient that was kept.</summary>
    private sealed class Part : IGemmEpilogue<float>
    {
        private readonly Action _run;
        private Action? _ownRun;
        private readonly IUpdateRule _rule;
        private bool _offered;

        public Part(Parameter parameter, IUpdateRule rule, int moments)
        {
            (Parameter, _rule) = (parameter, rule);
            Moments = [.. Enumerable.Range(0, moments).Select(_ => new NativeBuffer<float>(parameter.Values.Length))];
            _run = Graph.Blocks(checked((int)parameter.Values.Length), 16384, (start, end) => Move(start, parameter.Gradient.Pointer + start, end - start));
        }

        public Parameter Parameter { get; }

        public NativeBuffer<float>[] Moments { get; }

        public void Offer()
        {
            _offered = Parameter.Panels is not null;
            if (_offered)
                Parameter.OfferUpdate(this);
        }

        public void Finish()
        {
            var hasMoved = _offered && !Parameter.WithdrawUpdate();
            _offered = false;
            if (hasMoved)
                return;
            _ = Parameter.Gradient;  // made here, not by several threads at once
            _run();
        }

        /// <summary>In one pass over the gradient of what this process moves.</summary>
        public void Move((int Start, int End) own)
        {
            _ownRun ??= Graph.Blocks(own.End - own.Start, 16384, (start, end) => Move(own.Start + start, Parameter.Gradient.Pointer + own.Start + start, end - start));
            _ = Parameter.Gradient;
            _ownRun();
        }

        public void Apply(float* values, nint step, int row, int column, int rows, int columns)
        {
            var layout = Parameter.Panels!.Value;
            var offset = layout.Offset(row, column);
            if (step == layout.Width)
            {
                Move(offset, values, rows * layout.Width);
                return;
            }

            for (var i = 0; i < rows; i++)
                Move(offset + ((long)i * layout.Width), values + (i * step), columns);
        }

        public int AddPrefetches(PrefetchRun* runs, int row, int column)
        {
            var layout = Parameter.Panels!.Value;
            var start = layout.Offset(row, column);
            var bytes = GemmKernels.Float.TileRows * layout.Width * sizeof(float);
            runs[0] = PrefetchRun.Over(Parameter.Values.Pointer + start, bytes);
            for (var k = 0; k < Moments.Length; k++)
                runs[k + 1] = PrefetchRun.Over(Moments[k].Pointer + start, bytes);
            return 1 + Moments.Length;
        }

        private void Move(long start, float* gradient, int count)
        {
            var values = Parameter.Values.Pointer + start;
            var first = Moments.Length > 0 ? Moments[0].Pointer + start : values;
            var second = Moments.Length > 1 ? Moments[1].Pointer + start : values;
            _rule.Apply(values, gradient, first, second, count);
        }
    }
}

/// <summary>One optimizer's arithmetic.</summary>
internal unsafe interface IUpdateRule
{
    /// <summary>Works out what all parameters share in step <paramref name="step"/>, counted from one.</summary>
    void Begin(long step);

    /// <summary>p, m, v ← the next ones, from the gradient g; an optimizer with fewer moments leaves the others alone.</summary>
    void Apply(float* p, float* g, float* m, float* v, int n);
}
