using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks.Training;

/// <summary>Gradients that are summed over processes together: that of one large parameter where it lies, or those of several small ones, put side by side.</summary>
internal sealed unsafe class GradientBucket
{
    private readonly Parameter[] _parameters;
    private readonly float[]? _together;
    private int _missing;

    private GradientBucket(Parameter[] parameters, float[]? together) => (_parameters, _together) = (parameters, together);

    /// <summary>Whether all its gradients are whole.</summary>
    public bool IsWhole => _missing == 0;

    private int Length => _together?.Length ?? checked((int)_parameters[0].Gradient.Length);

    /// <summary>Sums stay where they are, in slices.</summary>
    public static GradientBucket OfLarge(Parameter parameter) => new([parameter], null);

    /// <summary>Sums go back to the gradients, all to every process.</summary>
    public static GradientBucket OfSmall(IReadOnlyList<Parameter> parameters) =>
        new([.. parameters], GC.AllocateUninitializedArray<float>(checked((int)parameters.Sum(parameter => parameter.Gradient.Length)), pinned: true));

    /// <summary>None of its gradients is whole.</summary>
    public void Open() => _missing = _parameters.Length;

    /// <summary>One more is whole.</summary>
    public void Count() => _missing--;

    /// <summary>All are now.</summary>
    public void Close() => _missing = 0;

    /// <summary>Sends them on their way.</summary>
    public void Begin(ISlicedSums sums)
    {
        if (_together is null)
        {
            sums.Begin(_parameters[0].Gradient.Pointer, Length);
            return;
        }

        var start = 0;
        foreach (var parameter in _parameters)
        {
            parameter.Gradient.Span.CopyTo(_together.AsSpan(start));
            start += (int)parameter.Gradient.Length;
        }

        sums.Begin((float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_together)), Length);
    }

    /// <summary>The sums of small parameters, once they have arrived, at every process.</summary>
    public void Share(ICommunicator communicator)
    {
        if (_together is null)
            return;
        communicator.ShareSlices(_together);
        var start = 0;
        foreach (var parameter in _parameters)
        {
            _together.AsSpan(start, (int)parameter.Gradient.Length).CopyTo(parameter.Gradient.Span);
            start += (int)parameter.Gradient.Length;
        }
    }
}
