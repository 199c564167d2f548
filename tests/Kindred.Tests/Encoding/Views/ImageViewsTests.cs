using Kindred.Datasets;
using Kindred.Encoding.Views;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Images;

namespace Kindred.Tests.Encoding.Views;

/// <summary>Every change of a view against a plain loop over its definition, and the laws of all of them together.</summary>
public sealed class ImageViewsTests
{
    private static readonly View Same = new(AffineMap.Identity, 0, default, 1, 1, new ColourChange(1, 0));

    public static TheoryData<int, int, int> Shapes => new() { { 28, 28, 1 }, { 9, 14, 3 }, { 1, 5, 2 }, { 6, 1, 1 }, { 40, 44, 3 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Without_settings_a_view_is_the_picture_bit_for_bit(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var (image, view) = (Picture(shape), new float[shape.Size]);
        new ImageViews(new ViewSettings(), shape, seed: 3).Make(image, row: 5, visit: 2, version: 1, view);
        Assert.Equal(image, view);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_map_takes_every_pixel_from_between_four(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var image = Picture(shape);
        foreach (var map in new[] { new AffineMap(0.9, 0.3, -0.2, 1.2, 1.7, -0.4), new AffineMap(-1, 0, 0, 1, 0, 0), new AffineMap(1, 0, 0, 1, 2, -1), new AffineMap(1.25, 0, 0, 1.25, 0, 2.2) })
            AssertNear(PlainMap(image, shape, map), Applied(Same with { Map = map }, shape, image), 1e-4);
    }

    [Fact]
    public void A_map_to_whole_pixels_moves_them_and_shows_what_is_around()
    {
        var shape = new ImageShape(3, 3, 1);
        float[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9];  // around: the median of all but the 5, which lies inside
        Assert.Equal([2, 3, 6, 5, 6, 6, 8, 9, 6], Applied(Same with { Map = AffineMap.Identity with { X = 1 } }, shape, image));
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], Applied(Same with { Map = AffineMap.Identity with { Xx = -1 } }, shape, image));
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Applied(Same with { Map = new AffineMap(0, 1, -1, 0, 0, 0) }, shape, image));  // a quarter turn to the right
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_blur_is_a_mean_weighted_by_distance(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var image = Picture(shape);
        AssertNear(PlainBlur(image, shape, 1.3), Applied(Same with { Blur = 1.3 }, shape, image), 1e-5);
        var even = Enumerable.Repeat(0.7f, shape.Size).ToArray();
        AssertNear(even, Applied(Same with { Blur = 0.8 }, shape, even), 1e-6);
    }

    [Fact]
    public void Erased_pixels_show_what_is_around_the_picture()
    {
        var shape = new ImageShape(6, 8, 2);
        var image = Picture(shape);
        for (var i = 0; i < image.Length; i += 2)
            image[i] = 0.25f;
        var view = Applied(Same with { Erased = new ErasedPart(1, 3, 2, 4) }, shape, image);
        for (var i = 0; i < image.Length; i++)
        {
            var (v, u) = (i / 16, i / 2 % 8);
            var isErased = v is 1 or 2 && u is >= 3 and < 7;
            Assert.Equal(isErased ? i % 2 == 0 ? 0.25f : MedianOfBorder(image, shape, 1) : image[i], view[i]);
        }
    }

    [Fact]
    public void Light_multiplies_and_contrast_spreads_about_the_mean()
    {
        var shape = new ImageShape(7, 5, 1);
        var image = Picture(shape);
        var mean = image.Average(value => (double)value);
        AssertNear([.. image.Select(value => 0.6f * value)], Applied(Same with { Gain = 0.6f }, shape, image), 1e-6);
        AssertNear([.. image.Select(value => (float)(1.4 * (mean + (0.5 * (value - mean)))))], Applied(Same with { Gain = 1.4f, Contrast = 0.5f }, shape, image), 1e-6);
    }

    [Fact]
    public void Colours_turn_about_grey_and_fade_to_it()
    {
        var shape = new ImageShape(1, 2, 3);
        float[] image = [1, 0, 0, 0.2f, 0.5f, 0.9f];
        AssertNear([0, 1, 0, 0.9f, 0.2f, 0.5f], Applied(Same with { Colours = new ColourChange(1, 1 / 3.0) }, shape, image), 1e-6);  // red becomes green, green blue, blue red
        var (first, second) = (0.299f, (0.299f * 0.2f) + (0.587f * 0.5f) + (0.114f * 0.9f));
        AssertNear([first, first, first, second, second, second], Applied(Same with { Colours = new ColourChange(0, 0) }, shape, image), 1e-6);
        AssertNear([.. image.Select((value, i) => ((i < 3 ? first : second) + value) / 2)], Applied(Same with { Colours = new ColourChange(0.5f, 0) }, shape, image), 1e-6);
    }

    [Fact]
    public void What_is_drawn_stays_within_the_settings_and_reaches_their_bounds()
    {
        var (shape, settings) = (new ImageShape(28, 20, 1), new ViewSettings { SmallestScale = 0.8, LargestScale = 1.25, ShiftAcross = 0.1, ShiftDown = 0.2, Brightness = 0.5, Flip = 0.5, Blur = 0.25 });
        var drawn = Enumerable.Range(0, 4000).Select(seed => View.Draw(settings, shape, (ulong)seed * 977)).ToArray();
        AssertSpans(drawn.Select(view => Math.Abs(view.Map.Xx)), 0.8, 1.25);
        AssertSpans(drawn.Select(view => view.Map.X), -2, 2);
        AssertSpans(drawn.Select(view => view.Map.Y), -5.6, 5.6);
        AssertSpans(drawn.Select(view => (double)view.Gain), 0.5, 1.5);
        Assert.Equal(0.5, drawn.Average(view => view.Map.Xx < 0 ? 1.0 : 0), 0.03);
        Assert.Equal(0.25, drawn.Average(view => view.Blur > 0 ? 1.0 : 0), 0.03);
        Assert.All(drawn, view => Assert.Equal((0.0, 0.0, 0), (view.Map.Xy, view.Map.Yx, view.Erased.Height)));
    }

    [Fact]
    public void Rotation_keeps_lengths_and_a_crop_shows_a_part_of_the_picture()
    {
        var shape = new ImageShape(30, 30, 1);
        foreach (var seed in Enumerable.Range(0, 500))
        {
            var turned = View.Draw(new ViewSettings { Rotation = 90 }, shape, (ulong)seed).Map;
            Assert.Equal(1, (turned.Xx * turned.Yy) - (turned.Xy * turned.Yx), 1e-9);
            Assert.Equal(1, (turned.Xx * turned.Xx) + (turned.Yx * turned.Yx), 1e-9);
            var cut = View.Draw(new ViewSettings { SmallestCrop = 0.2 }, shape, (ulong)seed).Map;
            Assert.InRange(cut.Xx * cut.Yy, 0.19, 1);
            Assert.True(Math.Abs(cut.X) + (15 * cut.Xx) <= 15 + 1e-9 && Math.Abs(cut.Y) + (15 * cut.Yy) <= 15 + 1e-9, "The crop leaves the picture.");
        }
    }

    [Fact]
    public void One_setting_changes_nothing_but_what_it_is_about()
    {
        var (shape, settings) = (new ImageShape(8, 8, 3), ViewSettings.Photographs);
        for (var seed = 0UL; seed < 50; seed++)
        {
            var (with, without) = (View.Draw(settings with { Rotation = 20, Erasing = 1 }, shape, seed), View.Draw(settings, shape, seed));
            Assert.Equal((without.Blur, without.Gain, without.Contrast, without.Colours, without.Map.X), (with.Blur, with.Gain, with.Contrast, with.Colours, with.Map.X));
        }
    }

    [Fact]
    public void Views_differ_by_row_visit_and_number_and_are_the_same_for_the_same()
    {
        var shape = new ImageShape(8, 8, 1);
        var (image, views) = (Picture(shape), new ImageViews(ViewSettings.Middle, shape, seed: 9));
        float[] Made(int row, int visit, int version)
        {
            var view = new float[shape.Size];
            views.Make(image, row, visit, version, view);
            return view;
        }

        var all = new[] { Made(0, 0, 0), Made(1, 0, 0), Made(0, 1, 0), Made(0, 0, 1), Made(1, 1, 0), Made(1, 0, 1) };
        Assert.Equal(all.Length, all.Select(view => string.Join(' ', view)).Distinct().Count());
        Assert.Equal(all[4], Made(1, 1, 0));
        Assert.Throws<ArgumentException>(() => views.Make(new float[63], 0, 0, 0, new float[64]));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewSettings { Flip = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewSettings { SmallestScale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewSettings { SmallestCrop = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewSettings { Rotation = double.NaN });
        Assert.Equal(ViewSettings.Middle, ViewSettings.Middle with { });
    }

    private static float[] Applied(View view, ImageShape shape, float[] image)
    {
        var result = new float[shape.Size];
        new ImageViews(new ViewSettings(), shape, seed: 0).Apply(view, image, result);
        return result;
    }

    private static float[] Picture(ImageShape shape)
    {
        var rng = new Rng(8);
        return [.. Enumerable.Range(0, shape.Size).Select(_ => (float)rng.NextDouble())];
    }

    private static float[] PlainMap(float[] image, ImageShape shape, AffineMap map)
    {
        double At(int v, int u, int c) => v < 0 || u < 0 || v >= shape.Height || u >= shape.Width
            ? MedianOfBorder(image, shape, c) : image[(((v * shape.Width) + u) * shape.Channels) + c];
        var result = new float[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var (v, u, c) = (i / shape.Channels / shape.Width, i / shape.Channels % shape.Width, i % shape.Channels);
            var (fromX, fromY) = (u - ((shape.Width - 1) / 2.0), v - ((shape.Height - 1) / 2.0));
            var x = ((shape.Width - 1) / 2.0) + map.X + (map.Xx * fromX) + (map.Xy * fromY);
            var y = ((shape.Height - 1) / 2.0) + map.Y + (map.Yx * fromX) + (map.Yy * fromY);
            (x, y) = (Math.Clamp(x, -1, shape.Width), Math.Clamp(y, -1, shape.Height));
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            var (right, low) = (x - left, y - top);
            result[i] = (float)(((1 - low) * (((1 - right) * At(top, left, c)) + (right * At(top, left + 1, c))))
                + (low * (((1 - right) * At(top + 1, left, c)) + (right * At(top + 1, left + 1, c)))));
        }

        return result;
    }

    private static float[] PlainBlur(float[] image, ImageShape shape, double deviation)
    {
        var radius = GaussianBlur.RadiusOf(shape.Height, shape.Width);
        var result = new float[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var (v, u, c) = (i / shape.Channels / shape.Width, i / shape.Channels % shape.Width, i % shape.Channels);
            var (sum, weights) = (0.0, 0.0);
            for (var dv = -radius; dv <= radius; dv++)
            {
                for (var du = -radius; du <= radius; du++)
                {
                    var weight = Math.Exp(-((dv * dv) + (du * du)) / (2 * deviation * deviation));
                    var (from, at) = (Math.Clamp(v + dv, 0, shape.Height - 1), Math.Clamp(u + du, 0, shape.Width - 1));
                    sum += weight * image[(((from * shape.Width) + at) * shape.Channels) + c];
                    weights += weight;
                }
            }

            result[i] = (float)(sum / weights);
        }

        return result;
    }

    private static float MedianOfBorder(float[] image, ImageShape shape, int channel)
    {
        var border = new List<float>();
        for (var v = 0; v < shape.Height; v++)
        {
            for (var u = 0; u < shape.Width; u++)
            {
                if (v == 0 || u == 0 || v == shape.Height - 1 || u == shape.Width - 1)
                    border.Add(image[(((v * shape.Width) + u) * shape.Channels) + channel]);
            }
        }

        return border.Order().ElementAt(border.Count / 2);
    }

    private static void AssertSpans(IEnumerable<double> values, double low, double high)
    {
        var (smallest, largest, slack) = (values.Min(), values.Max(), 0.02 * (high - low));
        Assert.True(smallest >= low - 1e-9 && smallest < low + slack && largest <= high + 1e-9 && largest > high - slack, $"From {smallest} to {largest}, not {low} to {high}.");
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
