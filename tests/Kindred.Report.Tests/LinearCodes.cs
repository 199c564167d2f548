using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Report.Tests;

/// <summary>The first principal directions of some images, by plain loops: codes and reconstructions for the tests' reports.</summary>
internal sealed class LinearCodes
{
    private const int RowsUsed = 1500;
    private const int Rounds = 12;

    private readonly float[] _mean;
    private readonly float[][] _directions;

    public LinearCodes(ImageSet images, int width)
    {
        var x = images.Pixels.Slice(0, Math.Min(RowsUsed, images.Count));
        _mean = Array.ConvertAll(Statistics.ColumnMeans(x), mean => (float)mean);
        var rng = new Rng(1);
        _directions = [.. Enumerable.Range(0, width).Select(_ => _mean.Select(_ => (float)rng.NextNormal()).ToArray())];
        for (var round = 0; round < Rounds; round++)
        {
            for (var k = 0; k < width; k++)
                _directions[k] = Times(x, _directions[k]);
            Orthonormalize();
        }
    }

    /// <summary>rows x width.</summary>
    public Matrix Encode(ImageSet images)
    {
        var codes = new float[images.Count * _directions.Length];
        for (var i = 0; i < images.Count; i++)
        {
            for (var k = 0; k < _directions.Length; k++)
                codes[(i * _directions.Length) + k] = Centred(images.Pixels.Row(i), _directions[k]);
        }

        return new Matrix(images.Count, _directions.Length, codes);
    }

    public ImageSet Restore(Matrix codes, ImageShape shape)
    {
        var pixels = new float[codes.Rows * _mean.Length];
        for (var i = 0; i < codes.Rows; i++)
        {
            for (var j = 0; j < _mean.Length; j++)
            {
                var sum = _mean[j];
                for (var k = 0; k < _directions.Length; k++)
                    sum += codes.Row(i)[k] * _directions[k][j];
                pixels[(i * _mean.Length) + j] = Math.Clamp(sum, 0, 1);
            }
        }

        return new ImageSet(new Matrix(codes.Rows, _mean.Length, pixels), shape);
    }

    // Xᵀ X v with X centred
    private float[] Times(Matrix x, float[] direction)
    {
        var product = new float[direction.Length];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            var weight = Centred(row, direction);
            for (var j = 0; j < row.Length; j++)
                product[j] += weight * (row[j] - _mean[j]);
        }

        return product;
    }

    private float Centred(ReadOnlySpan<float> row, float[] direction)
    {
        var sum = 0f;
        for (var j = 0; j < row.Length; j++)
            sum += (row[j] - _mean[j]) * direction[j];
        return sum;
    }

    private void Orthonormalize()
    {
        for (var k = 0; k < _directions.Length; k++)
        {
            for (var earlier = 0; earlier < k; earlier++)
            {
                var shared = Dot(_directions[k], _directions[earlier]);
                for (var j = 0; j < _mean.Length; j++)
                    _directions[k][j] -= shared * _directions[earlier][j];
            }

            var length = MathF.Sqrt(Dot(_directions[k], _directions[k]));
            for (var j = 0; j < _mean.Length; j++)
                _directions[k][j] /= length;
        }
    }

    private static float Dot(float[] a, float[] b)
    {
        var sum = 0f;
        for (var j = 0; j < a.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }
}
