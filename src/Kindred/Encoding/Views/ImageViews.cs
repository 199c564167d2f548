using System.Numerics.Tensors;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Images;

namespace Kindred.Encoding.Views;

/// <summary>Makes views of pictures of one shape, any height, width and number of channels; the same view for the same seed, row, visit and number, on any thread.</summary>
/// <param name="settings">What views may differ in.</param>
/// <param name="shape">Of every picture.</param>
/// <param name="seed">Of all views.</param>
public sealed class ImageViews(ViewSettings settings, ImageShape shape, ulong seed)
{
    [ThreadStatic]
    private static float[]? _scratch;  // so that a step of a training allocates nothing

    /// <summary>View <paramref name="version"/> of a picture when it is seen for the <paramref name="visit"/>th time; nothing is cut off where light leaves [0, 1].</summary>
    /// <param name="image">height x width x channels</param>
    /// <param name="row">Tells it from other pictures.</param>
    /// <param name="visit">From 0.</param>
    /// <param name="version">From 0.</param>
    /// <param name="view">As many values.</param>
    public void Make(ReadOnlySpan<float> image, int row, int visit, int version, Span<float> view)
    {
        if (image.Length != shape.Size || view.Length != shape.Size)
            throw new ArgumentException($"Pictures of {shape} have {shape.Size} values, got {image.Length} and room for {view.Length}.");
        Apply(View.Draw(settings, shape, SeedOf(row, visit, version)), image, view);
    }

    /// <summary>What a view in numbers makes of a picture.</summary>
    internal void Apply(in View drawn, ReadOnlySpan<float> image, Span<float> view)
    {
        var surround = shape.Channels <= 64 ? stackalloc float[shape.Channels] : new float[shape.Channels];
        var isMoved = drawn.Map != AffineMap.Identity;
        if (isMoved || drawn.Erased.Height > 0)
            FindSurround(image, surround);
        if (isMoved)
            Move(drawn.Map, image, surround, view);
        else
            image.CopyTo(view);
        if (drawn.Blur > 0)
            GaussianBlur.Apply(view, shape.Height, shape.Width, shape.Channels, drawn.Blur, Scratch(GaussianBlur.ScratchLength(shape.Height, shape.Width, shape.Channels)));
        Erase(drawn.Erased, surround, view);
        if (shape.Channels == 3 && !drawn.Colours.IsNone)
            drawn.Colours.Apply(view);
        Light(drawn.Gain, drawn.Contrast, view);
    }

    /// <summary>The median of the outermost pixels, channel by channel: what goes on where a picture ends, white around ink and black around a thing on black.</summary>
    internal void FindSurround(ReadOnlySpan<float> image, Span<float> surround)
    {
        var border = Scratch(2 * (shape.Height + shape.Width));
        for (var c = 0; c < surround.Length; c++)
        {
            var count = 0;
            for (var v = 0; v < shape.Height; v++)
            {
                var step = v == 0 || v == shape.Height - 1 || shape.Width == 1 ? 1 : shape.Width - 1;
                for (var u = 0; u < shape.Width; u += step)
                    border[count++] = image[(((v * shape.Width) + u) * shape.Channels) + c];
            }

            surround[c] = Median(border[..count]);
        }
    }

    /// <summary>The upper of the two middle values where there are two. As a rule more than half of them are one and the same, and nothing is sorted.</summary>
    private static float Median(Span<float> values)
    {
        var alike = 0;
        foreach (var value in values)
            alike += value == values[0] ? 1 : 0;
        if (2 * alike <= values.Length)
            values.Sort();
        return values[2 * alike > values.Length ? 0 : values.Length / 2];
    }

    private unsafe void Move(in AffineMap map, ReadOnlySpan<float> image, Span<float> surround, Span<float> view)
    {
        var framed = Scratch((shape.Height + 2) * (shape.Width + 2) * shape.Channels);
        fixed (float* source = image, frame = framed, around = surround, target = view)
        {
            AffineSampling.Frame(source, shape.Height, shape.Width, shape.Channels, around, frame);
            AffineSampling.Sample(frame, shape.Height, shape.Width, shape.Channels, map, target);
        }
    }

    private void Erase(ErasedPart part, ReadOnlySpan<float> surround, Span<float> view)
    {
        for (var v = part.Top; v < part.Top + part.Height; v++)
        {
            for (var u = part.Left; u < part.Left + part.Width; u++)
                surround.CopyTo(view[(((v * shape.Width) + u) * shape.Channels)..]);
        }
    }

    /// <summary>x ← gain (contrast · x + (1 − contrast) mean)</summary>
    private static void Light(float gain, float contrast, Span<float> view)
    {
        if (contrast != 1)
        {
            var sum = 0.0;
            foreach (var value in view)
                sum += value;
            TensorPrimitives.Multiply(view, contrast, view);
            TensorPrimitives.Add(view, (float)((1 - contrast) * sum / view.Length), view);
        }

        if (gain != 1)
            TensorPrimitives.Multiply(view, gain, view);
    }

    private ulong SeedOf(int row, int visit, int version)
    {
        var state = seed ^ (((ulong)(uint)row << 32) | (uint)visit);
        state = Rng.NextBits(ref state) + (ulong)version;
        return Rng.NextBits(ref state);
    }

    private static Span<float> Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length)
            _scratch = new float[length];
        return _scratch.AsSpan(0, length);
    }
}
