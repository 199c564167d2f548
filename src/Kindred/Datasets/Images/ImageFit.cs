using System.Text.Json.Serialization;

namespace Kindred.Datasets.Images;

/// <summary>How an image of other proportions comes to a size. Decision 0029 says how the default was chosen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageFit>))]
public enum ImageFit
{
    /// <summary>The largest part in its middle that has the proportions.</summary>
    [JsonStringEnumMemberName("crop")]
    Crop,

    /// <summary>The whole image in the middle; what it does not fill is filled with the pixels at its edge.</summary>
    [JsonStringEnumMemberName("pad")]
    Pad,

    /// <summary>The sides each for itself: everything is seen, in other proportions.</summary>
    [JsonStringEnumMemberName("stretch")]
    Stretch,
}

/// <summary>Which part of an image comes to which part of another: the whole height or the whole width of one of them at least.</summary>
/// <param name="Top">Of the part that is taken, in rows of the source.</param>
/// <param name="Left">In columns of the source.</param>
/// <param name="Height">In rows of the source.</param>
/// <param name="Width">In columns of the source.</param>
/// <param name="Target">To what size it comes.</param>
/// <param name="Offset">Rows above it and columns to its left in the target.</param>
internal readonly record struct Fitting(double Top, double Left, double Height, double Width, ImageSize Target, (int Rows, int Columns) Offset)
{
    public static Fitting Of(ImageFit fit, ImageSize source, ImageSize target)
    {
        var scale = fit == ImageFit.Crop
            ? Math.Max((double)target.Height / source.Height, (double)target.Width / source.Width)
            : Math.Min((double)target.Height / source.Height, (double)target.Width / source.Width);
        var whole = new Fitting(0, 0, source.Height, source.Width, target, (0, 0));
        switch (fit)
        {
            case ImageFit.Crop:
                var (height, width) = (Math.Min(source.Height, target.Height / scale), Math.Min(source.Width, target.Width / scale));
                return whole with { Top = (source.Height - height) / 2, Left = (source.Width - width) / 2, Height = height, Width = width };
            case ImageFit.Pad:
                var inner = new ImageSize(Inner(source.Height * scale, target.Height), Inner(source.Width * scale, target.Width));
                return whole with { Target = inner, Offset = ((target.Height - inner.Height) / 2, (target.Width - inner.Width) / 2) };
            default:
                return whole;
        }
    }

    /// <summary>How large the whole source must be so that its part has no fewer pixels than it is to get.</summary>
    public ImageSize SourceNeeded(ImageSize source) =>
        new((int)Math.Ceiling(Target.Height * source.Height / Height), (int)Math.Ceiling(Target.Width * source.Width / Width));

    private static int Inner(double side, int most) => Math.Clamp((int)Math.Round(side), 1, most);
}
