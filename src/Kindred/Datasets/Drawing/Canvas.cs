using System.Numerics;
using Kindred.Numerics;

namespace Kindred.Datasets.Drawing;

/// <summary>A grey picture on black. Edges are anti-aliased: exact along a line, four lines a pixel.</summary>
/// <remarks>Only + − × ÷ √ on the way, which every machine rounds alike: the same drawing has the same bytes everywhere.</remarks>
internal sealed class Canvas(int size)
{
    private const int LinesPerPixel = 4;

    private readonly float[] _light = new float[size * size];
    private readonly float[] _coverage = new float[size * size];
    private readonly List<(float X, int Turn)> _crossings = [];
    private Vector2[] _points = [];

    /// <summary>How the next outlines lie on the picture.</summary>
    public Pose Pose { get; private set; }

    public void Clear(Pose pose)
    {
        Pose = pose;
        Array.Clear(_light);
    }

    /// <summary>Paints what the outline turns around, at each pixel with the fabric's light there times <paramref name="shade"/>.</summary>
    public void Fill(ReadOnlySpan<Vector2> outline, Fabric fabric, float shade = 1)
    {
        var (top, bottom) = Cover(outline);
        for (var y = top; y < bottom; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var cover = Math.Min(1, _coverage[(y * size) + x]);
                if (cover == 0)
                    continue;
                ref var light = ref _light[(y * size) + x];
                light += cover * ((fabric.LightAt(Pose.ToGarment(new Vector2(x + 0.5f, y + 0.5f))) * shade) - light);
            }
        }
    }

    /// <summary>Takes away what lies inside the outline, down to the black ground.</summary>
    public void Erase(ReadOnlySpan<Vector2> outline)
    {
        var (top, bottom) = Cover(outline);
        for (var i = top * size; i < bottom * size; i++)
            _light[i] *= 1 - Math.Min(1, _coverage[i]);
    }

    /// <summary>The picture as bytes; where there is any light, noise of the given strength lies on it.</summary>
    public void CopyTo(Span<byte> pixels, float noise, Rng rng)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            if (_light[i] == 0)
            {
                pixels[i] = 0;
                continue;
            }

            // three uniform numbers add up to something close enough to a normal one, without a logarithm
            var error = (float)(rng.NextDouble() + rng.NextDouble() + rng.NextDouble() - 1.5) * 2;
            pixels[i] = (byte)Math.Clamp((_light[i] * (1 + (noise * error)) * 255) + 0.5f, 0, 255);
        }
    }

    /// <summary>Which rows of pixels the outline reaches, from the first up to the end; the coverage of the others is not touched.</summary>
    private (int Top, int Bottom) Cover(ReadOnlySpan<Vector2> outline)
    {
        if (_points.Length < outline.Length)
            _points = new Vector2[outline.Length];
        var (highest, lowest) = ((float)size, 0f);
        for (var i = 0; i < outline.Length; i++)
        {
            _points[i] = Pose.ToPixels(outline[i]);
            (highest, lowest) = (Math.Min(highest, _points[i].Y), Math.Max(lowest, _points[i].Y));
        }

        var (top, bottom) = (Math.Max(0, (int)highest), Math.Min(size, (int)lowest + 1));
        for (var y = top; y < bottom; y++)
        {
            var row = _coverage.AsSpan(y * size, size);
            row.Clear();
            for (var line = 0; line < LinesPerPixel; line++)
                CoverLine(_points.AsSpan(0, outline.Length), y + ((line + 0.5f) / LinesPerPixel), row);
        }

        return (top, bottom);
    }

    private void CoverLine(ReadOnlySpan<Vector2> points, float y, Span<float> row)
    {
        _crossings.Clear();
        for (var i = 0; i < points.Length; i++)
        {
            var (from, to) = (points[i], points[i + 1 < points.Length ? i + 1 : 0]);
            if (from.Y <= y != to.Y <= y)
                _crossings.Add((from.X + ((to.X - from.X) * ((y - from.Y) / (to.Y - from.Y))), from.Y <= y ? 1 : -1));
        }

        _crossings.Sort(static (a, b) => a.X.CompareTo(b.X));
        var turns = 0;
        for (var i = 0; i + 1 < _crossings.Count; i++)
        {
            turns += _crossings[i].Turn;
            if (turns != 0)
                CoverSpan(_crossings[i].X, _crossings[i + 1].X, row);
        }
    }

    private static void CoverSpan(float from, float to, Span<float> row)
    {
        var last = Math.Min(row.Length - 1, (int)to);
        for (var x = Math.Max(0, (int)from); x <= last; x++)
            row[x] += Math.Max(0, Math.Min(to, x + 1) - Math.Max(from, x)) / LinesPerPixel;
    }
}

/// <summary>Where a garment lies on the picture: pixels = centre + turn · (scale ∘ garment).</summary>
/// <param name="Centre">In pixels.</param>
/// <param name="Scale">Pixels a unit of garment space, across and down.</param>
/// <param name="HalfTurn">tan(angle / 2), clockwise: gives sine and cosine without calling them.</param>
internal readonly record struct Pose(Vector2 Centre, Vector2 Scale, float HalfTurn)
{
    private float Cosine => (1 - (HalfTurn * HalfTurn)) / (1 + (HalfTurn * HalfTurn));

    private float Sine => 2 * HalfTurn / (1 + (HalfTurn * HalfTurn));

    public Vector2 ToPixels(Vector2 garment)
    {
        var (x, y) = (garment.X * Scale.X, garment.Y * Scale.Y);
        return new Vector2(Centre.X + ((x * Cosine) - (y * Sine)), Centre.Y + ((x * Sine) + (y * Cosine)));
    }

    public Vector2 ToGarment(Vector2 pixels)
    {
        var (x, y) = (pixels.X - Centre.X, pixels.Y - Centre.Y);
        return new Vector2(((x * Cosine) + (y * Sine)) / Scale.X, ((y * Cosine) - (x * Sine)) / Scale.Y);
    }
}
