using System.Numerics;

namespace Kindred.Datasets.Drawing;

/// <summary>Closed outlines in garment space: x to the right, y down, both about −1 to 1.</summary>
internal static class Outline
{
    /// <summary>The outline whose right half goes from the top centre to the bottom centre.</summary>
    public static Vector2[] Mirrored(params ReadOnlySpan<Vector2> right)
    {
        var outline = new Vector2[2 * right.Length];
        for (var i = 0; i < right.Length; i++)
        {
            outline[i] = right[i];
            outline[^(i + 1)] = right[i] with { X = -right[i].X };
        }

        return outline;
    }

    /// <summary>The outline with its corners cut, which nears a smooth curve.</summary>
    /// <remarks>Chaikin 1974, "An algorithm for high-speed curve generation".</remarks>
    public static Vector2[] Rounded(ReadOnlySpan<Vector2> outline, int rounds = 2)
    {
        var points = outline.ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var cut = new Vector2[2 * points.Length];
            for (var i = 0; i < points.Length; i++)
            {
                var (from, to) = (points[i], points[(i + 1) % points.Length]);
                cut[2 * i] = (from * 0.75f) + (to * 0.25f);
                cut[(2 * i) + 1] = (from * 0.25f) + (to * 0.75f);
            }

            points = cut;
        }

        return points;
    }

    /// <summary>A straight band from one point to another with a width at either end.</summary>
    public static Vector2[] Band(Vector2 from, Vector2 to, float fromWidth, float toWidth)
    {
        var along = to - from;
        var length = MathF.Sqrt((along.X * along.X) + (along.Y * along.Y));
        var across = new Vector2(-along.Y, along.X) / (2 * Math.Max(length, 1e-6f));
        return [from + (across * fromWidth), to + (across * toWidth), to - (across * toWidth), from - (across * fromWidth)];
    }
}
