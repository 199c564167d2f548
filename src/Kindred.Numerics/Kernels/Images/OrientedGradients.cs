using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Images;

/// <summary>Gradients of pictures by orientation. Pictures are planes of doubles, one per channel, row after row.</summary>
internal static class OrientedGradients
{
    /// <summary>East, south-east, south, …: 45° apart, light and dark sides told apart.</summary>
    public const int Orientations = 8;

    /// <summary>targetᵢⱼ ← the mean of the up to four pixels of block (i, j) of 2 x 2; an odd side's last block is narrower. May be done in place.</summary>
    public static void Halve(ReadOnlySpan<double> source, int height, int width, Span<double> target)
    {
        var columns = (width + 1) / 2;
        for (var i = 0; i < (height + 1) / 2; i++)
        {
            var upper = source.Slice(2 * i * width, width);
            var lower = (2 * i) + 1 < height ? source.Slice(((2 * i) + 1) * width, width) : upper;
            for (var j = 0; j < columns; j++)
            {
                var right = Math.Min((2 * j) + 1, width - 1);
                target[(i * columns) + j] = (upper[2 * j] + upper[right] + lower[2 * j] + lower[right]) / 4;
            }
        }
    }

    /// <summary>sums ← for every cell and orientation the magnitudes of the gradients there, shared between the two nearest cells each way and the two nearest orientations.</summary>
    /// <param name="planes">channels x height x width; the channel with the largest gradient counts at every pixel, the first of equals.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="vertical">Cells down the picture.</param>
    /// <param name="horizontal">Cells across it.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="line">Room for (cells across + 2) x 8.</param>
    /// <param name="sums">(cells down + 2) x (cells across + 2) x 8: the outermost take what falls outside.</param>
    public static void Pool(
        ReadOnlySpan<double> planes, int channels, int height, int width, CellPooling vertical, CellPooling horizontal, Span<double> line, Span<double> sums)
    {
        sums.Clear();
        for (var i = 0; i < height; i++)
        {
            line.Clear();
            AddRow(planes, channels, height, width, i, horizontal, line);
            var start = vertical.First(i) * line.Length;
            var next = vertical.ShareOfNext(i);
            AddScaled(line, 1 - next, sums.Slice(start, line.Length));
            AddScaled(line, next, sums.Slice(start + line.Length, line.Length));
        }
    }

    private static void AddRow(ReadOnlySpan<double> planes, int channels, int height, int width, int row, CellPooling horizontal, Span<double> line)
    {
        var (above, below) = (Math.Max(row - 1, 0) * width, Math.Min(row + 1, height - 1) * width);
        for (var j = 0; j < width; j++)
        {
            var (left, right) = (Math.Max(j - 1, 0), Math.Min(j + 1, width - 1));
            double x = 0, y = 0;
            for (var c = 0; c < channels; c++)
            {
                var plane = planes.Slice(c * height * width, height * width);
                var dx = plane[(row * width) + right] - plane[(row * width) + left];
                var dy = plane[below + j] - plane[above + j];
                if ((dx * dx) + (dy * dy) > (x * x) + (y * y))
                    (x, y) = (dx, dy);
            }

            if (x != 0 || y != 0)
                AddGradient(x, y, line.Slice(horizontal.First(j) * Orientations, 2 * Orientations), horizontal.ShareOfNext(j));
        }
    }

    // Between an axis and the diagonal beside it lie 45°, one step of orientation: the angle from the axis is what the diagonal gets.
    private static void AddGradient(double x, double y, Span<double> cells, double next)
    {
        var (acrossSize, downSize) = (Math.Abs(x), Math.Abs(y));
        var isAcross = acrossSize >= downSize;
        var ratio = isAcross ? downSize / acrossSize : acrossSize / downSize;
        var magnitude = Math.Sqrt((x * x) + (y * y));
        var axis = isAcross ? (x > 0 ? 0 : 4) : (y > 0 ? 2 : 6);
        var diagonal = y > 0 ? (x > 0 ? 1 : 3) : (x > 0 ? 7 : 5);
        var onDiagonal = magnitude * Eighths(ratio);
        var onAxis = magnitude - onDiagonal;
        cells[axis] += (1 - next) * onAxis;
        cells[diagonal] += (1 - next) * onDiagonal;
        cells[Orientations + axis] += next * onAxis;
        cells[Orientations + diagonal] += next * onDiagonal;
    }

    /// <summary>arctan(t) / 45° for t in [0, 1], off by 3·10⁻⁸ at most and the same on every machine.</summary>
    /// <remarks>Abramowitz and Stegun 1964, 4.4.49.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Eighths(double t)
    {
        var s = t * t;
        var sum = Math.FusedMultiplyAdd(s, 0.0028662257, -0.0161657367);
        sum = Math.FusedMultiplyAdd(sum, s, 0.0429096138);
        sum = Math.FusedMultiplyAdd(sum, s, -0.0752896400);
        sum = Math.FusedMultiplyAdd(sum, s, 0.1065626393);
        sum = Math.FusedMultiplyAdd(sum, s, -0.1420889944);
        sum = Math.FusedMultiplyAdd(sum, s, 0.1999355085);
        sum = Math.FusedMultiplyAdd(sum, s, -0.3333314528);
        return Math.Min(1, t * Math.FusedMultiplyAdd(sum, s, 1) * (4 / Math.PI));
    }

    private static void AddScaled(ReadOnlySpan<double> values, double scale, Span<double> sums)
    {
        for (var j = 0; j < values.Length; j++)
            sums[j] += scale * values[j];
    }
}
