namespace Kindred.Datasets.Images;

/// <summary>A sample as a picture: one channel grey, three RGB, any other number the grey of their mean.</summary>
internal static class SamplePicture
{
    /// <summary>A picture of values in [0, 1]; below and above are 0 and 1, what is no number is 0.</summary>
    /// <param name="shape">Of the sample.</param>
    /// <param name="pixels">Its values, channels of a pixel side by side.</param>
    /// <param name="range">Values are stretched from where they hardly would be seen; as they are, unless given.</param>
    public static Picture Of(ImageShape shape, ReadOnlySpan<float> pixels, PixelRange range = default)
    {
        var channels = shape.Channels == 3 ? 3 : 1;
        var merged = shape.Channels / channels;
        var samples = new byte[shape.Height * shape.Width * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0f;
            foreach (var value in pixels.Slice(i * merged, merged))
                sum += value;
            var brightness = range.Brightness(sum / merged);
            samples[i] = brightness > 0 ? (byte)((Math.Min(1, brightness) * 255) + 0.5f) : (byte)0;
        }

        return new Picture(shape.Height, shape.Width, channels, samples);
    }
}
