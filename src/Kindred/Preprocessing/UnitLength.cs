using Kindred.Methods;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Preprocessing;

/// <summary>Rows of length 1, so that their direction alone is compared; of amounts, which are never negative, the square roots first, so that a few large ones do not decide.</summary>
/// <remarks>The distance of square roots of shares is Hellinger's: Arandjelović and Zisserman 2012, doi:10.1109/CVPR.2012.6248018.</remarks>
public sealed record UnitLength : ITransformer<UnitLengthModel>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } = new("unit", UnitLengthModel.StoredAs, "Arandjelović and Zisserman 2012", order => new UnitLength
    {
        SquareRoots = order.Choice("roots", Roots.Auto, isFirst: true) switch { Roots.Yes => true, Roots.No => false, _ => null },
    });

    string ITransformer.Name => "unit length";

    /// <summary>Whether square roots are taken first; null: where no value that is learned from is negative.</summary>
    public bool? SquareRoots { get; init; }

    /// <exception cref="ArgumentException">There are no rows or columns, or a value is not finite.</exception>
    public UnitLengthModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return new UnitLengthModel(x.Columns, SquareRoots ?? !x.Values.ContainsAnyInRange(float.MinValue, -float.Epsilon));
    }

    /// <summary>The same from rows that are read in one pass, where anything is to be learned.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new UnitLengthModel(x.Columns, SquareRoots ?? StreamedRows.Range(x, stream, cancellation).Smallest.All(value => value >= 0));

    private enum Roots
    {
        Auto,
        Yes,
        No,
    }
}

/// <summary>x / ‖x‖, or √x / ‖√x‖, where √−a = −√a; rows of zeros stay.</summary>
public sealed class UnitLengthModel : ITransform
{
    internal UnitLengthModel(int columns, bool squareRoots) => (InputColumns, SquareRoots) = (Guard.Positive(columns), squareRoots);

    public int InputColumns { get; }

    public int OutputColumns => InputColumns;

    /// <summary>Whether square roots are taken first.</summary>
    public bool SquareRoots { get; }

    internal static StoredKind StoredAs { get; } = new("unit-length", file => file.Finite("columns") is [var columns] && columns is >= 1 and <= int.MaxValue && columns == Math.Floor(columns)
        ? new UnitLengthModel((int)columns, file.Text("roots") == "yes")
        : throw new InvalidDataException("Unit length needs the number of columns, a whole number from 1 on."));

    StoredKind IStored.Kind => StoredAs;

    SafeTensors IStored.Store() => new([], new Dictionary<string, string> { ["roots"] = SquareRoots ? "yes" : "no" }, [StoredNumbers.Doubles("columns", [InputColumns])]);

    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, InputColumns);
        var unit = new Matrix(x.Rows, x.Columns);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                Transform(x.Row(i), unit.MutableRow(i));
        });
        return unit;
    }

    private void Transform(ReadOnlySpan<float> row, Span<float> unit)
    {
        var square = 0.0;
        foreach (var value in row)
            square += SquareRoots ? Math.Abs((double)value) : (double)value * value;
        var length = square > 0 ? Math.Sqrt(square) : 1;
        for (var j = 0; j < row.Length; j++)
            unit[j] = (float)((SquareRoots ? Math.Sign(row[j]) * Math.Sqrt(Math.Abs((double)row[j])) : row[j]) / length);
    }
}
