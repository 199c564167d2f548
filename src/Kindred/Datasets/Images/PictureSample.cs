namespace Kindred.Datasets.Images;

/// <summary>One picture's file, in memory, as a sample of a shape: what it becomes in a folder, too.</summary>
internal static class PictureSample
{
    /// <summary>A sample of its own.</summary>
    /// <exception cref="DataFileException">It is no whole picture of a kind that is read; the name stands before what is wrong.</exception>
    public static ImageSet Read(ReadOnlySpan<byte> file, string name, ImageShape shape, ImageFit fit)
    {
        try
        {
            var (values, white) = Decode(file, name, shape, fit);
            var rows = new SampleRows(1, shape.Size, isDeep: white > byte.MaxValue);
            rows.Set(0, values, white);
            return rows.ToImageSet(shape, labels: null, [name]);
        }
#pragma warning disable CA1031 // files are anybody's: whatever one of them does to a decoder is that file's fault
        catch (Exception problem) when (problem is not DataFileException)
#pragma warning restore CA1031
        {
            throw new DataFileException(name, Reason(problem), problem);
        }
    }

    /// <summary>Values in [0, white], upright.</summary>
    public static (float[] Values, float White) Decode(ReadOnlySpan<byte> file, string name, ImageShape shape, ImageFit fit)
    {
        var size = new ImageSize(shape.Height, shape.Width);
        using var image = ImageFile.Open(file, name, fit, size);
        var values = ImageResampling.Resize(image, shape.Channels, Orientation.Lying(size, image.Orientation), fit);
        return (Orientation.Undo(values, shape, image.Orientation), image.White);
    }

    /// <summary>Why a file became no sample, as a sentence.</summary>
    public static string Reason(Exception problem) => problem switch
    {
        DataFileException damage => damage.Message[(damage.File.Length + 2)..],
        OtherImageException other => other.Message,
        OutOfMemoryException => "there is not enough memory to decode it.",
        _ => $"the image cannot be decoded ({problem.Message.TrimEnd('.')}).",
    };
}
