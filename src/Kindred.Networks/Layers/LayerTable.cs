using System.Globalization;
using System.Text;
using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>A line of a <see cref="LayerTable"/>. <paramref name="OutputShape"/> is that of one sample.</summary>
public readonly record struct LayerLine(string Kind, ValueList<int> OutputShape, int ParameterCount);

/// <summary>What a network is made of: kind, output shape and parameters of every layer, and the totals.</summary>
public sealed class LayerTable
{
    /// <summary>Follows one sample of <paramref name="inputShape"/> through <paramref name="layers"/>.</summary>
    public LayerTable(ValueList<int> inputShape, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        InputShape = inputShape;
        using var graph = new Graph();
        var x = graph.Input([1, .. inputShape]);
        var lines = new List<LayerLine>();
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
            lines.Add(new LayerLine(layer.Kind, ValueList.Create(x.Shape[1..]), layer.Parameters.Sum(parameter => parameter.Length)));
        }

        Lines = lines;
        Total = lines.Sum(line => line.ParameterCount);
        Trainable = layers.SelectMany(layer => layer.Parameters).Where(parameter => parameter.Trainable).Sum(parameter => parameter.Length);
    }

    public ValueList<int> InputShape { get; }

    public IReadOnlyList<LayerLine> Lines { get; }

    /// <summary>Numbers that the network holds.</summary>
    public int Total { get; }

    /// <summary>Numbers that training changes.</summary>
    public int Trainable { get; }

    /// <summary>The table as plain text, in columns.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, "Layer", "Output shape", "Parameters");
        Line(text, "Input", Describe(InputShape), "0");
        foreach (var line in Lines)
            Line(text, line.Kind, Describe(line.OutputShape), Describe(line.ParameterCount));
        text.Append(CultureInfo.InvariantCulture, $"Total parameters: {Describe(Total)} ({Describe(Trainable)} trainable)");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string kind, string shape, string parameters) =>
        text.Append(CultureInfo.InvariantCulture, $"{kind,-20}{shape,-20}{parameters,12}").Append('\n');

    private static string Describe(ValueList<int> shape) => string.Join(" x ", shape);

    private static string Describe(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
