using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>What layers do after the product of their weights, and before its way back.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>z ← activation(z + b), where this tensor is z: rows x columns.</summary>
    private Action EndForward(Tensor? bias, Activation activation, int rows, int columns)
    {
        var function = Activations.Of(activation).Fused!;
        return Graph.Blocks(rows, RowsPerBlock(columns), (from, to) =>
        {
            var z = Pointer + ((long)from * columns);
            if (bias is not null)
                Kernels.Rows.AddToEach(z, bias.Pointer, to - from, columns);
            if (activation != Activation.Linear)
                function.Set(z, z, (to - from) * columns);
        });
    }

    /// <summary>dy ← dy ⊙ activation′, db ← Σ dy (+ db), where this tensor is y: rows x columns.</summary>
    private Action BeginBackward(Tensor? bias, Activation activation, int rows, int columns)
    {
        var gradient = activation == Activation.Linear ? null : BeginBackward(activation);
        var sums = bias is { NeedsGradient: true } ? new ColumnSums(Graph.Arena, rows, columns) : null;
        return () =>
        {
            gradient?.Invoke();
            sums?.Run(Gradient, bias!.AddsToGradient(), bias.Gradient);
        };
    }

    /// <summary>dy ← dy ⊙ activation′, where this tensor is y.</summary>
    private Action BeginBackward(Activation activation)
    {
        var function = Activations.Of(activation).Fused!;
        return Block((start, n) => function.SetGradient(Gradient + start, Pointer + start, Gradient + start, n));
    }

    private static void CheckBias(Parameter? bias, int outputs)
    {
        if (bias is not null && bias.Length != outputs)
            throw new ArgumentException($"A layer of {outputs} outputs needs as many biases, got {bias.Length}.", nameof(bias));
    }

    private static int RowsPerBlock(int columns) => Math.Max(1, BlockLength / columns);
}
