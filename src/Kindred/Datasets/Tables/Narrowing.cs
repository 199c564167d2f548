using System.Runtime.CompilerServices;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Tables;

/// <summary>From 64 bits to rows of 32: a column is counted from where its values lie, so that what tells rows apart is kept.</summary>
internal static class Narrowing
{
    private const int SampleRows = 1023;
    private const double Smallest = 1e-41;  // smaller floats have fewer bits, and then none
    private const int MostSampled = 1 << 18;

    private static readonly double[] Quantiles = [0.5, 0.25, 0.75];

    /// <summary>Where the values of every column are best counted from; null where that is 0 for all.</summary>
    public static double[]? Origins(INumbers numbers, int[] columns)
    {
        if (numbers.FitFloats)
            return null;
        var origins = new double[columns.Length];
        WorkerPool.ForEachChunk(columns.Length, (_, start, end) =>
        {
            var sample = new double[Math.Min(SampleRows, numbers.Rows)];
            for (var k = start; k < end; k++)
                origins[k] = Origin(sample.AsSpan(0, Sample(numbers, columns[k], sample)));
        });
        return Array.TrueForAll(origins, origin => origin == 0) ? null : origins;
    }

    /// <summary>Whether the values of a column differ, but by so little that 32 bits hold no such numbers, wherever they are counted from.</summary>
    public static bool IsLost(INumbers numbers, int column)
    {
        if (numbers.FitFloats)
            return false;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < numbers.Rows && !(high - low >= Smallest); i++)
        {
            var value = numbers.Value(i, column);
            (low, high) = double.IsNaN(value) ? (low, high) : (Math.Min(low, value), Math.Max(high, value));
        }

        return high > low && high - low < Smallest;
    }

    /// <summary>One origin for all columns, as the pixels of images share one unit; null where that is 0.</summary>
    public static double[]? CommonOrigin(INumbers numbers, int[] columns)
    {
        if (numbers.FitFloats)
            return null;
        var rows = Math.Max(1, Math.Min(numbers.Rows, MostSampled / columns.Length));
        var sample = new List<double>();
        for (var i = 0; i < rows; i++)
        {
            foreach (var j in columns)
                sample.Add(numbers.Value((int)((long)i * numbers.Rows / rows), j));
        }

        sample.RemoveAll(double.IsNaN);
        var origin = Origin(sample.ToArray());
        return origin == 0 ? null : [.. Enumerable.Repeat(origin, columns.Length)];
    }

    /// <summary>float(value − origin) of the given rows and columns; <paramref name="fill"/> stands for what is missing.</summary>
    public static Matrix Narrow(INumbers numbers, int[]? rows, int[] columns, double[]? origins, double[]? fill)
    {
        var x = new Matrix(rows?.Length ?? numbers.Rows, columns.Length);
        if (numbers.Floats is { } floats && rows is null && origins is null && fill is null && IsInOrder(columns, numbers.Columns))
        {
            floats.Span.CopyTo(x.MutableValues);
            return x;
        }

        var narrowing = new RowNarrowing(columns, origins, fill);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                narrowing.Narrow(numbers, rows?[i] ?? i, x.MutableRow(i));
        });
        return x;
    }

    private static bool IsInOrder(int[] columns, int count) => columns.Length == count && columns.Index().All(column => column.Item == column.Index);

    /// <summary>0, or the quantile of the values, from which the most of them stay apart in 32 bits.</summary>
    internal static double Origin(Span<double> values)
    {
        values.Sort();
        return values.IsEmpty ? 0 : Better(values, 0);
    }

    /// <summary>The median of every column, or the quartile from which more values stay apart in 32 bits; from rows at equal steps.</summary>
    internal static double[] Centres(Matrix x)
    {
        var values = new double[Math.Min(SampleRows, x.Rows)];
        var centres = new double[x.Columns];
        for (var j = 0; j < centres.Length; j++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = x[(int)((long)i * x.Rows / values.Length), j];
            Array.Sort(values);
            centres[j] = Better(values, values[(values.Length - 1) / 2]);
        }

        return centres;
    }

    /// <summary>The rows of so many at which <see cref="Centres"/> looks.</summary>
    internal static IEnumerable<int> Looked(int rows)
    {
        var count = Math.Min(SampleRows, rows);
        return Enumerable.Range(0, count).Select(i => (int)((long)i * rows / count));
    }

    /// <summary>The given origin, or the quantile of the sorted values from which more of them stay apart.</summary>
    private static double Better(ReadOnlySpan<double> values, double origin)
    {
        var most = Distinct(values, origin);
        foreach (var quantile in Quantiles)
        {
            var candidate = values[(int)(quantile * (values.Length - 1))];
            var distinct = Distinct(values, candidate);
            if (distinct > most)
                (origin, most) = (candidate, distinct);
        }

        return origin;
    }

    private static int Sample(INumbers numbers, int column, double[] sample)
    {
        var count = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            var value = numbers.Value((int)((long)i * numbers.Rows / sample.Length), column);
            if (!double.IsNaN(value))
                sample[count++] = value;
        }

        return count;
    }

    /// <summary>How many different floats the sorted values become.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Distinct(ReadOnlySpan<double> sorted, double origin)
    {
        var (count, last) = (0, float.NaN);
        foreach (var value in sorted)
        {
            var narrow = (float)(value - origin);
            if (narrow != last)
                count++;
            last = narrow;
        }

        return count;
    }
}
