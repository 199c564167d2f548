using System.Globalization;
using System.Text.Json.Serialization;
using Kindred.Encoding.Views;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Encoding;

/// <summary>Whether an encoder learned anything from views, seen without labels: how well it tells a view by its partner.</summary>
/// <remarks>
/// The rule. Of up to <see cref="MostRows"/> evenly spaced rows two views each are made, none of which was in the training. Recognition is the share, over every view and every view of another
/// row, in which the view's partner is the nearer of the two in direction from the mean: one half by chance. An encoder that does no better than it did with its starting values has learned
/// nothing, and one that does worse than the pixels of the same views is worth nothing: it has <see cref="Failed"/>, unless it errs in less than one of a hundred. That views are recognised does
/// not say that things of one kind are near each other; that they are not says that the codes are worth nothing.
/// </remarks>
public sealed record RecognitionCheck
{
    /// <summary>Rows that are looked at, at most.</summary>
    public const int MostRows = 1000;

    private const double NearlyAll = 0.99;

    /// <summary>Rows that were looked at, each in two views.</summary>
    public required int Rows { get; init; }

    /// <summary>Recognition by the codes, in [0, 1].</summary>
    public required double Recognition { get; init; }

    /// <summary>The same before the network was trained.</summary>
    public required double RecognitionAtStart { get; init; }

    /// <summary>The same by the pixels of the views.</summary>
    public required double RecognitionByPixels { get; init; }

    /// <summary>Whether the codes are not to be used: see the rule.</summary>
    [JsonIgnore]
    public bool Failed => !(Recognition >= NearlyAll || (Recognition > RecognitionAtStart && Recognition >= RecognitionByPixels));

    /// <summary>The outcome as a sentence, for whoever reads the run.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"The encoder {(Failed ? "failed: it finds" : "finds")} a view nearer to its partner than to another in {Recognition:P1} of the cases, {RecognitionAtStart:P1} before it was trained, pixels in {RecognitionByPixels:P1}.");

    /// <summary>Two views each of up to <see cref="MostRows"/> rows, first views first. // 2 rows x columns</summary>
    internal static Matrix ViewsOf(Samples x, ImageViews views, CancellationToken cancellation)
    {
        var count = Math.Min(MostRows, x.Rows);
        var (made, row) = (new Matrix(2 * count, x.Columns), new float[x.Columns]);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = (int)((long)i * x.Rows / count);
            x.CopyRow(from, row);
            views.Make(row, from, 0, 0, made.MutableRow(i));
            views.Make(row, from, 0, 1, made.MutableRow(count + i));
        }

        return made;
    }

    /// <summary>Recognition among views, first ones first; where two are equally near, half a case.</summary>
    internal static unsafe double Of(Matrix views)
    {
        var (unit, rows, half) = (Directions(views), views.Rows, views.Rows / 2);
        var cosines = new float[rows];
        var sum = 0.0;
        fixed (float* all = unit.Values, target = cosines)
        {
            for (var i = 0; i < rows; i++)
            {
                GemmFloat.Multiply(false, true, 1, rows, unit.Columns, all + ((long)i * unit.Columns), unit.Columns, all, unit.Columns, 0, target, rows);
                var partner = cosines[(i + half) % rows];
                for (var j = 0; j < rows; j++)
                    sum += j % half == i % half ? 0 : cosines[j] < partner ? 1 : cosines[j] == partner ? 0.5 : 0;
            }
        }

        return rows > 2 ? sum / rows / (rows - 2) : 0.5;
    }

    /// <summary>Rows counted from their mean, each made one long.</summary>
    private static Matrix Directions(Matrix x)
    {
        var mean = new double[x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            for (var j = 0; j < mean.Length; j++)
                mean[j] += x.Row(i)[j] / x.Rows;
        }

        var directions = new Matrix(x.Rows, x.Columns);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            var target = directions.MutableRow(i);
            var squares = 0.0;
            for (var j = 0; j < mean.Length; j++)
            {
                target[j] = (float)(row[j] - mean[j]);
                squares += (double)target[j] * target[j];
            }

            for (var j = 0; j < mean.Length && squares > 0; j++)
                target[j] = (float)(target[j] / Math.Sqrt(squares));
        }

        return directions;
    }
}
