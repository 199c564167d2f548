using Kindred.Numerics.Kernels;

namespace Kindred.Networks.Optimizers;

/// <summary>The loop that all optimizers share: fixed blocks of every parameter, with the moments that lie beside it.</summary>
internal sealed unsafe class Updater : IUpdater
{
    private readonly Part[] _parts;
    private readonly string[] _momentNames;
    private readonly IUpdate _update;

    public Updater(IReadOnlyList<Parameter> parameters, IUpdate update, params string[] momentNames)
    {
        (_update, _momentNames) = (update, momentNames);
        _parts = [.. parameters.Where(parameter => parameter.Trainable).Select(parameter => new Part(parameter, update, momentNames.Length))];
    }

    public long Steps { get; private set; }

    public void Step()
    {
        Steps++;
        _update.Begin(Steps);
        foreach (var part in _parts)
            part.Run();
    }

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

    private sealed class Part
    {
        private readonly Action _run;

        public Part(Parameter parameter, IUpdate update, int moments)
        {
            Parameter = parameter;
            Moments = [.. Enumerable.Range(0, moments).Select(_ => new NativeBuffer<float>(parameter.Values.Length))];
            var (first, second) = (moments > 0 ? Moments[0] : parameter.Values, moments > 1 ? Moments[1] : parameter.Values);
            _run = Graph.Blocks(checked((int)parameter.Values.Length), 16384, (start, end) => update.Apply(
                parameter.Values.Pointer + start,
                parameter.Gradient.Pointer + start,
                first.Pointer + start,
                second.Pointer + start,
                end - start));
        }

        public Parameter Parameter { get; }

        public NativeBuffer<float>[] Moments { get; }

        public void Run()
        {
            _ = Parameter.Gradient;  // made here, not by several threads at once
            _run();
        }
    }
}

/// <summary>One optimizer's arithmetic.</summary>
internal unsafe interface IUpdate
{
    /// <summary>Works out what all parameters share in step <paramref name="step"/>, counted from one.</summary>
    void Begin(long step);

    /// <summary>p, m, v ← the next ones, from the gradient g; an optimizer with fewer moments leaves the others alone.</summary>
    void Apply(float* p, float* g, float* m, float* v, int n);
}
