using System.Globalization;
using System.Text.Json.Serialization;
using Kindred.Encoding.Views;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Encoding;

/// <summary>Whether an encoder learned anything from views, seen without labels: how many views it tells by their partner.</summary>
/// <remarks>
/// The rule. Of up to <see cref="MostRows"/> evenly spaced rows two views each are made, none of which was in the training. A view is recognised where, of all others, none is as near in
/// direction as the other view of its row. An encoder that recognises no more than it did with its starting values has learned nothing, and one that recognises fewer than the pixels of the
/// same views do, counted from their mean, is worth nothing: it has <see cref="Failed"/>, unless it recognises all. That views are recognised does not say that things of one kind are near each other; that they are not says that the codes are worth nothing.
/// </remarks>
public sealed record RecognitionCheck
{
    /// <summary>Rows that are looked at, at most.</summary>
    public const int MostRows = 1000;

    /// <summary>Rows that were looked at, each in two views.</summary>
    public required int Rows { get; init; }

    /// <summary>The share of the views that are recognised by their codes.</summary>
    public required double Recognised { get; init; }

    /// <summary>The share of the same views that the network recognised before it was trained.</summary>
    public required double RecognisedAtStart { get; init; }

    /// <summary>The share of the same views that are recognised by their pixels.</summary>
    public required double RecognisedByPixels { get; init; }

    /// <summary>Whether the codes are not to be used: see the rule.</summary>
    [JsonIgnore]
    public bool Failed => Recognised < 1 && !(Recognised > RecognisedAtStart && Recognised >= RecognisedByPixels);

    /// <summary>The outcome as a sentence, for whoever reads the run.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"The encoder {(Failed ? "failed: it recognises" : "recognises")} {Recognised:P0} of {2 * Rows:N0} views by their partner, {RecognisedAtStart:P0} before it was trained, and pixels {RecognisedByPixels:P0}.");

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

    /// <summary>The share of views, first ones first, whose partner is nearer in direction from the mean than every other.</summary>
    internal static double Share(Matrix views) => ShareOf(Directions(views));

    /// <summary>The share of rows of length 1 whose partner, half of all rows further, is nearer than every other row.</summary>
    private static unsafe double ShareOf(Matrix unit)
    {
        var (rows, half) = (unit.Rows, unit.Rows / 2);
        var cosines = new float[rows];
        var recognised = 0;
        fixed (float* all = unit.Values, target = cosines)
        {
            for (var i = 0; i < rows; i++)
            {
                GemmFloat.Multiply(false, true, 1, rows, unit.Columns, all + ((long)i * unit.Columns), unit.Columns, all, unit.Columns, 0, target, rows);
                var partner = (i + half) % rows;
                var nearest = float.NegativeInfinity;
                for (var j = 0; j < rows; j++)
                    nearest = j == i || j == partner ? nearest : Math.Max(nearest, cosines[j]);
                recognised += cosines[partner] > nearest ? 1 : 0;
            }
        }

        return (double)recognised / rows;
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
