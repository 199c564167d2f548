namespace Kindred.Tests.Features;

/// <summary>Histograms of oriented gradients of a grey picture, read off the rule: every pixel against every cell and orientation.</summary>
internal static class PlainHistograms
{
    public static double[] Of(double[,] picture)
    {
        while (Math.Max(picture.GetLength(0), picture.GetLength(1)) >= 56)
            picture = Half(picture);
        var (height, width) = (picture.GetLength(0), picture.GetLength(1));
        var (down, across) = (Math.Min(7, Math.Max(1, height / 2)), Math.Min(7, Math.Max(1, width / 2)));
        var cells = new double[down * across * 8];
        for (var k = 0; k < cells.Length; k++)
        {
            var (row, column, orientation) = (k / 8 / across, k / 8 % across, k % 8);
            for (var i = 0; i < height; i++)
            {
                for (var j = 0; j < width; j++)
                    cells[k] += Triangle(i, row, height, down) * Triangle(j, column, width, across) * Along(picture, i, j, orientation);
            }
        }

        var length = Math.Sqrt(cells.Sum());
        return [.. cells.Select(cell => length > 0 ? Math.Sqrt(cell) / length : 0)];
    }

    // the share of the gradient that an orientation has, by how many eighths of a turn it is away
    private static double Along(double[,] picture, int i, int j, int orientation)
    {
        double At(int row, int column) => picture[Math.Clamp(row, 0, picture.GetLength(0) - 1), Math.Clamp(column, 0, picture.GetLength(1) - 1)];
        var (dx, dy) = (At(i, j + 1) - At(i, j - 1), At(i + 1, j) - At(i - 1, j));
        var apart = Math.Abs((Math.Atan2(dy, dx) / (Math.PI / 4)) - orientation) % 8;
        return Math.Sqrt((dx * dx) + (dy * dy)) * Math.Max(0, 1 - Math.Min(apart, 8 - apart));
    }

    private static double Triangle(int pixel, int cell, int pixels, int cells)
    {
        var step = (double)pixels / cells;
        return Math.Max(0, 1 - (Math.Abs(pixel + 0.5 - ((cell + 0.5) * step)) / step));
    }

    private static double[,] Half(double[,] picture)
    {
        var (height, width) = (picture.GetLength(0), picture.GetLength(1));
        var half = new double[(height + 1) / 2, (width + 1) / 2];
        for (var i = 0; i < half.GetLength(0); i++)
        {
            for (var j = 0; j < half.GetLength(1); j++)
            {
                var block = from row in new[] { 2 * i, (2 * i) + 1 } from column in new[] { 2 * j, (2 * j) + 1 } where row < height && column < width select picture[row, column];
                half[i, j] = block.Average();
            }
        }

        return half;
    }
}
