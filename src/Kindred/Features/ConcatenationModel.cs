using System.Globalization;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Features;

/// <summary>Rows → what several fitted transforms make of them, side by side, each with its weight.</summary>
public sealed class ConcatenationModel : ITransform
{
    private readonly (ITransform Transform, double Weight)[] _parts;

    internal ConcatenationModel((ITransform Transform, double Weight)[] parts)
    {
        foreach (var (transform, _) in parts)
        {
            if (transform.InputColumns != parts[0].Transform.InputColumns)
                throw new ArgumentException($"All parts must take the same rows; one takes {parts[0].Transform.InputColumns} columns, one {transform.InputColumns}.", nameof(parts));
        }

        (_parts, OutputColumns) = (parts, parts.Sum(part => part.Transform.OutputColumns));
    }

    public int InputColumns => _parts[0].Transform.InputColumns;

    public int OutputColumns { get; }

    internal IReadOnlyList<(ITransform Transform, double Weight)> Parts => _parts;

    internal static StoredKind StoredAs { get; } = new("concatenation", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <summary>rows x input columns → rows x all parts' output columns</summary>
    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Transform(Matrix x) => SideBySide(x.Rows, transform => transform.Transform(x));

    /// <inheritdoc cref="Transform(Matrix)"/>
    public Matrix Transform(ByteMatrix x) => SideBySide(x.Rows, transform => transform.Transform(x));

    SafeTensors IStored.Store() => StoredParts.Join(
        new SafeTensors([], new Dictionary<string, string>(), [StoredNumbers.Doubles("weights", [.. _parts.Select(part => part.Weight)])]),
        [.. _parts.Select((part, p) => (Prefix(p), (IStored)part.Transform))]);

    private static ConcatenationModel Read(SafeTensors file, StoredKinds kinds) =>
        new([.. file.NotNegative("weights").ToArray().Select((weight, p) => (StoredParts.Read<ITransform>(file, Prefix(p), kinds), weight))]);

    private static string Prefix(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part + 1}.");

    private Matrix SideBySide(int rows, Func<ITransform, Matrix> transform)
    {
        var joined = new Matrix(rows, OutputColumns);
        var place = 0;
        foreach (var (part, weight) in _parts)
        {
            var columns = transform(part);
            for (var i = 0; i < rows; i++)
            {
                var target = joined.MutableRow(i).Slice(place, columns.Columns);
                var source = columns.Row(i);
                for (var j = 0; j < source.Length; j++)
                    target[j] = (float)(source[j] * weight);
            }

            place += columns.Columns;
        }

        return joined;
    }
}
