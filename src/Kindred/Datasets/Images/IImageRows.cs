namespace Kindred.Datasets.Images;

/// <summary>A decoded picture as it lies in its file, row by row, before it is turned, shrunk or laid out in memory.</summary>
internal interface IImageRows : IDisposable
{
    int Height { get; }

    int Width { get; }

    /// <summary>1 to 8: how the rows must be turned to be upright.</summary>
    int Orientation { get; }

    /// <summary>The largest value a row can have: 255 for samples of eight bits, 65535 for those of sixteen.</summary>
    float White { get; }

    /// <summary>One row over white, brought to grey (1 channel) or to red, green and blue (3).</summary>
    /// <param name="y">From the top of the file.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="row">Width × channels values.</param>
    void Read(int y, int channels, Span<float> row);
}

/// <summary>What a picture's header says, once it is upright.</summary>
/// <param name="Size">Of the upright picture.</param>
/// <param name="IsGrey">Whether it has no colours.</param>
/// <param name="IsDeep">Whether it has sixteen bits a sample.</param>
internal readonly record struct ImageHeader(ImageSize Size, bool IsGrey, bool IsDeep);
