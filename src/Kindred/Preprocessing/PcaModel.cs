using System.Runtime.Intrinsics;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Preprocessing;

/// <summary>Principal components of the rows they were fitted on.</summary>
public sealed class PcaModel : ITransform
{
    private readonly double[] _mean;
    private readonly double[] _directions;  // components x columns
    private readonly double[] _scales;      // what a coordinate is divided by: 1, or the standard deviation

    internal PcaModel(double[] mean, double[] directions, double[] variances, double totalVariance, bool whiten)
    {
        (_mean, _directions) = (mean, directions);
        _scales = Array.ConvertAll(variances, variance => whiten ? Math.Sqrt(variance) : 1);
        (TotalVariance, IsWhitened) = (totalVariance, whiten);
        Mean = [.. mean];
        Components = new Matrix(variances.Length, mean.Length, Array.ConvertAll(directions, entry => (float)entry));
        ExplainedVariance = [.. variances];
        ExplainedVarianceRatio = [.. variances.Select(variance => totalVariance > 0 ? variance / totalVariance : 0)];
    }

    /// <summary>One per column.</summary>
    public ValueList<double> Mean { get; }

    /// <summary>components x columns; every row is a direction of length 1.</summary>
    public Matrix Components { get; }

    /// <summary>The variance along every component, with rows − 1 as divisor; from the largest down.</summary>
    public ValueList<double> ExplainedVariance { get; }

    /// <summary>The share of every component in the variance of all columns; 0 where nothing varies.</summary>
    public ValueList<double> ExplainedVarianceRatio { get; }

    /// <summary>Whether components are divided by their standard deviation.</summary>
    public bool IsWhitened { get; }

    /// <summary>The sum of the variances of all columns.</summary>
    public double TotalVariance { get; }

    public int InputColumns => _mean.Length;

    public int OutputColumns => _scales.Length;

    internal static StoredKind StoredAs { get; } = new("principal-components", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <summary>rows x columns → rows x components</summary>
    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, _mean.Length);
        var codes = new Matrix(x.Rows, _scales.Length);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var centred = new double[_mean.Length];
            for (var i = start; i < end; i++)
                Project(x.Row(i), centred, codes.MutableRow(i));
        });
        return codes;
    }

    /// <inheritdoc cref="Transform(Matrix)"/>
    public Matrix Transform(ByteMatrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, _mean.Length);
        var codes = new Matrix(x.Rows, _scales.Length);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var (row, centred) = (new float[x.Columns], new double[_mean.Length]);
            for (var i = start; i < end; i++)
            {
                x.ReadRow(i, row);
                Project(row, centred, codes.MutableRow(i));
            }
        });
        return codes;
    }

    /// <summary>The rows nearest to what was transformed: rows x components → rows x columns.</summary>
    /// <exception cref="ArgumentException">The columns are not as many as the components, or a value is not finite.</exception>
    public Matrix Restore(Matrix codes)
    {
        Guard.Samples(codes, atLeast: 0);
        if (codes.Columns != _scales.Length)
            throw new ArgumentException($"The model has {_scales.Length} components, got {codes.Columns} columns.", nameof(codes));
        var restored = new Matrix(codes.Rows, _mean.Length);
        WorkerPool.ForEachChunk(codes.Rows, (_, start, end) =>
        {
            var sum = new double[_mean.Length];
            for (var i = start; i < end; i++)
                Combine(codes.Row(i), sum, restored.MutableRow(i));
        });
        return restored;
    }

    SafeTensors IStored.Store() => new([], new Dictionary<string, string> { ["whitened"] = IsWhitened ? "yes" : "no" },
    [
        StoredNumbers.Doubles("mean", _mean),
        new StoredDoubles("directions", [OutputColumns, InputColumns], _directions),
        StoredNumbers.Doubles("variances", [.. ExplainedVariance]),
        StoredNumbers.Doubles("total_variance", [TotalVariance]),
    ]);

    private static PcaModel Read(SafeTensors file)
    {
        var mean = file.Finite("mean");
        var variances = file.NotNegative("variances");
        var whitened = file.Text("whitened") == "yes";
        if (mean.Length == 0 || variances.Length == 0 || (whitened && variances.Contains(0)))
            throw new InvalidDataException("Principal components need at least one column and one component, and variances above zero to be whitened.");
        var directions = file.DoubleValues("directions", [variances.Length, mean.Length]).ToArray();
        StoredNumbers.RequireFinite("directions", directions);
        return new PcaModel(mean.ToArray(), directions, variances.ToArray(), file.NotNegative("total_variance")[0], whitened);
    }

    // codeᶜ ← (x − mean) · directionᶜ / scaleᶜ
    private void Project(ReadOnlySpan<float> row, Span<double> centred, Span<float> code)
    {
        for (var j = 0; j < row.Length; j++)
            centred[j] = row[j] - _mean[j];
        for (var c = 0; c < code.Length; c++)
            code[c] = (float)(Dot(centred, Direction(c)) / _scales[c]);
    }

    // row ← mean + Σᶜ codeᶜ scaleᶜ directionᶜ
    private void Combine(ReadOnlySpan<float> code, Span<double> sum, Span<float> row)
    {
        _mean.CopyTo(sum);
        for (var c = 0; c < code.Length; c++)
            AddScaled(Direction(c), code[c] * _scales[c], sum);
        for (var j = 0; j < row.Length; j++)
            row[j] = (float)sum[j];
    }

    /// <summary>One per column, as it was fitted.</summary>
    internal ReadOnlySpan<double> Direction(int component) => _directions.AsSpan(component * _mean.Length, _mean.Length);

    // sum ← sum + weight · direction
    private static void AddScaled(ReadOnlySpan<double> direction, double weight, Span<double> sum)
    {
        var weights = Vector512.Create(weight);
        var j = 0;
        for (; j <= sum.Length - 8; j += 8)
            Vector512.FusedMultiplyAdd(weights, Vector512.Create(direction[j..]), Vector512.Create<double>(sum[j..])).CopyTo(sum[j..]);
        for (; j < sum.Length; j++)
            sum[j] = Math.FusedMultiplyAdd(weight, direction[j], sum[j]);
    }

    // Σⱼ aⱼ bⱼ
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var j = 0;
        for (; j <= a.Length - 16; j += 16)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(a[j..]), Vector512.Create(b[j..]), even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(a[(j + 8)..]), Vector512.Create(b[(j + 8)..]), odd);
        }

        var sum = Vector512.Sum(even + odd);
        for (; j < a.Length; j++)
            sum = Math.FusedMultiplyAdd(a[j], b[j], sum);
        return sum;
    }
}
