namespace Kindred.Numerics.Kernels.Images;

/// <summary>Where pixel (u, v) of a picture is taken from in another, both counted from their middles: (xx u + xy v + x, yx u + yy v + y).</summary>
internal readonly record struct AffineMap(double Xx, double Xy, double Yx, double Yy, double X, double Y)
{
    public static AffineMap Identity { get; } = new(1, 0, 0, 1, 0, 0);
}

/// <summary>Pictures seen through an affine map.</summary>
internal static unsafe class AffineSampling
{
    /// <summary>The picture with a border of one pixel of <paramref name="surround"/>, a value a channel. // h x w x c → (h + 2) x (w + 2) x c</summary>
    public static void Frame(float* x, int height, int width, int channels, float* surround, float* framed)
    {
        var row = (width + 2) * channels;
        for (var v = 0; v < height + 2; v++)
        {
            var target = framed + ((long)v * row);
            var isBorder = v == 0 || v == height + 1;
            for (var at = 0; at < row; at += isBorder || at > 0 ? channels : row - channels)
                new Span<float>(surround, channels).CopyTo(new Span<float>(target + at, channels));
            if (!isBorder)
                new Span<float>(x + ((long)(v - 1) * width * channels), width * channels).CopyTo(new Span<float>(target + channels, width * channels));
        }
    }

    /// <summary>y(u, v) ← x at the place <paramref name="map"/> names, between its four pixels as their distances say; beyond the border as the border. // (h + 2) x (w + 2) x c → h x w x c</summary>
    public static void Sample(float* framed, int height, int width, int channels, in AffineMap map, float* y)
    {
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var (stepX, stepY) = ((float)map.Xx, (float)map.Yx);
        var row = (width + 2) * channels;
        for (var v = 0; v < height; v++)
        {
            var startX = (float)(middleX + 1 + map.X + (map.Xy * (v - middleY)) - (map.Xx * middleX));
            var startY = (float)(middleY + 1 + map.Y + (map.Yy * (v - middleY)) - (map.Yx * middleX));
            for (var u = 0; u < width; u++)
            {
                var (px, py) = (Math.Clamp(startX + (u * stepX), 0, width + 1), Math.Clamp(startY + (u * stepY), 0, height + 1));
                var (ix, iy) = (Math.Min((int)px, width), Math.Min((int)py, height));
                var (fx, fy) = (px - ix, py - iy);
                var corner = framed + ((long)iy * row) + (ix * channels);
                for (var c = 0; c < channels; c++, corner++, y++)
                {
                    var above = corner[0] + (fx * (corner[channels] - corner[0]));
                    var below = corner[row] + (fx * (corner[row + channels] - corner[row]));
                    *y = above + (fy * (below - above));
                }
            }
        }
    }
}
