using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Encoding;

/// <summary>Makes a row of numbers of a picture, with a network that was trained elsewhere. Safe to share between threads; the same picture gives the same bits.</summary>
public interface IPictureEncoder : IDisposable
{
    /// <summary>Which network, and how pictures are brought to it.</summary>
    EncoderIdentity Identity { get; }

    /// <summary>The numbers of one picture, upright, of any size.</summary>
    /// <param name="picture">Grey counts as three equal colours, and what is transparent is laid over white.</param>
    /// <param name="row">As many as <see cref="EncoderIdentity.Columns"/>.</param>
    /// <exception cref="InvalidDataException">The network gives no finite numbers.</exception>
    void Encode(Picture picture, Span<float> row);
}
