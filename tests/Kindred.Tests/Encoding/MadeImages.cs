using Kindred.Numerics;

namespace Kindred.Tests.Encoding;

/// <summary>Image sets of one kind each that networks are known to fail on: strokes of one pixel whose three points vary around those of five shapes.</summary>
internal static class MadeImages
{
    private static readonly double[][] Shapes =  // y, x of three points, in shares of the side
    [
        [0.15, 0.2, 0.2, 0.8, 0.85, 0.4], [0.2, 0.75, 0.5, 0.25, 0.8, 0.7], [0.15, 0.5, 0.5, 0.5, 0.85, 0.5],
        [0.2, 0.25, 0.75, 0.3, 0.7, 0.8], [0.8, 0.2, 0.2, 0.5, 0.8, 0.8],
    ];

    /// <summary>White strokes on black, black on white ("paper"), strokes hardly lighter than grey, a few white dots on black, or nothing but grey.</summary>
    public static Matrix Of(string kind, int count, int side, ulong seed)
    {
        var rng = new Rng(seed);
        var values = new float[count * side * side];
        for (var i = 0; i < count; i++)
        {
            var points = Shapes[rng.NextInt(Shapes.Length)].Select(share => (share + (0.07 * rng.NextNormal())) * (side - 1)).ToArray();
            for (var pixel = 0; pixel < side * side; pixel++)
            {
                var (y, x) = (pixel / side, pixel % side);
                var stroke = Math.Clamp(1.2 - Math.Min(Distance(y, x, points.AsSpan(0, 4)), Distance(y, x, points.AsSpan(2, 4))), 0, 1);
                var dot = Math.Clamp(1.2 - Math.Min(Math.Min(Math.Abs(y - points[0]) + Math.Abs(x - points[1]), Math.Abs(y - points[4]) + Math.Abs(x - points[5])), 2), 0, 1);
                values[(i * side * side) + pixel] = (float)(kind switch
                {
                    "dark" => stroke,
                    "paper" => 1 - stroke,
                    "low contrast" => 0.5 + (0.04 * stroke),
                    "sparse" => dot,
                    "grey" => 0.5,
                    _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are no such images."),
                });
            }
        }

        return new Matrix(count, side * side, values);
    }

    /// <summary>From a pixel to the line between two points.</summary>
    private static double Distance(double y, double x, ReadOnlySpan<double> ends)
    {
        var (dy, dx) = (ends[2] - ends[0], ends[3] - ends[1]);
        var along = Math.Clamp((((y - ends[0]) * dy) + ((x - ends[1]) * dx)) / Math.Max(1e-9, (dy * dy) + (dx * dx)), 0, 1);
        return Math.Sqrt(Math.Pow(y - ends[0] - (along * dy), 2) + Math.Pow(x - ends[1] - (along * dx), 2));
    }
}
